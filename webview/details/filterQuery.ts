/** Longer values are no filter. */
const LONGEST = 200;

/** What the page's find field takes to find spans with this value: `key=value`, in quotes where it must be; '' for what is no filter. */
export function filterQuery(key: string, value: string): string {
  if (value === '' || value.length > LONGEST || /[\n\r]/.test(value)) return '';
  return `${quoted(key)}=${quoted(value)}`;
}

function quoted(text: string): string {
  return /^[^\s"=]+$/.test(text) && !text.startsWith('-') ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
