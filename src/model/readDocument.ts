import { eachEnvelopeSpan, kindOf, whyNone } from './documentKind';
import { parseDocument, type JsonMap } from './json';
import { readSegment, type SegmentDocument } from './readSegment';
import { readSpanRecord, type SpanRecord } from './readSpanRecord';
import type { SpanRows } from './spanRows';
import { Mark } from './trace';

/**
 * Reads one received document into rows: at least one, so that every document is reachable.
 * Its spans are numbered in document order; what `rawDocument` and `spanDetails` find by that number they find in the same order.
 */
export function readDocument(rows: SpanRows, text: string, document: number): void {
  const parsed = parseDocument(text);
  if (!parsed.ok) return addUnreadable(rows, document, 0, parsed.why);
  const { value } = parsed;
  if (!Array.isArray(value)) {
    readItem(rows, value, document, 0);
    return;
  }
  if (value.length === 0) return addUnreadable(rows, document, 0, 'an empty list');
  let ordinal = 0;
  for (const item of value) ordinal = readItem(rows, item, document, ordinal);
}

/** @returns the ordinal after the last one used */
function readItem(rows: SpanRows, item: unknown, document: number, ordinal: number): number {
  const first = rows.count;
  const kind = kindOf(item);
  if (kind === 'segment') {
    const segment = item as SegmentDocument;
    const next = readSegment(rows, segment, document, ordinal);
    rows.nameTrace(first, segment.trace_id);
    return next;
  }
  if (kind === 'spanRecord') {
    const span = item as SpanRecord;
    readSpanRecord(rows, span, span.resource, document, ordinal);
    rows.nameTrace(first, span.traceId);
    return ordinal + 1;
  }
  if (kind === 'envelope') {
    let next = ordinal;
    eachEnvelopeSpan(item as JsonMap, ({ span, resource }) => {
      const row = readSpanRecord(rows, span, resource, document, next++);
      rows.nameTrace(row, span['traceId']);
    });
    if (next > ordinal) return next;
  }
  addUnreadable(rows, document, ordinal, kind === 'none' ? whyNone(item) : 'an OpenTelemetry envelope without spans');
  return ordinal + 1;
}

/** A row for what could not be read; its name says why. */
function addUnreadable(rows: SpanRows, document: number, ordinal: number, why: string): void {
  const row = rows.add(document, ordinal, -1);
  rows.marks[row] = Mark.Unreadable;
  rows.name[row] = rows.table.number(`Unreadable: ${why}`);
}
