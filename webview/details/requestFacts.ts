import type { Fact } from '../../src/model/details';
import type { PageStrings } from '../../src/protocol/strings';

const METHOD = 'http.request.method';
const URL = 'http.request.url';
const STATUS = 'http.response.status';
const LENGTH = 'http.response.content_length';
/** Said by the status already. */
const FLAGS = ['fault', 'error', 'throttle', 'in_progress'];

/** The overview's facts with request and response on one line each, as one would say them: `POST https://…`, `429 · 212 B`. */
export function requestFacts(facts: readonly Fact[], strings: PageStrings): Fact[] {
  const fact = (key: string): Fact | undefined => facts.find((candidate) => candidate.key === key);
  const joined = (key: string, separator: string, parts: readonly (Fact | undefined)[]): Fact[] => {
    const present = parts.filter((part) => part !== undefined);
    if (present.length === 0) return [];
    const value = present.map((part) => (part.key === LENGTH ? byteCount(part.value) : part.value)).join(separator);
    return [{ key, value, type: 'string', secret: present.some(({ secret }) => secret) }];
  };
  const rest = facts.filter(({ key, value }) => {
    const isJoined = [METHOD, URL, STATUS, LENGTH].includes(key);
    return !isJoined && !(FLAGS.includes(key) && value === 'true');
  });
  return [
    ...joined(strings.factRequest, ' ', [fact(METHOD), fact(URL)]),
    ...joined(strings.factResponse, ' · ', [fact(STATUS), fact(LENGTH)]),
    ...rest,
  ];
}

/** `212 B`, `14.2 kB`; what is no number stays as it is. */
export function byteCount(text: string): string {
  const bytes = Number(text);
  if (!/^\d+$/.test(text)) return text;
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
