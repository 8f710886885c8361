/**
 * The one rule table for values that look like credentials. Masked in views and copies until the user asks to see them.
 * Trace ids, span ids, ARNs, account ids, request ids and hashes are no secrets.
 */

/** What stands where a secret stood. */
export const MASK = '••••••••';

/** Words that, as the last part of a key, name a credential. Keys are split at case changes and punctuation first. */
const SECRET_WORDS = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'credential',
  'credentials',
  'api key',
  'access key',
  'access key id',
  'secret key',
  'private key',
  'signing key',
  'encryption key',
  'subscription key',
  'client secret',
  'session token',
  'security token',
  'csrf',
  'xsrf',
  'jwt',
  'bearer',
  'signature',
];
const SECRET_KEY = new RegExp(`(?:^| )(?:${SECRET_WORDS.join('|')})s?(?: value| header)?$`);
/** Keys that end like a secret and are none: counts of model tokens, pagination, limits. */
const HARMLESS_KEY =
  /(?:^| )(?:max|min|num|total|prompt|completion|input|output|usage|next|page|continuation|cached?|read|write|cancellation) tokens?$/;

/** Texts that are credentials whatever their key. Each expression is linear; group 1, where there is one, is kept in front of the mask. */
const SECRET_TEXTS: readonly RegExp[] = [
  // Access key ids: IAM reference, "Unique identifiers". Long-term, temporary, and the bearer-token kinds.
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g,
  // JSON web tokens: header and payload begin with '{"' in base64.
  /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?/g,
  // "Bearer of bad news" is no token: tokens are long and hold a digit.
  /\b(Bearer\s+)(?=[^\s"]{0,400}\d)[\w+/=.~-]{12,}/gi,
  /^(Basic\s+)[A-Za-z0-9+/]{8,}={0,2}$/gi,
  // Signature Version 4: Authorization headers and presigned URLs.
  /\b(AWS4-HMAC-SHA256\s+Credential=)[^\s,"]+/g,
  /([?&]X-Amz-(?:Security-Token|Signature|Credential)=)[^&\s"'<>\\]+/gi,
  /([?&](?:access_token|id_token|refresh_token|token|api_?key|sig|signature|secret|client_secret|password|passwd|pwd)=)[^&\s"'<>\\]+/gi,
  // user:password@host in URLs, and `password=…` in connection strings.
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@"']{0,100}:)[^\s/?#@"']{1,200}(?=@)/gi,
  /((?:^|[\s;,&?"'])(?:password|passwd|pwd|secret|client_secret|access_key|secret_key|sharedaccesskey|accountkey)\s*=\s*)[^\s;,&"'\\]+/gi,
  // Tokens of well-known services, by their public prefixes.
  /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{30,}|\bglpat-[\w-]{18,}|\bxox[abeoprs]-[\w-]{10,}|\b(?:sk|rk)_live_[A-Za-z0-9]{16,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g,
];

/** Whether a key names a credential: `authorization`, `http.request.header.x-api-key`, `dbPassword`, `aws.auth.account.access_key`. */
export function isSecretKey(key: string): boolean {
  const words = key
    .slice(-200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();
  return SECRET_KEY.test(words) && !HARMLESS_KEY.test(words);
}

/** Whether a value must be masked: its key names a credential and it is more than a number or flag, or its text holds one. */
export function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return false;
  if (isSecretKey(key)) return typeof value !== 'number';
  return typeof value === 'string' && maskText(value) !== value;
}

/** The text with credentials in it masked: key ids, tokens, passwords in URLs and connection strings, secret members of JSON text. */
export function maskText(text: string): string {
  let masked = maskMembers(text);
  for (const expression of SECRET_TEXTS) {
    masked = masked.replace(expression, (_, before: unknown) => (typeof before === 'string' ? before : '') + MASK);
  }
  return masked;
}

/** `"key": ` inside JSON text, also inside JSON text that is itself a string of JSON (its quotes have backslashes). */
const MEMBER = /(\\{0,15})"([\w .:-]{2,80})\1"\s*:\s*/g;
const COLON = /\s*:/y;

/** Masks the texts in values of members whose keys name a credential. By hand, because values may be longer than an expression can hold. */
function maskMembers(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  MEMBER.lastIndex = 0;
  for (let match = MEMBER.exec(text); match; match = MEMBER.exec(text)) {
    const [, slashes = '', key = ''] = match;
    if (!isSecretKey(key)) continue;
    let open = 0;
    let at = MEMBER.lastIndex;
    // One text, or all texts between the brackets of a list or object; keys stay.
    do {
      const code = text.charCodeAt(at);
      if (code === 123 || code === 91) open++;
      else if (code === 125 || code === 93) open--;
      else if (text.startsWith('"', at + slashes.length) && text.startsWith(slashes, at)) {
        const from = at + slashes.length + 1;
        const end = closingQuote(text, from, slashes);
        COLON.lastIndex = end + slashes.length + 1;
        if (end > from && !(open > 0 && COLON.test(text))) {
          parts.push(text.slice(kept, from), MASK);
          kept = end;
        }
        at = end + slashes.length;
      }
      at++;
    } while (open > 0 && at < text.length);
    MEMBER.lastIndex = Math.max(at, MEMBER.lastIndex);
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

/** Position where the closing quote, with its backslashes, of a string begins; the text's length when it is cut off. */
function closingQuote(text: string, from: number, slashes: string): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = 0;
    while (quote - before > from && text.charCodeAt(quote - before - 1) === 92) before++;
    if (before <= slashes.length || (before - slashes.length) % (2 * slashes.length + 2) === 0)
      return quote - slashes.length;
  }
  return text.length;
}
