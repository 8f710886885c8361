import type { Fact } from '../../src/model/details';

/** Keys of X-Ray, of OpenTelemetry, and of OpenTelemetry before 1.21. */
const METHOD = ['http.request.method', 'http.method'];
const URL_KEYS = ['http.request.url', 'url.full', 'http.url', 'http.target', 'url.path'];
const STATUS = ['http.response.status', 'http.response.status_code', 'http.status_code'];
const LENGTH = ['http.response.content_length', 'http.response.body.size', 'http.response_content_length'];

function first(facts: readonly Fact[], keys: readonly string[]): Fact | undefined {
  for (const key of keys) {
    const found = facts.find((fact) => fact.key === key && fact.value !== '' && fact.type !== 'null');
    if (found) return found;
  }
  return undefined;
}

export function urlOf(facts: readonly Fact[]): string {
  return first(facts, URL_KEYS)?.value ?? '';
}

export function statusOf(facts: readonly Fact[]): string {
  return first(facts, STATUS)?.value ?? '';
}

/** The length of the response; '' where it is not known (writers say -1). */
export function contentLength(facts: readonly Fact[]): string {
  const length = first(facts, LENGTH);
  return length && length.value !== '-1' ? byteCount(length.value) : '';
}

/** Request and response on one line each, as one would say them: `POST https://…`, `429 Too Many Requests · 212 B`. */
export interface RequestLines {
  readonly request: string;
  readonly response: string;
  /** The request holds something that is masked until it is revealed. */
  readonly secret: boolean;
}

/** Both lines; '' where nothing is known. */
export function requestLines(facts: readonly Fact[]): RequestLines {
  const status = statusOf(facts);
  const secret = first(facts, URL_KEYS)?.secret ?? false;
  const request = [first(facts, METHOD)?.value ?? '', urlOf(facts)].filter(Boolean).join(' ');
  const response = [[status, reasonOf(status)].filter(Boolean).join(' '), contentLength(facts)].filter(Boolean);
  return { request, response: response.join(' · '), secret };
}

/** Parameters of a URL, decoded where they can be. */
export function queryOf(url: string): (readonly [key: string, value: string])[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return query
    .split('&')
    .filter(Boolean)
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text; // not encoded, or in another way
  }
}

/** `212 B`, `14.2 kB`; what is no number stays as it is. */
export function byteCount(text: string): string {
  const bytes = Number(text);
  if (!/^\d+$/.test(text)) return text;
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Names of HTTP statuses (RFC 9110, and 429 of RFC 6585): terms of the protocol, in every language the same. */
const REASONS: Readonly<Record<string, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The name of an HTTP status; '' for one without. */
export function reasonOf(status: string): string {
  return Object.hasOwn(REASONS, status) ? REASONS[status]! : '';
}
