import type { Clock } from '../../../src/traces/source';

/** A clock whose sleeps take no time: they move it forward. Chance is always in the middle. */
export class VirtualClock implements Clock {
  readonly sleeps: number[] = [];

  constructor(
    private time: number = Date.UTC(2026, 10, 20, 12),
    private readonly onSleep: (milliseconds: number) => void = () => undefined,
  ) {}

  readonly now = (): number => this.time;
  readonly random = (): number => 0.5;
  readonly sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    this.sleeps.push(milliseconds);
    this.advance(milliseconds);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    signal.throwIfAborted();
  };

  advance(milliseconds: number): void {
    this.time += milliseconds;
    this.onSleep(milliseconds);
  }
}
