import { l10n, window } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { SpanQuery } from '../traces/search';
import type { AwsEngines, Connection } from '../traces/source';
import type { ConnectionChoice } from '../views/connection';
import { plainText } from '../views/plainText';
import type { QueryHistory } from '../views/queryHistory';
import { readQuery } from '../views/queryState';
import { rangeText } from '../views/queryText';
import type { Commands } from './commands';
import type { FindStart } from './findTraces';
import { askSteps, type Step } from './multiStep';
import { askRange, DEFAULT_RANGE, momentAtCursor } from './rangeStep';
import type { SearchRunner } from './searchRunner';
import { signInFirst } from './signInFirst';
import { askSpanConditions } from './spanConditions';

export interface SpanQueryParts {
  readonly commands: Commands;
  readonly choice: ConnectionChoice;
  readonly engines: () => Promise<Pick<AwsEngines, 'indexingRules' | 'wouldPrompt' | 'signIn'>>;
  readonly history: QueryHistory;
  readonly now: () => EpochMilliseconds;
}

export interface FindSpansParts extends SpanQueryParts {
  readonly runner: SearchRunner;
}

const EMPTY_SPAN_QUERY: SpanQuery = { kind: 'spans', range: DEFAULT_RANGE, conditions: [], raw: '' };

/** Find Spans…: time range, conditions or a query, search. Its rows stand in the view Searches, like those of Find Traces…. */
export function registerFindSpans(parts: FindSpansParts): void {
  parts.commands.register('xrayTraces.findSpans', (value) => findSpans(parts, value));
}

export function findSpansTitle(): Pick<FindStart, 'title' | 'finishLabel'> {
  return { title: l10n.t('Find Spans'), finishLabel: l10n.t('Search Now; the next steps stay as they are') };
}

/** @param value a query to start from; anyone may pass anything */
async function findSpans(parts: FindSpansParts, value: unknown): Promise<void> {
  const given = readQuery(value);
  const query = await askSpanQuery(parts, { ...findSpansTitle(), query: given?.kind === 'spans' ? given : undefined });
  if (query) await parts.runner.run(query);
}

/**
 * Time range, then conditions or a query. What was answered is remembered for the next search, also when a later step is closed.
 * @param start without a query: what was answered last
 * @returns undefined when the user closed a step, or would rather not search where there are no spans
 * @throws TraceError `noRegion`, or why nothing can be signed with: before the first step
 */
export async function askSpanQuery(
  parts: SpanQueryParts,
  start: Pick<FindStart, 'title' | 'finishLabel' | 'answered'> & { readonly query?: SpanQuery | undefined },
): Promise<SpanQuery | undefined> {
  const { choice, engines, history, now } = parts;
  const connection = await signInFirst(choice, engines);
  const over = new AbortController();
  try {
    // Asked while the user answers.
    const asked = isElsewhere(parts, connection, over.signal);
    const first = start.query ?? history.lastSpans ?? EMPTY_SPAN_QUERY;
    const query = await askSteps(start.title, stepsOf(history, now), first, start.finishLabel);
    if (!query) return undefined;
    await start.answered?.(query);
    return !(await asked) || (await isWantedAnyway(parts, connection)) ? query : undefined;
  } finally {
    over.abort();
  }
}

function stepsOf(history: QueryHistory, now: () => EpochMilliseconds): readonly Step<SpanQuery>[] {
  const remember = (query: SpanQuery): Promise<void> => history.remember(query);
  return [
    {
      ask: async (query, place) => {
        const answer = await askRange(place, query.range, momentAtCursor(now()), now());
        if (!('value' in answer)) return answer;
        const value = { ...query, range: answer.value };
        await remember(value);
        return { kind: answer.kind, value };
      },
    },
    { ask: (query, place) => askSpanConditions(place, query, rangeText(query.range, now(), l10n.t), remember) },
  ];
}

/** Says that there are no spans to search. */
async function isWantedAnyway({ commands }: SpanQueryParts, { region }: Connection): Promise<boolean> {
  const findTraces = l10n.t('Find Traces…');
  const anyway = l10n.t('Search Anyway');
  const text = l10n.t(
    'This account keeps its spans in X-Ray in {0}: Transaction Search is off, and there is no span log group to search. Find Traces… searches what X-Ray has.',
    region,
  );
  const answer = await window.showInformationMessage(plainText(text), findTraces, anyway);
  if (answer === findTraces) await commands.run('xrayTraces.findTraces');
  return answer === anyway;
}

/** Whether the account is known to keep its spans elsewhere than in CloudWatch Logs. Not being allowed to ask is no answer. */
async function isElsewhere({ engines }: SpanQueryParts, connection: Connection, signal: AbortSignal): Promise<boolean> {
  try {
    const { indexingRules } = await engines();
    const { destination } = await indexingRules(connection, signal);
    return destination === 'XRay';
  } catch {
    return false; // the search itself will say what is wrong, with a row of its own
  }
}
