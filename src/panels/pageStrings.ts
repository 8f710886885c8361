import { l10n } from 'vscode';
import { englishPageStrings, type PageStringKey, type PageStrings } from '../protocol/strings';

/** The page's texts in the language of the editor. */
export function localisedPageStrings(): PageStrings {
  const keys = Object.keys(englishPageStrings) as PageStringKey[];
  return Object.fromEntries(keys.map((key) => [key, l10n.t(englishPageStrings[key])])) as PageStrings;
}
