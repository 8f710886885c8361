import { l10n } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { SearchQuery, TimeRangeType, TraceQuery } from '../traces/search';
import type { AwsEngines } from '../traces/source';
import type { ConnectionChoice } from '../views/connection';
import { plainText } from '../views/plainText';
import type { QueryHistory } from '../views/queryHistory';
import { oneLine } from '../views/queryText';
import type { GroupChoice } from './groupChoice';
import { GroupsToAsk } from './groupsToAsk';
import { askPick, askSteps, type Answer, type Step, type StepPlace } from './multiStep';
import { askRange, DEFAULT_RANGE, type Moment } from './rangeStep';
import { signInFirst } from './signInFirst';

/** What the step of the filter is told of the groups. */
export interface OfferedGroups {
  /** One more thing to say, '' = nothing. */
  readonly note: string;
  /** Names to complete, as far as they are known by now. */
  readonly groups: () => readonly string[];
}

/** Asks for a filter expression. */
export type AskFilterStep = (place: StepPlace, value: string, offered: OfferedGroups) => Promise<Answer<string>>;

export const EMPTY_QUERY: TraceQuery = {
  kind: 'traces',
  range: DEFAULT_RANGE,
  group: '',
  filter: '',
  timeRangeType: 'TraceId',
};

export interface FindTracesParts {
  readonly choice: ConnectionChoice;
  readonly engines: () => Promise<Pick<AwsEngines, 'wouldPrompt' | 'signIn'>>;
  readonly groups: GroupChoice;
  readonly history: QueryHistory;
  readonly askFilter: AskFilterStep;
  readonly now: () => EpochMilliseconds;
}

/** What the steps start from: what a row is edited from, or what was answered last, with a range that was asked for. */
export interface FindStart {
  readonly query?: TraceQuery | undefined;
  readonly range?: TraceQuery['range'] | undefined;
  readonly moment?: Moment | undefined;
  readonly title: string;
  readonly finishLabel: string;
  /** Told of the answers before they are used, e.g. to keep them. */
  readonly answered?: ((query: SearchQuery) => Promise<unknown>) | undefined;
}

/**
 * Range, group, filter, meaning of the range: each step starts with what was chosen last, which Enter takes. What was answered is
 * remembered for the next search, also when a later step is closed.
 * @returns undefined when the user closed a step
 * @throws TraceError `noRegion`, or why nothing can be signed with: before the first step
 */
export async function askTraceQuery(parts: FindTracesParts, start: FindStart): Promise<TraceQuery | undefined> {
  const connection = await signInFirst(parts.choice, parts.engines);
  const first = { ...(start.query ?? parts.history.last ?? EMPTY_QUERY), ...(start.range && { range: start.range }) };
  const over = new AbortController();
  try {
    const groups = new GroupsToAsk(parts.groups.of(connection, over.signal));
    const asked = await askSteps(start.title, stepsOf(parts, start, groups), first, start.finishLabel);
    const query = asked && { ...asked, group: groups.fit(asked.group) };
    if (query) await start.answered?.(query);
    return query;
  } finally {
    over.abort();
  }
}

function stepsOf(parts: FindTracesParts, start: FindStart, groups: GroupsToAsk): readonly Step<TraceQuery>[] {
  const { history, now, askFilter } = parts;
  const remembered = async (answer: Answer<TraceQuery>): Promise<Answer<TraceQuery>> => {
    if ('value' in answer) await history.remember(answer.value);
    return answer;
  };
  return [
    {
      ask: async (query, place) =>
        remembered(changed(await askRange(place, query.range, start.moment, now()), (range) => ({ ...query, range }))),
    },
    {
      isSkipped: () => groups.isNone,
      ask: async (query, place) =>
        remembered(changed(await askGroup(place, query.group, groups), (group) => ({ ...query, group }))),
    },
    {
      ask: async (query, place) => {
        const offered = { note: groups.note(query.group, l10n.t), groups: () => groups.names };
        return remembered(
          changed(await askFilter(place, query.filter, offered), (filter) => ({
            ...query,
            group: groups.fit(query.group),
            filter: filter.trim(),
          })),
        );
      },
    },
    {
      ask: async (query, place) =>
        remembered(
          changed(await askTimeRangeType(place, query.timeRangeType), (timeRangeType) => ({ ...query, timeRangeType })),
        ),
    },
  ];
}

async function askGroup(place: StepPlace, last: string, groups: GroupsToAsk): Promise<Answer<string>> {
  const none = { label: l10n.t('All traces'), description: l10n.t('no group'), value: '' };
  const answer = await askPick<string>(place, {
    placeholder: l10n.t('Which group of X-Ray?'),
    items: last ? [none, { label: plainText(last), description: l10n.t('last time'), value: last }] : [none],
    active: (value) => value === last,
    later: groups.groups.then((all) =>
      all
        ?.filter(({ name }) => name !== last)
        .map(({ name, filter }) => ({ label: plainText(name), description: plainText(oneLine(filter)), value: name })),
    ),
  });
  return answer.kind === 'skipped' ? { kind: 'next', value: groups.fit(last) } : answer;
}

async function askTimeRangeType(place: StepPlace, last: TimeRangeType): Promise<Answer<TimeRangeType>> {
  const answer = await askPick<TimeRangeType>(place, {
    placeholder: l10n.t('What must lie in the time range?'),
    items: [
      {
        label: l10n.t('The start of the trace'),
        detail: l10n.t('Traces that began in the range, as their ID says. What most searches mean.'),
        value: 'TraceId',
      },
      {
        label: l10n.t('Any of its segments'),
        detail: l10n.t('Also traces that began earlier and were still at work in the range.'),
        value: 'Event',
      },
    ],
    active: (value) => value === last,
  });
  return answer.kind === 'skipped' ? { kind: 'closed' } : answer;
}

function changed<Value>(answer: Answer<Value>, put: (value: Value) => TraceQuery): Answer<TraceQuery> {
  return 'value' in answer ? { kind: answer.kind, value: put(answer.value) } : answer;
}
