import { kindOf } from '../model/documentKind';
import { parseTraceId, type TraceId } from '../model/traceId';
import type { TracePart } from './traceCollector';

/** A trace as BatchGetTraces (`Segments`) or ListRetrievedTraces (`Spans`) answers it, of which nothing is taken on trust. */
export interface ReceivedTrace {
  readonly Id?: string | undefined;
  readonly Duration?: number | undefined;
  readonly LimitExceeded?: boolean | undefined;
  readonly Segments?: readonly ReceivedDocument[] | undefined;
  readonly Spans?: readonly ReceivedDocument[] | undefined;
}

interface ReceivedDocument {
  readonly Id?: string | undefined;
  readonly Document?: string | undefined;
}

/** Reads one received trace. @returns undefined when it does not say whose trace it is */
export function readTrace(trace: ReceivedTrace | null | undefined): { id: TraceId; part: TracePart } | undefined {
  const id = readTraceId(trace?.Id);
  if (!trace || id === undefined) return undefined;
  const items = arrayOf(trace.Segments ?? trace.Spans);
  const milliseconds = typeof trace.Duration === 'number' ? trace.Duration * 1000 : Number.NaN;
  return {
    id,
    part: {
      documents: items.map(documentText),
      duration: Number.isFinite(milliseconds) ? milliseconds : undefined,
      limitExceeded: trace.LimitExceeded === true,
    },
  };
}

/** A received ID in X-Ray form; undefined for anything that is none. */
export function readTraceId(value: unknown): TraceId | undefined {
  return typeof value === 'string' ? parseTraceId(value) : undefined;
}

/** An element without a document is kept as it came: the model shows it, and marks it unreadable. */
function documentText(item: ReceivedDocument | null | undefined): string {
  return typeof item?.Document === 'string' ? item.Document : JSON.stringify(item ?? null);
}

/** The list, or an empty one for anything else. */
export function arrayOf<Element>(value: readonly Element[] | null | undefined): readonly Element[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a document is something the model makes spans of. Told by its content, as the model does. */
export function isReadable(document: string): boolean {
  try {
    const value: unknown = JSON.parse(document);
    return kindOf(Array.isArray(value) ? value[0] : value) !== 'none';
  } catch {
    return false; // no JSON: not readable, which is the answer
  }
}
