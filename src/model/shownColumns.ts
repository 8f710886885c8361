import { maskText } from './secrets';
import type { SpanColumns } from './trace';

/** A trace is shown in several places, and sent again whenever its tab comes back: its texts are read once. */
const shownOf = new WeakMap<SpanColumns, SpanColumns>();

/**
 * The columns as views may show them: secrets in names, URLs and the like masked. The model keeps what was received.
 * @returns the columns themselves where there is nothing to mask
 */
export function shownColumns(spans: SpanColumns): SpanColumns {
  let shown = shownOf.get(spans);
  if (!shown) {
    const strings = spans.strings.map(maskText);
    shown = strings.some((text, index) => text !== spans.strings[index]) ? { ...spans, strings } : spans;
    shownOf.set(spans, shown);
  }
  return shown;
}
