import type { ServiceOptions } from './options';

/** Refuses what comes too fast or too much at once, as `rateLimit` of the options says: a bucket that fills over time. */
export class RateLimit {
  private running = 0;
  private available: number | undefined;
  private filledAt = 0;

  /**
   * Begins a call.
   * @param now epoch milliseconds of the service's clock
   * @returns ends the call; undefined when there are too many, and this one is to be throttled
   */
  enter(
    { perSecond = Infinity, burst = perSecond, inFlight = Infinity }: Limits,
    now: number,
  ): (() => void) | undefined {
    const filled = (this.available ?? burst) + ((now - this.filledAt) / 1000) * perSecond;
    this.available = perSecond === Infinity ? undefined : Math.min(burst, filled);
    this.filledAt = now;
    if (this.running >= inFlight || (this.available ?? 1) < 1) return undefined;
    if (this.available !== undefined) this.available -= 1;
    this.running += 1;
    return () => {
      this.running -= 1;
    };
  }
}

type Limits = NonNullable<ServiceOptions['rateLimit']>;
