import type { Localize } from '../views/localize';
import { plainText } from '../views/plainText';
import { placeText } from './elsewhereText';
import type { KnownPlace } from './knownPlaces';

/** A profile or region to be checked. VS Code makes icons of `$(name)` in labels: what is chosen is the value, not the label. */
export interface ChoiceItem {
  readonly label: string;
  readonly description: string;
  readonly picked: boolean;
  readonly value: string;
}

export function choiceItem(value: string, description: string, picked: boolean): ChoiceItem {
  return { label: plainText(value), description: plainText(description), picked, value };
}

/** A place that is remembered: its name comes from a trace, or is a file's. */
export function knownPlaceItem(
  place: KnownPlace,
  t: Localize,
): { readonly label: string; readonly description: string; readonly place: KnownPlace } {
  return { label: plainText(place.name), description: placeText(place, t), place };
}
