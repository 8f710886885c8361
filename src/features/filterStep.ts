import { l10n } from 'vscode';
import { askInput, type Answer, type StepPlace } from './multiStep';

/** The step of a search that asks for its filter expression. */
export function askFilterStep(place: StepPlace, value: string, note: string): Promise<Answer<string>> {
  return askInput(place, {
    value,
    prompt: [l10n.t('Filter expression; empty finds all traces.'), note].filter(Boolean).join(' '),
    placeholder: 'service("orders") { fault } AND responsetime > 1',
    validate: () => undefined,
  });
}
