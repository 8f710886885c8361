/** What stands where a secret stood. */
export const MASK = '••••••••';

/**
 * Words that, as the last part of a key, name a credential. Keys are split at case changes and punctuation first; where several words belong
 * together they may also be written as one (`apikey`).
 */
const SECRET_WORDS = [
  '[a-z0-9]*(?:password|passwd|passphrase|passcode)',
  'pwd',
  'secret',
  'token',
  'auth',
  'authorization',
  'cookie',
  'credential',
  'api ?key',
  'access ?key(?: ?id)?',
  'secret ?(?:access ?)?key',
  'private ?key',
  'signing ?key',
  'encryption ?key',
  'subscription ?key',
  'account ?key',
  'client ?secret',
  '(?:access|auth|refresh|id|session|security|bearer) ?token',
  '(?:j|php)?sess(?:ion)? ?id',
  'csrf',
  'xsrf',
  'jwt',
  'bearer',
  'signature',
];
const SECRET_KEY = new RegExp(`(?:^| )(?:${SECRET_WORDS.join('|')})s?(?: value| header)?$`);
/** Keys that end like a secret and are none: counts of model tokens, pagination, limits. */
const HARMLESS_KEY =
  /(?:^| )(?:max|min|num|total|prompt|completion|input|output|reasoning|remaining|limit|usage|next|start|starting|page|pagination|continuation|cached?|read|write|cancellation) tokens?$/;
/** OpenTelemetry's `session.id` names a visit, not the key to it. Source: semantic conventions, "Session". */
const VISIT = /(?:^|\.)session\.(?:previous_)?id$/;

/** The same few keys come again and again: what was found of them. */
const judged = new Map<string, boolean>();
const MOST_JUDGED = 2000;

/** Whether a key names a credential: `authorization`, `http.request.header.x-api-key`, `dbPassword`, `AWSAccessKeyId`. */
export function isSecretKey(key: string): boolean {
  let is = judged.get(key);
  if (is === undefined) {
    is = judge(key);
    if (judged.size >= MOST_JUDGED) judged.clear();
    if (key.length <= 100) judged.set(key, is);
  }
  return is;
}

function judge(key: string): boolean {
  const end = key.slice(-200);
  const words = wordsOf(end);
  return SECRET_KEY.test(words) && !HARMLESS_KEY.test(words) && !VISIT.test(end);
}

/** A key's words, in lower case: `AWSAccessKeyId` and `aws-access_key.id` are `aws access key id`. */
export function wordsOf(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
}
