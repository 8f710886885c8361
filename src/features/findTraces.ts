import { l10n } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { TimeRangeType, TraceQuery } from '../traces/search';
import type { Connection, Group } from '../traces/source';
import { isTraceError } from '../traces/traceError';
import type { ConnectionChoice } from '../views/connection';
import { plainText } from '../views/plainText';
import type { QueryHistory } from '../views/queryHistory';
import { oneLine } from '../views/queryText';
import { noGroupsText, type GroupChoice } from './groupChoice';
import { askPick, askSteps, type Answer, type Step, type StepPlace } from './multiStep';
import { askRange, DEFAULT_RANGE, type Moment } from './rangeStep';

/** Asks for a filter expression. `note` is one more line to say, '' = none. */
export type AskFilterStep = (place: StepPlace, value: string, note: string) => Promise<Answer<string>>;

export const EMPTY_QUERY: TraceQuery = {
  kind: 'traces',
  range: DEFAULT_RANGE,
  group: '',
  filter: '',
  timeRangeType: 'TraceId',
};

export interface FindTracesParts {
  readonly choice: ConnectionChoice;
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
}

/**
 * Range, group, filter, meaning of the range: each step starts with what was chosen last, which Enter takes. What was answered is
 * remembered for the next search, also when a later step is closed.
 * @returns undefined when the user closed a step
 * @throws TraceError `noRegion`
 */
export async function askTraceQuery(parts: FindTracesParts, start: FindStart): Promise<TraceQuery | undefined> {
  const first = { ...(start.query ?? parts.history.last ?? EMPTY_QUERY), ...(start.range && { range: start.range }) };
  const groups = new GroupsToAsk(parts.groups, () => parts.choice.resolve());
  const remembered = async (answer: Answer<TraceQuery>): Promise<Answer<TraceQuery>> => {
    if ('value' in answer) await parts.history.remember(answer.value);
    return answer;
  };
  const steps: readonly Step<TraceQuery>[] = [
    {
      ask: async (query, place) =>
        remembered(
          changed(await askRange(place, query.range, start.moment, parts.now()), (range) => ({ ...query, range })),
        ),
    },
    {
      isSkipped: () => groups.isNone,
      ask: async (query, place) =>
        remembered(changed(await askGroup(place, query.group, groups), (group) => ({ ...query, group }))),
    },
    {
      ask: async (query, place) =>
        remembered(
          changed(await parts.askFilter(place, query.filter, groups.note), (filter) => ({
            ...query,
            filter: filter.trim(),
          })),
        ),
    },
    {
      ask: async (query, place) =>
        remembered(
          changed(await askTimeRangeType(place, query.timeRangeType), (timeRangeType) => ({ ...query, timeRangeType })),
        ),
    },
  ];
  const query = await askSteps(start.title, steps, first, start.finishLabel);
  groups.connectionProblem();
  return query;
}

/** The groups of one run of the steps: asked for while the user answers the first. */
class GroupsToAsk {
  /** What is to be said of them beside the filter. */
  note = '';
  isNone = false;
  readonly groups: Promise<readonly Group[] | undefined>;
  private problem: unknown;

  constructor(choice: GroupChoice, connection: () => Promise<Connection>) {
    this.groups = this.load(choice, connection);
  }

  /** @throws what went wrong before anything could be asked: a search would fail of it too */
  connectionProblem(): void {
    if (isTraceError(this.problem) && this.problem.reason === 'noRegion') throw this.problem;
  }

  /** Rejects never: without groups there is still a search. */
  private async load(
    choice: GroupChoice,
    connection: () => Promise<Connection>,
  ): Promise<readonly Group[] | undefined> {
    try {
      const groups = await choice.of(await connection());
      if (groups.length > 0) return groups;
      this.note = noGroupsText(undefined);
    } catch (error) {
      this.problem = error;
      const isDenied = isTraceError(error) && error.reason === 'accessDenied';
      if (isDenied) this.note = noGroupsText(String(error.params['action'] ?? 'xray:GetGroups'));
    }
    this.isNone = true;
    return undefined;
  }
}

async function askGroup(place: StepPlace, last: string, { groups }: GroupsToAsk): Promise<Answer<string>> {
  const none = { label: l10n.t('All traces'), description: l10n.t('no group'), value: '' };
  const answer = await askPick<string>(place, {
    placeholder: l10n.t('Which group of X-Ray?'),
    items: last ? [none, { label: plainText(last), description: l10n.t('last time'), value: last }] : [none],
    active: (value) => value === last,
    later: groups.then((all) =>
      all
        ?.filter(({ name }) => name !== last)
        .map(({ name, filter }) => ({ label: plainText(name), description: plainText(oneLine(filter)), value: name })),
    ),
  });
  // There is no group: what was chosen of another account would find nothing.
  return answer.kind === 'skipped' ? { kind: 'next', value: '' } : answer;
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
