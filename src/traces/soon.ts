import type { Milliseconds } from '../model/units';

/** Runs something once for many calls: a while after the first of them. */
export class Soon {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly run: () => void,
    private readonly pause: Milliseconds,
  ) {}

  call(): void {
    this.timer ??= setTimeout(() => this.flush(), this.pause);
  }

  /** Runs now what is waiting, if anything is. */
  flush(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.run();
  }

  /** Forgets what is waiting. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
