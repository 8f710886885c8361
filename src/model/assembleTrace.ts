import { HIDDEN, type SpanRows } from './spanRows';
import type { Forest } from './forest';
import { findProblems } from './problems';
import { Mark, Status, type Place, type SpanColumns, type Trace, type TraceCounts, type TraceInput } from './trace';
import { normalTraceId } from './traceId';
import type { SpanIndex, StringIndex } from './units';
import { compareTexts, type Versions } from './versions';

/** Rows still hold nanoseconds; the model speaks milliseconds. Dividing once rounds once: 22 ms stays 22. */
const NANOS = 1e6;
/** Times of segment documents are good to a microsecond: less is no reason to call a child outside its parent. */
const SLACK = 1000;

/** Puts rows into their final order and works out everything that needs the whole trace. */
export function assembleTrace(input: TraceInput, rows: SpanRows, versions: Versions, forest: Forest): Trace {
  const { order, depth } = forest;
  const count = order.length;
  const id = traceIdOf(input, rows);
  const range = timeRange(rows, order);
  const columns = newColumns(count, depth, rows.table.strings);
  const documentOf = new Int32Array(count);
  const ordinalOf = new Int32Array(count);
  const spanOf = new Int32Array(rows.count).fill(-1);
  const ownTrace = id === '' ? 0 : rows.table.number(id);

  for (let span = 0; span < count; span++) {
    const row = order[span]!;
    spanOf[row] = span;
    documentOf[span] = rows.document[row]!;
    ordinalOf[span] = rows.ordinal[row]!;
    const above = forest.parent[row]!;
    const parent = above < 0 ? -1 : spanOf[above]!;
    columns.parent[span] = parent;
    columns.ids[span] = rows.id[row]!;
    placeInTime(rows, columns, row, span, range);
    const trace = rows.trace[row]!;
    if (trace !== 0 && trace !== ownTrace) columns.marks[span]! |= Mark.OtherTrace;
    inheritService(rows, columns, row, span, parent);
    columns.httpStatus[span] = rows.httpStatus[row]!;
    columns.retries[span] = rows.retries[row]!;
    columns.name[span] = rows.name[row]!;
    columns.method[span] = rows.method[row]!;
    columns.url[span] = rows.url[row]!;
    columns.operation[span] = rows.operation[row]!;
    columns.resource[span] = rows.resource[row]!;
    const status = rows.status[row]!;
    columns.status[span] = status === Status.Ok && columns.marks[span]! & Mark.InProgress ? Status.Pending : status;
  }
  fillFromBelow(columns);
  for (let span = 0; span < count; span++) {
    columns.start[span]! /= NANOS;
    columns.duration[span]! /= NANOS;
    columns.self[span] = Math.max(0, columns.self[span]!) / NANOS;
  }
  const { ids, ...typed } = columns;
  const spans: SpanColumns = { ...typed, id: ids };
  const limitExceeded = input.limitExceeded === true;
  return {
    id,
    start: count === 0 || Number.isNaN(range.from) ? 0 : rows.times.base * 1000 + range.from / NANOS,
    duration: Math.max(0, range.to - range.from) / NANOS || 0,
    reportedDuration: input.reportedDuration,
    limitExceeded,
    spans,
    depth: levels(depth),
    services: servicesByStart(spans),
    counts: countSpans(spans),
    problems: findProblems(spans, limitExceeded),
    documents: input.documents,
    documentOf,
    ordinalOf,
    replaced: replacedVersions(rows, versions, spanOf),
    bytes: estimateBytes(input.documents, spans),
  };
}

interface Columns extends Omit<SpanColumns, 'id'> {
  readonly ids: string[];
}

