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
import { askSteps, type Step } from './multiStep';
import { askRange, DEFAULT_RANGE, momentAtCursor } from './rangeStep';
import type { SearchRunner } from './searchRunner';
import { askSpanConditions } from './spanConditions';

export interface FindSpansParts {
  readonly commands: Commands;
  readonly choice: ConnectionChoice;
  readonly engines: () => Promise<Pick<AwsEngines, 'indexingRules'>>;
  readonly history: QueryHistory;
  readonly runner: SearchRunner;
  readonly now: () => EpochMilliseconds;
}

/** Find Spans…: time range, conditions or a query, search. Its rows stand in the view Searches, like those of Find Traces…. */
export function registerFindSpans(parts: FindSpansParts): void {
  parts.commands.register('xrayTraces.findSpans', (value) => findSpans(parts, value));
}

/** @param value a query to start from; anyone may pass anything */
async function findSpans(parts: FindSpansParts, value: unknown): Promise<void> {
  const { choice, now, runner, commands } = parts;
  const connection = await choice.resolve();
  // Asked while the user answers.
  const asked = isElsewhere(parts, connection);
  const query = await askSteps(l10n.t('Find Spans'), stepsOf(now), startOf(parts.history, value), '');
  if (!query) return;
  if (await asked) {
    const findTraces = l10n.t('Find Traces…');
    const anyway = l10n.t('Search Anyway');
    const text = l10n.t(
      'This account keeps its spans in X-Ray in {0}: Transaction Search is off, and there is no span log group to search. Find Traces… searches what X-Ray has.',
      connection.region,
    );
    const answer = await window.showInformationMessage(plainText(text), findTraces, anyway);
    if (answer === findTraces) await commands.run('xrayTraces.findTraces');
    if (answer !== anyway) return;
  }
  await runner.run(query, connection);
}

function stepsOf(now: () => EpochMilliseconds): readonly Step<SpanQuery>[] {
  return [
    {
      ask: async (query, place) => {
        const answer = await askRange(place, query.range, momentAtCursor(now()), now());
        return 'value' in answer ? { kind: answer.kind, value: { ...query, range: answer.value } } : answer;
      },
    },
    { ask: (query, place) => askSpanConditions(place, query, rangeText(query.range, now(), l10n.t)) },
  ];
}

/** The query given, else the last that was run. */
function startOf(history: QueryHistory, value: unknown): SpanQuery {
  const given = readQuery(value);
  if (given?.kind === 'spans') return given;
  const last = history.rows.find(({ query }) => query.kind === 'spans')?.query;
  return last?.kind === 'spans' ? last : { kind: 'spans', range: DEFAULT_RANGE, conditions: [], raw: '' };
}

/** Whether the account is known to keep its spans elsewhere than in CloudWatch Logs. Not being allowed to ask is no answer. */
async function isElsewhere({ engines }: FindSpansParts, connection: Connection): Promise<boolean> {
  try {
    const { indexingRules } = await engines();
    const { destination } = await indexingRules(connection, new AbortController().signal);
    return destination === 'XRay';
  } catch {
    return false; // the search itself will say what is wrong, with a row of its own
  }
}
