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
  /** Only requests signed for this region find the trace. Default: all do. */
  readonly region?: string;
  /** Only requests signed with this access key (another account's do not) find the trace. Default: all do. */
  readonly accessKeyId?: string;
}

/** Whom a request is signed for, as its Authorization header says. */
export interface Signer {
  readonly region: string;
  readonly accessKeyId: string;
}

/** A recorded `Traces[i]`, handed out as it is. */
export type RecordedTrace = JsonObject & { readonly Id: string };

/** Characters of a document that a retrieval can hold. Source: API model, RetrievedTrace span document. */
const LONGEST_DOCUMENT = 204_800;

/** What follows from a trace's documents. Times are epoch seconds, undefined when no document has a usable one. */
interface Contents {
  readonly documents: readonly StoredDocument[];
  /** As the API returns them. */
  readonly returned: readonly { readonly Id: string; readonly Document: string }[];
  /** Characters of all documents. */
  readonly size: number;
  readonly start: number | undefined;
  /** Latest end; the latest start when everything is in progress. */
  readonly end: number | undefined;
  readonly rootStart: number | undefined;
}

export class StoredTrace {
  indexed = true;
  limitExceeded = false;
  otelOnly = false;
  region: string | undefined;
  accessKeyId: string | undefined;
  /** Raised by every document that came, so that a summary tells that its trace has changed. */
  revision = 0;
  readonly #documents = new Map<string, StoredDocument>();
  #recorded: RecordedTrace | undefined;
  /** Worked out once per change: a page of a large trace must not cost as much as the trace. */
  #contents: Contents | undefined;

  /** The second written in the ID, which is the trace's start by default. */
  readonly second: number;

  constructor(readonly id: string) {
    this.second = Number.parseInt(id.slice(2, 10), 16);
  }

  /** Keeps a document; the complete version replaces the one in progress, whichever comes first. */
  add(document: StoredDocument): void {
    const key = document.id || `without id ${this.#documents.size}`;
    const earlier = this.#documents.get(key);
    if (earlier && earlier.end !== undefined && document.end === undefined) return;
    this.#documents.set(key, document);
    this.#contents = undefined;
    this.revision += 1;
  }

  /** Keeps a recorded answer, which is handed out instead of the documents. */
  record(recorded: RecordedTrace): void {
    this.#recorded = recorded;
    this.#contents = undefined;
  }

  get recorded(): RecordedTrace | undefined {
    return this.#recorded;
  }

  get contents(): Contents {
    this.#contents ??= this.#workOut();
    return this.#contents;
  }

  #workOut(): Contents {
    const documents = [...this.#documents.values()];
    const returned = this.#recorded
      ? objects(this.#recorded['Segments']).map(({ Id, Document }) => ({
          Id: stringOf(Id),
          Document: stringOf(Document),
        }))
      : embedSubsegments(documents);
    return {
      documents,
      returned,
      size: documents.reduce((sum, { text }) => sum + text.length, 0),
      start: smallest(documents.map(({ start }) => start)),
      end: largest(documents.flatMap(({ start, end }) => [start, end])),
      rootStart: documents.find(({ parentId, start }) => parentId === '' && start !== undefined)?.start,
    };
  }

  get documents(): readonly StoredDocument[] {
    return this.contents.documents;
  }

  get returned(): Contents['returned'] {
    return this.contents.returned;
  }

  get size(): number {
    return this.contents.size;
  }

  get start(): number | undefined {
    return this.contents.start;
  }

  get end(): number | undefined {
    return this.contents.end;
  }

  /** Earliest start to latest end, in seconds to the millisecond; what the recording says when there is one. */
  get duration(): number {
    const recorded = this.#recorded?.['Duration'];
    if (typeof recorded === 'number') return recorded;
    return toMilliseconds((this.end ?? 0) - (this.start ?? 0));
  }

  /** `Duration` of a retrieval: the root's start to the last end. */
  get retrievedDuration(): number {
    const { rootStart, start = 0, end = 0 } = this.contents;
    return toMilliseconds(end - (rootStart ?? start));
  }
}

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

const MOST_LISTINGS = 64;

/** Everything the service knows, by trace. */
export class TraceStore {
  readonly #traces = new Map<string, StoredTrace>();
  readonly #listings = new Map<string, readonly StoredTrace[]>();

  /** A listing, worked out once for all its pages: until a trace is added or changes. */
  listing(key: string, work: () => readonly StoredTrace[]): readonly StoredTrace[] {
    const listing = this.#listings.get(key) ?? work();
    this.#listings.set(key, listing);
    const [oldest] = this.#listings.keys();
    if (this.#listings.size > MOST_LISTINGS && oldest !== undefined) this.#listings.delete(oldest);
    return listing;
  }

  /** @param signer leaves out what is kept in another region or account */
  get(id: string, signer: Signer): StoredTrace | undefined {
    const trace = this.#traces.get(id);
    return trace && isKeptFor(trace, signer) ? trace : undefined;
  }

  /** All traces of the signer's region and account. */
  all(signer: Signer): StoredTrace[] {
    return [...this.#traces.values()].filter((trace) => isKeptFor(trace, signer));
  }

  /** The trace a document goes to, about to change; made when it is the first. */
  trace(id: string): StoredTrace {
    this.#listings.clear();
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
        trace.region = options.region;
        trace.accessKeyId = options.accessKeyId;
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
      trace.record(value);
      trace.indexed = options.indexed ?? true;
      trace.otelOnly = options.otelOnly ?? false;
      trace.limitExceeded = value['LimitExceeded'] === true;
      trace.region = options.region;
      trace.accessKeyId = options.accessKeyId;
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

function isKeptFor(trace: StoredTrace, { region, accessKeyId }: Signer): boolean {
  return (trace.region ?? region) === region && (trace.accessKeyId ?? accessKeyId) === accessKeyId;
}
