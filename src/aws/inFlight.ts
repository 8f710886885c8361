/** The service's read limits are not published; four at once is what careful clients start with. */
export const MOST_IN_FLIGHT = 4;

/**
 * Successes for each call that may run, before one more may: slow, so that a service that takes two at once is not asked for three
 * all the time, and a call is not the unlucky one in all its attempts.
 */
export const RECOVERY = 8;

/**
 * Lets a few calls run at once, in the order they came. Throttling halves the number; a row of successes adds one back.
 */
export class InFlight {
  private allowed: number;
  private running = 0;
  private successes = 0;
  private started = 0;
  private lastHalving = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly most: number = MOST_IN_FLIGHT) {
    this.allowed = most;
  }

  /** How many calls may run at once now. */
  get limit(): number {
    return this.allowed;
  }

  /**
   * Runs the task when its turn comes.
   * @param task told its ticket, to give back with `throttled`
   * @param isReturning a further try of a call that had its turn: goes before those that had none
   * @throws the signal's reason when it aborts while waiting
   */
  async run<Value>(task: (ticket: number) => Promise<Value>, signal: AbortSignal, isReturning = false): Promise<Value> {
    await this.turn(signal, isReturning);
    this.started += 1;
    try {
      return await task(this.started);
    } finally {
      this.running -= 1;
      this.admit();
    }
  }

  /** A call was throttled. Calls that were under way when the number was last halved do not halve it again. */
  throttled(ticket: number): void {
    this.successes = 0;
    if (ticket <= this.lastHalving) return;
    this.allowed = Math.max(1, Math.floor(this.allowed / 2));
    this.lastHalving = this.started;
  }

  succeeded(): void {
    this.successes += 1;
    if (this.successes < this.allowed * RECOVERY || this.allowed >= this.most) return;
    this.successes = 0;
    this.allowed += 1;
    this.admit();
  }

  private turn(signal: AbortSignal, isReturning: boolean): Promise<void> {
    signal.throwIfAborted();
    if (this.running < this.allowed && this.queue.length === 0) {
      this.running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.queue.splice(this.queue.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      if (isReturning) this.queue.unshift(enter);
      else this.queue.push(enter);
    });
  }

  private admit(): void {
    while (this.running < this.allowed) {
      const enter = this.queue.shift();
      if (!enter) return;
      this.running += 1;
      enter();
    }
  }
}
