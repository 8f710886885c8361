import { QuickInputButtons } from 'vscode';
import type { Searches } from '../traces/searches';
import { askFilter } from '../views/filterInput';
import { offeredValues } from '../views/offeredValues';
import type { QueryHistory } from '../views/queryHistory';
import type { SavedQueries } from '../views/savedQueries';
import { buttonsOf, type Answer } from './multiStep';
import type { AskFilterStep } from './findTraces';

export interface FilterStepParts {
  readonly searches: Searches;
  readonly saved: SavedQueries;
  readonly history: QueryHistory;
}

/** The step of a search that asks for its filter expression: completes what searches have found so far, offers what was asked before. */
export function filterStep({ searches, saved, history }: FilterStepParts): AskFilterStep {
  return async (place, value, { note, groups }) => {
    const buttons = buttonsOf(place);
    const values = offeredValues(searches.list().flatMap(({ summaries }) => summaries));
    let pressed: Answer<string> | undefined;
    const filter = await askFilter({
      title: note ? `${place.title} – ${note}` : place.title,
      value,
      known: {
        ...values,
        get groups() {
          return groups(); // they may come while it is typed
        },
      },
      history: [...new Set([...history.rows, ...saved.rows].flatMap(({ query }) => filterOf(query)))],
      step: place.step,
      totalSteps: place.totalSteps,
      buttons,
      onButton: (button, typed) => {
        pressed = button === QuickInputButtons.Back ? { kind: 'back' } : { kind: 'finish', value: typed };
      },
    });
    if (filter !== undefined) return { kind: 'next', value: filter };
    return pressed ?? { kind: 'closed' };
  };
}

function filterOf(query: { readonly kind: string; readonly filter?: string }): readonly string[] {
  return query.filter?.trim() ? [query.filter.trim()] : [];
}
