import { TraceError } from '../traces/traceError';

/** Most pages of one listing. A trace holds 100 spans per page and 10,000 spans at most, a retrieval 100 traces. */
const MAX_PAGES = 10_000;
/** Consecutive pages without anything new. Searches pass over empty stretches, so this is generous; a minute at 50 ms each. */
const MAX_IDLE_PAGES = 1000;

/** Watches one listing's tokens, so that a service that never stops paging cannot keep us for ever. */
export class PageGuard {
  private readonly seen = new Set<string>();
  private pages = 0;
  private idle = 0;

  constructor(
    private readonly operation: string,
    private readonly maxPages: number = MAX_PAGES,
    private readonly maxIdle: number = MAX_IDLE_PAGES,
  ) {}

  /**
   * The token to ask the next page with.
   * @param token the answer's NextToken
   * @param isNews the page held something not seen before
   * @returns undefined when this was the last page
   * @throws TraceError `endlessPaging` when the token came before, or too many pages did
   */
  next(token: string | undefined, isNews: boolean): string | undefined {
    this.pages += 1;
    this.idle = isNews ? 0 : this.idle + 1;
    if (!token) return undefined;
    if (this.seen.has(token) || this.pages >= this.maxPages || this.idle >= this.maxIdle) {
      throw new TraceError('endlessPaging', { operation: this.operation, pages: this.pages });
    }
    this.seen.add(token);
    return token;
  }
}
