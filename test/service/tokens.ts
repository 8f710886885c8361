import { createHash, randomBytes } from 'node:crypto';
import { invalidRequest, type JsonObject } from './wire';

/** Pagination tokens: random text that means something to this service only. */
export class Tokens {
  readonly #issued = new Map<string, { readonly scope: string; readonly position: number }>();

  /** A new token for the page of the same request that begins at `position`. */
  issue(operation: string, input: JsonObject, position: number): string {
    const token = randomBytes(30).toString('base64url');
    this.#issued.set(token, { scope: scopeOf(operation, input), position });
    return token;
  }

  /**
   * Where the page asked for begins; 0 without a token. An unknown token is refused with InvalidRequestException.
   * Assumed: so is a token of another request (other IDs, other range).
   */
  position(operation: string, input: JsonObject): number {
    const token = input['NextToken'] ?? undefined;
    if (token === undefined) return 0;
    const issued = typeof token === 'string' ? this.#issued.get(token) : undefined;
    if (issued?.scope !== scopeOf(operation, input)) throw invalidRequest('The NextToken is invalid');
    return issued.position;
  }
}

function scopeOf(operation: string, input: JsonObject): string {
  const rest = Object.entries(input)
    .filter(([member]) => member !== 'NextToken')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([operation, rest]))
    .digest('hex');
}