function newColumns(count: number, depth: Uint32Array, strings: readonly string[]): Columns {
  return {
    count,
    ids: Array<string>(count),
    parent: new Int32Array(count),
    depth,
    end: new Uint32Array(count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    self: new Float64Array(count),
    status: new Uint8Array(count),
    below: new Uint8Array(count),
    marks: new Uint32Array(count),
    httpStatus: new Uint16Array(count),
    retries: new Uint16Array(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    origin: new Uint32Array(count),
    method: new Uint32Array(count),
    url: new Uint32Array(count),
    operation: new Uint32Array(count),
    resource: new Uint32Array(count),
    strings,
  };
}

/** As the source names it, else the trace most documents name; of equals the smaller text, so that their order does not matter. */
function traceIdOf(input: TraceInput, rows: SpanRows): string {
  if (input.id !== undefined && input.id !== '') return normalTraceId(input.id);
  let best = '';
  let most = 0;
  for (const [trace, times] of rows.traceCounts) {
    const text = rows.table.strings[trace]!;
    if (times > most || (times === most && compareTexts(text, best) < 0)) {
      best = text;
      most = times;
    }
  }
  return best;
}

/** Nanoseconds since `times.base`; both NaN when no row has a time. */
interface TimeRange {
  readonly from: number;
  readonly to: number;
}

function timeRange(rows: SpanRows, order: Int32Array): TimeRange {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let span = 0; span < order.length; span++) {
    const row = order[span]!;
    const start = rows.start[row]!;
    const end = rows.end[row]!;
    if (start < from) from = start;
    if (start > to) to = start;
    if (end > to) to = end;
  }
  if (from === Number.POSITIVE_INFINITY) {
    // Ends without starts still say when it was.
    for (const row of order) if (rows.end[row]! < from) from = rows.end[row]!;
  }
  return from === Number.POSITIVE_INFINITY ? { from: Number.NaN, to: Number.NaN } : { from, to };
}

/** Start and duration in nanoseconds since the trace's start, and the marks that go with them. */
function placeInTime(rows: SpanRows, columns: Columns, row: number, span: SpanIndex, range: TimeRange): void {
  let marks = rows.marks[row]! & ~HIDDEN;
  const known = rows.start[row]!;
  const end = rows.end[row]!;
  const start = Number.isNaN(known) ? range.from : known;
  let length = 0;
  if (marks & Mark.InProgress) length = range.to - start;
  else if (Number.isNaN(end)) marks |= marks & Mark.Unreadable ? 0 : Mark.EndMissing;
  else if (end < start) marks |= marks & Mark.StartMissing ? 0 : Mark.EndBeforeStart;
  else length = end - start;
  if (marks & Mark.Unreadable) marks &= ~Mark.StartMissing;

  const parent = columns.parent[span]!;
  if (parent >= 0 && !(marks & Mark.StartMissing)) {
    const above = columns.marks[parent]!;
    const parentStart = columns.start[parent]! + range.from;
    const parentEnd = parentStart + columns.duration[parent]!;
    const startsBefore = !(above & Mark.StartMissing) && start < parentStart - SLACK;
    const hasEnd = !(above & (Mark.EndMissing | Mark.EndBeforeStart | Mark.InProgress));
    if (startsBefore || (hasEnd && start + length > parentEnd + SLACK)) marks |= Mark.OutsideParent;
  }
  columns.marks[span] = marks;
  columns.start[span] = start - range.from || 0;
  columns.duration[span] = length || 0;
}

/** A segment names its service; what is below belongs to it. Spans of OpenTelemetry name theirs, and are segments where it changes. */
function inheritService(rows: SpanRows, columns: Columns, row: number, span: SpanIndex, parent: SpanIndex): void {
  const { service, origin, marks } = columns;
  const own = rows.service[row]!;
  const isSpan = (marks[span]! & Mark.OpenTelemetry) !== 0;
  if (isSpan && (parent < 0 || (own !== 0 && own !== service[parent]))) marks[span]! |= Mark.Segment;
  service[span] = own !== 0 || parent < 0 ? own : service[parent]!;
  const inherits = parent >= 0 && !(marks[span]! & Mark.Segment);
  origin[span] = rows.origin[row]! || (inherits ? origin[parent]! : 0);
}

/** Subtree ends, worst status below, and the time no child covers: each a walk over the pre-order. */
function fillFromBelow(columns: Columns): void {
  const { count, parent, end, below, status, start, duration, self, marks } = columns;
  for (let span = count - 1; span >= 0; span--) {
    if (end[span] === 0) end[span] = span + 1;
    const above = parent[span]!;
    if (above < 0) continue;
    if (end[above] === 0) end[above] = end[span]!;
    const worst = below[span]! > status[span]! ? below[span]! : status[span]!;
    if (worst > below[above]!) below[above] = worst;
  }
  // `covered` is where the children met so far of each span end; siblings come by start, so one pass joins them.
  const covered = Float64Array.from(start);
  self.set(duration);
  for (let span = 0; span < count; span++) {
    const above = parent[span]!;
    if (above < 0 || marks[span]! & Mark.Inferred) continue;
    const from = Math.max(start[span]!, covered[above]!);
    const to = Math.min(start[span]! + duration[span]!, start[above]! + duration[above]!);
    if (to <= from) continue;
    self[above]! -= to - from;
    covered[above] = to;
  }
}

function levels(depth: Uint32Array): number {
  let deepest = -1;
  for (let span = 0; span < depth.length; span++) if (depth[span]! > deepest) deepest = depth[span]!;
  return deepest + 1;
}

function servicesByStart(spans: SpanColumns): StringIndex[] {
  const firstStart = new Map<StringIndex, number>();
  for (let span = 0; span < spans.count; span++) {
    const service = spans.service[span]!;
    if (service === 0) continue;
    const start = spans.start[span]!;
    const known = firstStart.get(service);
    if (known === undefined || start < known) firstStart.set(service, start);
  }
  return [...firstStart].toSorted((a, b) => a[1] - b[1]).map(([service]) => service);
}

function countSpans(spans: SpanColumns): TraceCounts {
  const byStatus = [0, 0, 0, 0, 0];
  let [segments, inProgress, parentMissing, exceptions] = [0, 0, 0, 0];
  for (let span = 0; span < spans.count; span++) {
    const marks = spans.marks[span]!;
    byStatus[spans.status[span]!]!++;
    if (marks & Mark.Segment) segments++;
    if (marks & Mark.InProgress) inProgress++;
    if (marks & Mark.ParentMissing) parentMissing++;
    if (marks & Mark.HasException) exceptions++;
  }
  return {
    segments,
    faults: byStatus[Status.Fault]!,
    errors: byStatus[Status.Error]!,
    throttles: byStatus[Status.Throttle]!,
    inProgress,
    parentMissing,
    exceptions,
  };
}

function replacedVersions(rows: SpanRows, { keptFor }: Versions, spanOf: Int32Array): Map<SpanIndex, Place[]> {
  const replaced = new Map<SpanIndex, Place[]>();
  if (keptFor === undefined) return replaced;
  for (let row = 0; row < rows.count; row++) {
    const kept = keptFor[row]!;
    if (kept === row) continue;
    const span = spanOf[kept]!;
    const place: Place = { document: rows.document[row]!, ordinal: rows.ordinal[row]! };
    const places = replaced.get(span);
    if (places) places.push(place);
    else replaced.set(span, [place]);
  }
  return replaced;
}

/** Bytes per span in columns and id strings, and the memory a text takes: one byte per character is the common case. */
function estimateBytes(documents: readonly string[], spans: SpanColumns): number {
  let bytes = spans.count * 120;
  for (const text of documents) bytes += text.length;
  for (const text of spans.strings) bytes += text.length + 24;
  return bytes;
}
