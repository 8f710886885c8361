import { largest, objects, readDocuments, smallest, stringOf, type StoredDocument } from './document';
import { embedSubsegments } from './embed';
import { isObject, type JsonObject } from './wire';

export interface PutOptions {
  /** true: BatchGetTraces and GetTraceSummaries find it; false: only a retrieval does. Default true. */
  readonly indexed?: boolean;
  /** X-Ray kept only part of the trace. */
  readonly limitExceeded?: boolean;
  /** Retrievals hand out the documents for `TraceFormat: OTEL` only; for XRAY they hold `{}`. */
  readonly otelOnly?: boolean;
}

/** A recorded `Traces[i]`, handed out as it is. */
export type RecordedTrace = JsonObject & { readonly Id: string };

/** Characters of a document that a retrieval can hold. Source: API model, RetrievedTrace span document. */
const LONGEST_DOCUMENT = 204_800;

export class StoredTrace {
  indexed = true;
  limitExceeded = false;
  otelOnly = false;
  recorded: RecordedTrace | undefined;
  readonly #documents = new Map<string, StoredDocument>();
  #returned: { Id: string; Document: string }[] | undefined;

  constructor(readonly id: string) {}

  /** Keeps a document; the complete version replaces the one in progress, whichever comes first. */
  add(document: StoredDocument): void {
    const key = document.id || `without id ${this.#documents.size}`;
    const earlier = this.#documents.get(key);
    if (earlier && earlier.end !== undefined && document.end === undefined) return;
    this.#documents.set(key, document);
    this.#returned = undefined;
  }

  get documents(): readonly StoredDocument[] {
    return [...this.#documents.values()];
  }

  /** Characters of all documents. */
  get size(): number {
    return this.documents.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** The documents as the API returns them. */
  get returned(): readonly { Id: string; Document: string }[] {
    if (this.recorded) {
      return objects(this.recorded['Segments']).map((segment) => ({
        Id: stringOf(segment['Id']),
        Document: stringOf(segment['Document']),
      }));
    }
    this.#returned ??= embedSubsegments(this.documents);
    return this.#returned;
  }

  /** Epoch seconds; undefined when no document has a usable one. */
  get start(): number | undefined {
    return smallest(this.documents.map(({ start }) => start));
  }

  /** Latest end; the latest start when everything is in progress. */
  get end(): number | undefined {
    return largest(this.documents.flatMap(({ start, end }) => [start, end]));
  }

  /** Earliest start to latest end, in seconds to the millisecond; what the recording says when there is one. */
  get duration(): number {
    const recorded = this.recorded?.['Duration'];
    if (typeof recorded === 'number') return recorded;
    return toMilliseconds((this.end ?? 0) - (this.start ?? 0));
  }

  /** `Duration` of a retrieval: the root's start to the last end. */
  get retrievedDuration(): number {
    const root = this.documents.find(({ parentId, start }) => parentId === '' && start !== undefined);
    return toMilliseconds((this.end ?? 0) - (root?.start ?? this.start ?? 0));
  }
}

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Everything the service knows, by trace. */
export class TraceStore {
  readonly #traces = new Map<string, StoredTrace>();

  get(id: string): StoredTrace | undefined {
    return this.#traces.get(id);
  }

  all(): StoredTrace[] {
    return [...this.#traces.values()];
  }

  /** The trace a document goes to; made when it is the first. */
  trace(id: string): StoredTrace {
    const trace = this.#traces.get(id) ?? new StoredTrace(id);
    this.#traces.set(id, trace);
    return trace;
  }

  /** Stores documents. Throws DocumentError for what names no trace, RangeError for what is longer than any store keeps. */
  put(texts: readonly string[], options: PutOptions = {}): void {
    for (const text of texts) {
      if (text.length > LONGEST_DOCUMENT) throw new RangeError(`document of ${text.length} characters`);
      for (const document of readDocuments(text)) {
        const trace = this.trace(document.traceId);
        trace.add(document);
        trace.indexed = options.indexed ?? true;
        trace.limitExceeded ||= options.limitExceeded ?? false;
        trace.otelOnly = options.otelOnly ?? false;
      }
    }
  }

  /**
   * Stores recorded answers: a BatchGetTraces output, its `Traces`, or one `Traces[i]`. They are handed out unchanged;
   * documents that can be read also serve searches and retrievals. Throws TypeError when nothing in it has an `Id`.
   */
  replay(recorded: unknown, options: PutOptions = {}): void {
    const list = isObject(recorded) && 'Traces' in recorded ? recorded['Traces'] : recorded;
    const traces = (Array.isArray(list) ? list : [list]).filter((value): value is RecordedTrace => {
      return isObject(value) && typeof value['Id'] === 'string';
    });
    if (traces.length === 0) throw new TypeError('nothing to replay: no trace with an Id');
    for (const value of traces) {
      const trace = this.trace(value.Id);
      trace.recorded = value;
      trace.indexed = options.indexed ?? true;
      trace.otelOnly = options.otelOnly ?? false;
      trace.limitExceeded = value['LimitExceeded'] === true;
      for (const { Document } of trace.returned) {
        try {
          for (const document of readDocuments(Document)) trace.add(document);
        } catch {
          // A recording may hold anything; what cannot be read is still handed out, it just has no times to search by.
        }
      }
    }
  }
}
