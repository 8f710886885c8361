import { l10n } from 'vscode';
import { englishResultsStrings, type ResultsStringKey, type ResultsStrings } from '../protocol/resultsStrings';

/** The results page's texts in the language of the editor. */
export function localisedResultsStrings(): ResultsStrings {
  const keys = Object.keys(englishResultsStrings) as ResultsStringKey[];
  return Object.fromEntries(keys.map((key) => [key, l10n.t(englishResultsStrings[key])])) as ResultsStrings;
}
