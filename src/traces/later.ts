import type { Milliseconds } from '../model/units';
import type { Disposable } from './emitter';

/** Node keeps no timer longer than this. */
const LONGEST: Milliseconds = 2 ** 31 - 1;

/** Runs something once after a time, unless disposed before. */
export function later(pause: Milliseconds, run: () => void): Disposable {
  const timer = setTimeout(run, Math.min(pause, LONGEST));
  return { dispose: () => clearTimeout(timer) };
}
