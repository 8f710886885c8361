import { l10n } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { HeldTrace } from '../traces/traces';
import { explain, type ErrorContext } from './explain';
import { plainText } from './plainText';
import { progressText } from './progressText';
import { receiptLine } from './receiptText';
import type { CauseKind } from './whyNothing';
import type { TraceNode, TraceOwner } from './tracesTree';

type Note = Extract<TraceNode, { kind: 'note' }>;

/** Icons of the causes whose meaning has one; the others are questions. */
const CAUSE_ICONS: Partial<Record<CauseKind, string>> = {
  notSampled: 'circle-slash',
  expired: 'history',
  arriving: 'clock',
  elsewhere: 'globe',
  denied: 'lock',
  malformed: 'error',
  placeholder: 'beaker',
};

/**
 * The rows that say why spans are missing: what is going on, why it failed, why a trace may not be there. A click does the next
 * step.
 */
export function notesOf(
  owner: TraceOwner,
  held: HeldTrace,
  known: Partial<ErrorContext>,
  now: EpochMilliseconds,
): Note[] {
  const note = (name: string, rest: Pick<Note, 'icon' | 'text' | 'step'> & Partial<Note>): Note => {
    return { kind: 'note', owner, name, description: '', tooltip: '', ...rest };
  };
  if (held.loading) {
    return [note('loading', { icon: 'loading~spin', text: progressText(held.progress), step: 'openReceipt' })];
  }
  if (held.error) return failureNotes(held, { ...held.ref, ...known, now }, note);
  if (!held.cancelled || held.trace) return [];
  return [note('cancelled', { icon: 'circle-slash', text: l10n.t('Cancelled — Try Again'), step: 'retry' })];
}

function failureNotes(
  held: HeldTrace,
  context: ErrorContext,
  note: (name: string, rest: Pick<Note, 'icon' | 'text' | 'step'> & Partial<Note>) => Note,
): Note[] {
  const { title, detail, next, causes } = explain(held.error!, context, l10n.t);
  const step = next[0];
  const causeRows = causes.map((cause) =>
    note(cause.kind, {
      icon: CAUSE_ICONS[cause.kind] ?? 'question',
      text: l10n.t('{0} — {1}', plainText(cause.title), cause.step.label),
      description: plainText(cause.evidence),
      tooltip: `${cause.title}\n${cause.evidence}`,
      step: cause.step.id,
    }),
  );
  // Why it is not there says more than that it is not; any other failure is its own row.
  const failure = note('failed', {
    icon: 'warning',
    text: plainText(step ? l10n.t('{0} — {1}', title, step.label) : title),
    tooltip: `${title}\n${detail}`,
    step: step?.id ?? 'showLog',
  });
  const asked = receiptLine(held.receipts.at(-1), l10n.t);
  const done = note('asked', {
    icon: 'checklist',
    text: l10n.t('What was asked: {0}', asked),
    tooltip: title,
    step: 'openReceipt',
  });
  const isMissing = held.error!.reason === 'notFound' || held.error!.reason === 'malformedId';
  return [...(isMissing ? [] : [failure]), ...causeRows, ...(isMissing && asked ? [done] : [])];
}

/** A trace came, and holds nothing. */
export function emptyNote(owner: TraceOwner): Note {
  const text = l10n.t('No segments');
  return { kind: 'note', owner, name: 'empty', icon: 'info', text, description: '', tooltip: '', step: 'refresh' };
}
