import type { HeldSearch } from '../traces/search';
import { explainCauses } from './causeText';
import { explain } from './explain';
import type { Localize } from './localize';
import { plainText } from './plainText';
import type { SearchNodeOf } from './searchNodes';
import type { Cause } from './whyNothing';

/** Rows that say why a search failed, or found nothing, most likely first; each does its next step when it is clicked. */
export function searchNotes(
  held: HeldSearch,
  causes: () => readonly Cause[],
  t: Localize,
): readonly SearchNodeOf<'searchNote'>[] {
  const note = { kind: 'searchNote', search: held.id } as const;
  if (held.state === 'failed' && held.error) {
    const { title, detail, next } = explain(held.error, held.connection, t);
    return next.slice(0, 1).map(({ id, label }) => ({
      ...note,
      name: 'error',
      icon: 'warning',
      label: plainText(`${title} — ${label}`),
      description: '',
      detail: plainText(`${title}\n${detail}`),
      step: id,
      stepLabel: label,
    }));
  }
  if (!isEmpty(held)) return [];
  return explainCauses(causes(), t).map(({ kind, title, evidence, step }, index) => ({
    ...note,
    name: kind,
    icon: index === 0 ? 'question' : 'circle-small',
    label: plainText(title),
    description: plainText(evidence),
    detail: plainText(`${title}. ${evidence}.`),
    step: step.id,
    stepLabel: step.label,
  }));
}

/** Whether a search came to its end and found nothing. */
export function isEmpty({ state, summaries }: Pick<HeldSearch, 'state' | 'summaries'>): boolean {
  return state === 'done' && summaries.length === 0;
}
