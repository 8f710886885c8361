import { Status } from '../src/model/trace';
import { LineKind, type LineIndex, type Outline } from './outline/outline';

/**
 * The next line that failed itself (error, throttle or fault), going round. Lines that gather others are passed over: their members
 * have lines of their own; those of hidden services have not.
 * @param from -1 starts before the first (or after the last, going back)
 * @param status only this one
 * @returns -1 when nothing failed
 */
export function nextFailure(outline: Outline, from: LineIndex, step: 1 | -1, status?: Status): LineIndex {
  const { count } = outline;
  const start = from < 0 && step < 0 ? count : from;
  for (let distance = 1; distance <= count; distance++) {
    const line = (((start + step * distance) % count) + count) % count;
    const kind = outline.kind[line]!;
    if (kind !== LineKind.Span && kind !== LineKind.Hidden) continue;
    const own = outline.status[line]!;
    if (status === undefined ? own >= Status.Error : own === status) return line;
  }
  return -1;
}
