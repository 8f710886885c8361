import { Mark } from './trace';
import type { StringIndex } from './units';
import { TimeReader } from './timeReader';
import { normalTraceId } from './traceId';

/** Strings by number; 0 is the empty one. Equal strings share a number. */
export class StringTable {
  readonly strings: string[] = [''];
  private readonly numbers = new Map<string, StringIndex>([['', 0]]);

  number(text: string): StringIndex {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const next = this.strings.length;
    this.strings.push(text);
    this.numbers.set(text, next);
    return next;
  }
}

/**
 * Everything read from the documents, one row per (sub)segment or span in document order, before anything is linked or sorted.
 * Columns, because a million objects would cost more than parsing them. Rows of one document are consecutive.
 */
export class SpanRows {
  count = 0;
  readonly times = new TimeReader();
  readonly table = new StringTable();
  readonly id: string[] = [];
  /** `parent_id` of a row that is not nested in its parent; '' where there is none. */
  readonly parentId: string[] = [];
  /** Row whose document this one is nested in, or -1. */
  nestedIn: Int32Array;
  document: Int32Array;
  ordinal: Int32Array;
  /** Nanoseconds since `times.base`; NaN where missing. */
  start: Float64Array;
  end: Float64Array;
  marks: Uint32Array;
  status: Uint8Array;
  httpStatus: Uint16Array;
  retries: Uint16Array;
  name: Uint32Array;
  service: Uint32Array;
  origin: Uint32Array;
  method: Uint32Array;
  url: Uint32Array;
  operation: Uint32Array;
  resource: Uint32Array;
  /** First row of each document; one entry more than documents. */
  readonly firstRow: Int32Array;
  /** The trace each row's segment or span names, by its number in `table`; 0 when it names none. */
  trace: Uint32Array;
  /** How many segments and span records name each trace. */
  readonly traceCounts = new Map<StringIndex, number>();
  private capacity: number;
  private readonly derived = new Map<string, StringIndex>();
  private lastTraceText = '';
  private lastTrace: StringIndex = 0;

  constructor(documents: number, capacity: number) {
    this.capacity = Math.max(capacity, 16);
    this.firstRow = new Int32Array(documents + 1);
    this.nestedIn = new Int32Array(this.capacity);
    this.document = new Int32Array(this.capacity);
    this.ordinal = new Int32Array(this.capacity);
    this.start = new Float64Array(this.capacity);
    this.end = new Float64Array(this.capacity);
    this.marks = new Uint32Array(this.capacity);
    this.status = new Uint8Array(this.capacity);
    this.httpStatus = new Uint16Array(this.capacity);
    this.retries = new Uint16Array(this.capacity);
    this.name = new Uint32Array(this.capacity);
    this.service = new Uint32Array(this.capacity);
    this.origin = new Uint32Array(this.capacity);
    this.method = new Uint32Array(this.capacity);
    this.url = new Uint32Array(this.capacity);
    this.operation = new Uint32Array(this.capacity);
    this.resource = new Uint32Array(this.capacity);
    this.trace = new Uint32Array(this.capacity);
  }

  /** Number of the text `derive` makes of `text`; statements and URLs repeat, so each is looked at once. */
  memo(text: string, derive: (text: string) => string): StringIndex {
    const known = this.derived.get(text);
    if (known !== undefined) return known;
    const number = this.table.number(derive(text));
    this.derived.set(text, number);
    return number;
  }

  /** Adds an empty row. @returns its number */
  add(document: number, ordinal: number, nestedIn: number): number {
    const row = this.count++;
    if (row === this.capacity) this.grow();
    this.document[row] = document;
    this.ordinal[row] = ordinal;
    this.nestedIn[row] = nestedIn;
    this.start[row] = Number.NaN;
    this.end[row] = Number.NaN;
    this.id.push('');
    this.parentId.push('');
    return row;
  }

  /** Sets start and end of a row, and the marks that say how they were read. Zero, NaN and the like count as missing. */
  setTimes(row: number, start: number, startMarks: number, end: number, endMarks: number): void {
    this.start[row] = start;
    this.end[row] = end;
    this.marks[row]! |= startMarks | (endMarks & ~HIDDEN_START_IMPLAUSIBLE);
    if (endMarks & HIDDEN_START_IMPLAUSIBLE) this.marks[row]! |= HIDDEN_END_IMPLAUSIBLE;
  }

  /** Marks of the time just read, for `setTimes`. */
  timeMarks(): number {
    const { times } = this;
    return (
      (times.repaired ? Mark.TimeRepaired : 0) |
      (times.wrongType ? Mark.WrongType : 0) |
      (times.implausible ? HIDDEN_START_IMPLAUSIBLE : 0)
    );
  }

  /** Notes which trace the rows from `first` on name: the segment's or span's own `trace_id` or `traceId`. */
  nameTrace(first: number, named: unknown): void {
    if (typeof named !== 'string') {
      if (named !== undefined && named !== null) this.marks[first]! |= Mark.WrongType;
      return;
    }
    if (named === '') return;
    if (named !== this.lastTraceText) {
      this.lastTraceText = named;
      this.lastTrace = this.table.number(normalTraceId(named));
    }
    this.trace.fill(this.lastTrace, first, this.count);
    this.traceCounts.set(this.lastTrace, (this.traceCounts.get(this.lastTrace) ?? 0) + 1);
  }

  /** Forgets times outside 2000…2100 where the trace has others: one clock at 1970 would make every bar invisible. */
  dropImplausible(): void {
    if (!this.times.anyPlausible || !this.times.anyImplausible) return;
    for (let row = 0; row < this.count; row++) {
      const marks = this.marks[row]!;
      if (marks & HIDDEN_START_IMPLAUSIBLE) this.start[row] = Number.NaN;
      if (marks & HIDDEN_END_IMPLAUSIBLE) this.end[row] = Number.NaN;
    }
  }

  private grow(): void {
    const bigger = this.capacity * 2;
    this.nestedIn = copy(this.nestedIn, new Int32Array(bigger));
    this.document = copy(this.document, new Int32Array(bigger));
    this.ordinal = copy(this.ordinal, new Int32Array(bigger));
    this.start = copy(this.start, new Float64Array(bigger));
    this.end = copy(this.end, new Float64Array(bigger));
    this.marks = copy(this.marks, new Uint32Array(bigger));
    this.status = copy(this.status, new Uint8Array(bigger));
    this.httpStatus = copy(this.httpStatus, new Uint16Array(bigger));
    this.retries = copy(this.retries, new Uint16Array(bigger));
    this.name = copy(this.name, new Uint32Array(bigger));
    this.service = copy(this.service, new Uint32Array(bigger));
    this.origin = copy(this.origin, new Uint32Array(bigger));
    this.method = copy(this.method, new Uint32Array(bigger));
    this.url = copy(this.url, new Uint32Array(bigger));
    this.operation = copy(this.operation, new Uint32Array(bigger));
    this.resource = copy(this.resource, new Uint32Array(bigger));
    this.trace = copy(this.trace, new Uint32Array(bigger));
    this.capacity = bigger;
  }
}

function copy<A extends Int32Array | Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Bits used while building only; `HIDDEN` is cleared before anyone sees them. */
const HIDDEN_START_IMPLAUSIBLE = 1 << 30;
const HIDDEN_END_IMPLAUSIBLE = 1 << 29;
export const HIDDEN = HIDDEN_START_IMPLAUSIBLE | HIDDEN_END_IMPLAUSIBLE;
