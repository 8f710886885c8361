import type { CauseDetails, ExceptionDetails, StackFrame } from './details';
import { mapsIn } from './documentKind';
import type { FactOptions } from './facts';
import { findSpan } from './findSpan';
import { isMap, type JsonMap } from './json';
import { rangesOf } from './rawDocument';
import { shownText } from './shownText';
import type { SpanRange } from './spanRanges';
import type { Trace } from './trace';
import type { SpanIndex } from './units';

const MOST_EXCEPTIONS = 100;
const MOST_FRAMES = 1000;
/** References followed from span to span. */
const MOST_HOPS = 20;
/** Places where an exception's id stands, looked at before giving up. */
const MOST_PLACES = 50;
/** Exceptions looked for in other spans. */
const MOST_LOOKUPS = 10;
const LONGEST_ID = 64;

/** `cause` of one span: what it says, and the exceptions, its own and those it refers to. */
export interface Causes {
  readonly cause: CauseDetails;
  readonly exceptions: readonly ExceptionDetails[];
}

/**
 * Reads `cause` in all its shapes: an object with exceptions; an object with the `id` of the (sub)segment that first met the error (the SDK for Node
 * writes this); a text that is the id of an exception recorded elsewhere; an object with a `message`, alone or beside the others; an empty object.
 * What is recorded at other spans is fetched from there.
 */
export function causeOf(trace: Trace, span: SpanIndex, cause: unknown, options: FactOptions): Causes {
  const exceptions = exceptionsOf(trace, span, cause, options);
  const id = isMap(cause) ? cause['id'] : cause;
  const reference = typeof id === 'string' ? id : '';
  const referred = reference === '' ? undefined : spanOfReference(trace, span, reference);
  const chain = new Chain(trace, span, exceptions, options);
  if (referred !== undefined) chain.follow(referred);
  chain.complete();
  return {
    cause: {
      message: isMap(cause) ? shownText(cause['message'], options) : '',
      reference: shownText(reference, options),
      span: referred,
      workingDirectory: isMap(cause) ? shownText(cause['working_directory'], options) : '',
    },
    exceptions: chain.exceptions,
  };
}

/** The span a cause names: by its own id, or by that of an exception it holds. */
function spanOfReference(trace: Trace, span: SpanIndex, reference: string): SpanIndex | undefined {
  const named = trace.spans.id.indexOf(reference.toLowerCase());
  if (named >= 0) return named;
  const holder = holderOf(trace, reference);
  return holder === span ? undefined : holder;
}

/** Exceptions of a span, completed by those recorded at others. */
class Chain {
  readonly exceptions: ExceptionDetails[];
  private readonly seen: Set<SpanIndex>;

  constructor(
    private readonly trace: Trace,
    span: SpanIndex,
    own: readonly ExceptionDetails[],
    private readonly options: FactOptions,
  ) {
    this.exceptions = [...own];
    this.seen = new Set([span]);
  }

  /** Takes in the exceptions of a span; where it refers to another one, of that one. */
  follow(first: SpanIndex): void {
    let span: SpanIndex | undefined = first;
    while (span !== undefined && !this.seen.has(span) && this.seen.size <= MOST_HOPS) {
      this.seen.add(span);
      const cause = causeAt(this.trace, span);
      for (const exception of exceptionsOf(this.trace, span, cause, this.options)) {
        if (this.exceptions.length < MOST_EXCEPTIONS) this.exceptions.push({ ...exception, recordedAt: span });
      }
      const id = isMap(cause) ? cause['id'] : cause;
      span = typeof id === 'string' && id !== '' ? spanOfReference(this.trace, span, id) : undefined;
    }
  }

  /** Fetches what exceptions name as their cause and is not among them. */
  complete(): void {
    let lookups = 0;
    for (let at = 0; at < this.exceptions.length && lookups < MOST_LOOKUPS; at++) {
      const { causedBy } = this.exceptions[at]!;
      if (causedBy === '' || this.exceptions.some(({ id }) => id === causedBy)) continue;
      lookups++;
      const holder = holderOf(this.trace, causedBy);
      if (holder !== undefined) this.follow(holder);
    }
  }
}

