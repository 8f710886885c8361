import type { SpanColumns } from './trace';
import { Status } from './trace';
import type { SpanIndex } from './units';

/** What a row's shape says: the span's own failure, else the worst below it, faintly. */
export function shownStatus(spans: SpanColumns, span: SpanIndex): { status: Status; isInherited: boolean } {
  const own = spans.status[span] as Status;
  const below = spans.below[span] as Status;
  const isInherited = own < Status.Error && below >= Status.Error;
  return { status: isInherited ? below : own, isInherited };
}
