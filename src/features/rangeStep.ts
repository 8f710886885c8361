import { l10n, QuickPickItemKind, window } from 'vscode';
import { lineTimestamp } from '../ids/timestamp';
import type { EpochMilliseconds, Milliseconds } from '../model/units';
import type { SearchRange } from '../traces/search';
import { plainText } from '../views/plainText';
import { instantText, lengthText, rangeText } from '../views/queryText';
import { askInput, askPick, type Answer, type PickedItem, type StepPlace } from './multiStep';
import { formatLocal, parseBetween, parseLength, parseTime } from './typedTime';

const MINUTE: Milliseconds = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What is offered; 30 days is what X-Ray keeps. */
const LENGTHS = [5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY];
/** Either side of a moment: a request's log lines and its trace are seldom further apart. */
const AROUND: Milliseconds = 5 * MINUTE;

export const DEFAULT_RANGE: SearchRange = { kind: 'last', milliseconds: HOUR };

/** A moment to look around, and where it comes from. */
export interface Moment {
  readonly time: EpochMilliseconds;
  readonly from: string;
}

/** The moment of the log line with the cursor, if it says one. */
export function momentAtCursor(now: EpochMilliseconds): Moment | undefined {
  const editor = window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  const time = lineTimestamp(document.lineAt(selection.active.line).text, now);
  const name = document.uri.path.split('/').at(-1) ?? '';
  return time === undefined ? undefined : { time, from: l10n.t('{0}, line {1}', name, selection.active.line + 1) };
}

export function aroundOf(time: EpochMilliseconds): SearchRange {
  return { kind: 'between', start: time - AROUND, end: time + AROUND };
}

/** Asks for a time range. @param last the range that Enter takes */
export async function askRange(
  place: StepPlace,
  last: SearchRange,
  moment: Moment | undefined,
  now: EpochMilliseconds,
): Promise<Answer<SearchRange>> {
  for (;;) {
    const answer = await askPick<SearchRange | 'custom'>(place, {
      placeholder: l10n.t('When? Type 45m, 2h or 3d for any other length'),
      items: itemsOf(last, moment, now),
      active: (value) => value !== 'custom' && isSame(value, last),
      typed: (text) => typedItems(text, now),
    });
    if (answer.kind === 'skipped') return { kind: 'closed' };
    if (answer.kind !== 'next' && answer.kind !== 'finish') return answer;
    const { kind, value } = answer;
    if (value !== 'custom') return { kind, value };
    const custom = await askBetween(place, last, now);
    if (custom.kind !== 'back') return custom;
  }
}

function itemsOf(
  last: SearchRange,
  moment: Moment | undefined,
  now: EpochMilliseconds,
): readonly PickedItem<SearchRange | 'custom'>[] {
  const lengths = LENGTHS.map((milliseconds): PickedItem<SearchRange> => ({
    label: l10n.t('Last {0}', lengthText(milliseconds)),
    description: l10n.t('since {0}', instantText(wholeMinute(now - milliseconds), now)),
    value: { kind: 'last', milliseconds },
  }));
  const isListed = lengths.some(({ value }) => value && isSame(value, last));
  const first: PickedItem<SearchRange>[] = [];
  if (moment) {
    first.push({
      label: l10n.t('Around This Log Line'),
      description: plainText(l10n.t('{0} ± {1} ({2})', instantText(moment.time, now), lengthText(AROUND), moment.from)),
      value: aroundOf(moment.time),
    });
  }
  if (!isListed) first.push({ label: rangeText(last, now, l10n.t), description: l10n.t('last time'), value: last });
  return [
    ...first,
    ...lengths,
    { label: '', kind: QuickPickItemKind.Separator },
    { label: l10n.t('From … to …'), description: l10n.t('local time, or with a zone'), value: 'custom' },
  ];
}

function typedItems(text: string, now: EpochMilliseconds): readonly PickedItem<SearchRange>[] {
  const milliseconds = parseLength(text);
  if (milliseconds !== undefined) {
    return [
      {
        label: l10n.t('Last {0}', text.trim().replace(/^last\s+/i, '')),
        description: l10n.t('since {0}', instantText(wholeMinute(now - milliseconds), now)),
        value: { kind: 'last', milliseconds },
      },
    ];
  }
  const between = parseBetween(text);
  if (!between) return [];
  const value: SearchRange = { kind: 'between', ...between };
  return [{ label: rangeText(value, now, l10n.t), value }];
}

/** Two times, one after the other. Back leads from the second to the first, and from the first to the list. */
async function askBetween(place: StepPlace, last: SearchRange, now: EpochMilliseconds): Promise<Answer<SearchRange>> {
  const inner = { ...place, hasBack: true };
  let start = last.kind === 'between' ? last.start : wholeMinute(now - HOUR);
  for (;;) {
    const from = await askTime({ ...inner, finishLabel: '' }, l10n.t('From'), start, undefined);
    if (from.kind !== 'next' && from.kind !== 'finish') return from;
    start = from.value;
    const end = last.kind === 'between' && last.end > start ? last.end : Math.min(now, start + HOUR);
    const to = await askTime(inner, l10n.t('To'), end, start);
    if (to.kind === 'closed') return to;
    if (to.kind !== 'back') return { kind: to.kind, value: { kind: 'between', start, end: to.value } };
  }
}

async function askTime(
  place: StepPlace,
  label: string,
  value: EpochMilliseconds,
  after: EpochMilliseconds | undefined,
): Promise<Answer<EpochMilliseconds>> {
  const answer = await askInput(
    { ...place, title: `${place.title} – ${label}` },
    {
      value: formatLocal(value),
      prompt: l10n.t('Local time, or with a zone such as Z or +02:00'),
      validate: (typed) => {
        const time = parseTime(typed);
        if (time === undefined) return l10n.t('A time looks like 2026-01-31 18:05');
        return after !== undefined && time <= after ? l10n.t('This is not after the start.') : undefined;
      },
    },
  );
  if (answer.kind !== 'next' && answer.kind !== 'finish') return answer;
  return { kind: answer.kind, value: parseTime(answer.value)! };
}

function isSame(one: SearchRange, other: SearchRange): boolean {
  if (one.kind === 'last') return other.kind === 'last' && one.milliseconds === other.milliseconds;
  return other.kind === 'between' && one.start === other.start && one.end === other.end;
}

function wholeMinute(time: EpochMilliseconds): EpochMilliseconds {
  return Math.floor(time / MINUTE) * MINUTE;
}
