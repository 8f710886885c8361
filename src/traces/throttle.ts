import type { EpochMilliseconds, Milliseconds } from '../model/units';

/** Runs something at once, then at most once in each pause: for many calls, first and last are never lost. */
export class Throttle {
  private timer: NodeJS.Timeout | undefined;
  private lastRun: EpochMilliseconds | undefined;

  constructor(
    private readonly run: () => void,
    private readonly pause: Milliseconds,
    private readonly now: () => EpochMilliseconds,
  ) {}

  call(): void {
    if (this.timer !== undefined) return;
    const since = this.lastRun === undefined ? this.pause : this.now() - this.lastRun;
    // A clock that was set back must not hold events up for hours.
    if (since >= this.pause || since < 0) this.fire();
    else this.timer = setTimeout(() => this.fire(), this.pause - since);
  }

  /** Forgets what is waiting. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private fire(): void {
    this.timer = undefined;
    this.lastRun = this.now();
    this.run();
  }
}