function causeAt(trace: Trace, span: SpanIndex): unknown {
  const found = findSpan(trace, trace.documentOf[span] ?? -1, trace.ordinalOf[span] ?? 0);
  return found.kind === 'segment' ? found.document['cause'] : undefined;
}

/** The span whose `cause` holds an exception of this id. The id is looked up as text, so that only what holds it is parsed. */
function holderOf(trace: Trace, exceptionId: string): SpanIndex | undefined {
  if (exceptionId.length > LONGEST_ID) return undefined;
  const token = JSON.stringify(exceptionId);
  let places = 0;
  for (const [document, text] of trace.documents.entries()) {
    for (let at = text.indexOf(token); at >= 0 && places < MOST_PLACES; at = text.indexOf(token, at + token.length)) {
      places++;
      const ordinal = ordinalAt(rangesOf(trace, document)?.ranges ?? [], at);
      const span = spanAt(trace, document, ordinal);
      if (span === undefined) continue;
      const cause = causeAt(trace, span);
      if (isMap(cause) && mapsIn(cause['exceptions']).some(({ id }) => id === exceptionId)) return span;
    }
  }
  return undefined;
}

/** The innermost span around a position; -1 = none. Ranges are in pre-order. */
function ordinalAt(ranges: readonly SpanRange[], at: number): number {
  return ranges.findLastIndex(({ from, to }) => from <= at && at < to);
}

function spanAt(trace: Trace, document: number, ordinal: number): SpanIndex | undefined {
  const span = trace.documentOf.findIndex((own, index) => own === document && trace.ordinalOf[index] === ordinal);
  return span < 0 ? undefined : span;
}

function exceptionsOf(trace: Trace, span: SpanIndex, cause: unknown, options: FactOptions): ExceptionDetails[] {
  if (!isMap(cause)) return [];
  const exceptions = mapsIn(cause['exceptions']).slice(0, MOST_EXCEPTIONS);
  if (exceptions.length === 0) return [];
  const sdk = sdkOf(trace, span);
  return exceptions.map((exception) => {
    const frames = mapsIn(exception['stack'])
      .slice(0, MOST_FRAMES)
      .map((frame) => frameOf(frame, options));
    return {
      id: shownText(exception['id'], options),
      type: shownText(exception['type'], options),
      message: shownText(exception['message'], options),
      remote: exception['remote'] === true,
      truncated: count(exception['truncated']),
      skipped: count(exception['skipped']),
      causedBy: shownText(exception['cause'], options),
      frames,
      outermostFirst: isOutermostFirst(sdk, frames),
      recordedAt: undefined,
    };
  });
}

function frameOf(frame: JsonMap, options: FactOptions): StackFrame {
  const line = Number(frame['line'] ?? Number.NaN);
  return {
    path: shownText(frame['path'], options),
    line: Number.isInteger(line) && line >= 0 ? line : undefined,
    label: shownText(frame['label'], options),
  };
}

/** What wrote a span, by the segment around it: `X-Ray for Node.js`, `opentelemetry for python`; '' where it does not say. */
function sdkOf(trace: Trace, span: SpanIndex): string {
  const { spans, documentOf, ordinalOf } = trace;
  const document = documentOf[span] ?? -1;
  let segment = span;
  for (let parent = span; parent >= 0 && documentOf[parent] === document; parent = spans.parent[parent]!)
    segment = parent;
  const found = findSpan(trace, document, ordinalOf[segment] ?? 0);
  const aws = found.kind === 'segment' ? found.document['aws'] : undefined;
  const xray = isMap(aws) ? aws['xray'] : undefined;
  const sdk = isMap(xray) ? xray['sdk'] : undefined;
  return typeof sdk === 'string' ? sdk : '';
}

/**
 * Whether the outermost frame comes first. Only the X-Ray SDK for Python writes it so (`traceback.extract_stack`); the OpenTelemetry exporter turns
 * Python's stacks round. Where no SDK is named (Lambda's own runtime), Python is told by its files.
 */
function isOutermostFirst(sdk: string, frames: readonly StackFrame[]): boolean {
  if (/opentelemetry/i.test(sdk)) return false;
  if (sdk !== '') return /python/i.test(sdk);
  return frames.some(({ path }) => /\.pyw?$/.test(path));
}

function count(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isInteger(number) && number > 0 ? number : 0;
}
