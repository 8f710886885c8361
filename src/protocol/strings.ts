/**
 * Every text of the page, in English. The VS Code layer localises the values (`l10n.t`) and sends them with `init`;
 * the page has no texts of its own. `{0}` marks a place to fill.
 */
export const englishPageStrings = {
  // The page's author adds keys here; keep them grouped by view.
  loading: 'Loading trace…',
  cancel: 'Cancel',
} as const;

export type PageStringKey = keyof typeof englishPageStrings;
export type PageStrings = Readonly<Record<PageStringKey, string>>;

/** Fills `{0}`, `{1}` … The values are inserted as they are: text, never markup. */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d)\}/g, (whole, digit: string) => String(values[Number(digit)] ?? whole));
}
