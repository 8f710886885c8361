import { rawDocument } from '../model/rawDocument';
import { maskText } from '../model/secrets';
import type { Trace } from '../model/trace';
import { findSpan } from '../traces/spanKey';
import { breakLines, type RangedText } from './prettyJson';
import type { SegmentAddress } from './segmentUri';

/**
 * The received document of a (sub)segment and where in it the (sub)segment stands.
 * @returns undefined when the trace has no such span
 */
export function segmentText(trace: Trace, { span: key, form, reveal }: SegmentAddress): RangedText | undefined {
  const span = findSpan(trace.spans, key);
  if (span < 0) return undefined;
  const raw = rawDocument(trace, span);
  const shown = reveal ? raw : masked(raw);
  return form === 'received' ? shown : breakLines(shown);
}

/** Masked in three pieces, so that the range is still known: a (sub)segment is a whole object, no secret crosses its borders. */
function masked({ text, from, to }: RangedText): RangedText {
  const before = maskText(text.slice(0, from));
  const own = maskText(text.slice(from, to));
  return { text: before + own + maskText(text.slice(to)), from: before.length, to: before.length + own.length };
}
