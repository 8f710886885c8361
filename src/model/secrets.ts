import { maskAssignments } from './maskAssignments';
import { maskMembers } from './maskMembers';
import { isSecretKey, MASK } from './secretKeys';

/**
 * The one rule table for values that look like credentials. Masked in views and copies until the user asks to see them.
 * Trace ids, span ids, ARNs, account ids, request ids and hashes are no secrets. Keys: `secretKeys.ts`; `key=value` in texts: `maskAssignments.ts`.
 */

/**
 * Texts that are credentials whatever their key: what such a text holds for certain, found fast, and the text. Each expression is linear; group 1,
 * where there is one, is kept in front of the mask.
 */
const SECRET_TEXTS: readonly (readonly [sign: RegExp, text: RegExp])[] = [
  // Access key ids: IAM reference, "Unique identifiers". Long-term, temporary, and the bearer-token kinds.
  [/A(?:KI|SI|BI|CC)A/, /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g],
  // JSON web tokens: header and payload begin with '{"' in base64.
  [/eyJ/, /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?/g],
  // "Bearer of bad news" is no token: tokens are long and hold a digit.
  [/bearer\s/i, /\b(Bearer\s+)(?=[^\s"]{0,400}\d)[\w+/=.~-]{12,}/gi],
  // "Basic authentication" is none: what is encoded holds a digit, padding, or a capital after a small letter.
  [/basic\s/i, /\b((?:Basic|basic|BASIC)\s+)(?=[A-Za-z+/]{0,400}(?:[\d=]|[a-z][A-Z]))[A-Za-z0-9+/]{8,}={0,2}/g],
  // Signature Version 4: Authorization headers and presigned URLs.
  [/AWS4-/, /\b(AWS4-HMAC-SHA256\s+Credential=)[^\s,"]+/g],
  [/[?&]X-Amz-/i, /([?&]X-Amz-(?:Security-Token|Signature|Credential)=)[^&\s"'<>\\]+/gi],
  [
    /[?&]\w+=/,
    /([?&](?:access_token|id_token|refresh_token|token|api_?key|sig|signature|secret|client_secret|password|passwd|pwd)=)[^&\s"'<>\\]+/gi,
  ],
  // user:password@host in URLs.
  [/@/, /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@"']{0,100}:)[^\s/?#@"']{1,200}(?=@)/gi],
  // Tokens of well-known services, by their public prefixes.
  [
    /gh[opsur]_|github_|glpat-|xox|_live_/,
    /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}\b|\bgithub_pat_\w{30,}|\bglpat-[\w-]{18,}|\bxox[abeoprs]-[\w-]{10,}|\b(?:sk|rk)_live_[A-Za-z0-9]{16,}/g,
  ],
  [/-----BEGIN/, /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g],
];

/** Whether a value must be masked: its key names a credential and it is more than a number or flag, or its text holds one. */
export function isSecret(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return false;
  if (isSecretKey(key)) return typeof value !== 'number';
  return typeof value === 'string' && maskText(value) !== value;
}

/** What every rule needs somewhere in its text: most names and paths have none of it, and are passed over at once. */
const SUSPECT =
  /[="@]|:(?!\/\/)|A(?:KIA|SIA|BIA|CCA)|eyJ|Bearer\s|Basic\s|gh[opsur]_|github_pat_|glpat-|xox[abeoprs]-|k_live_|-----BEGIN/i;

/**
 * The text with credentials in it masked: key ids, tokens, passwords in URLs, values of headers, environments and connection strings, secret members
 * of JSON text. Linear in the text's length.
 */
export function maskText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let masked = maskAssignments(maskMembers(text));
  for (const [sign, expression] of SECRET_TEXTS) {
    if (!sign.test(masked)) continue;
    masked = masked.replace(expression, (_, before: unknown) => (typeof before === 'string' ? before : '') + MASK);
  }
  return masked;
}
