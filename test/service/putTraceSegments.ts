import type { Context, Operation } from './context';
import { DocumentError, readDocuments, secondsOf, stringOf, type StoredDocument } from './document';
import { invalidRequest, requiredStrings, type JsonObject } from './wire';

/** Source: X-Ray guide, segment documents. */
const LONGEST_SEGMENT_BYTES = 64 * 1024;
/** Nominal quota of a trace document; the real one moves between 100 and 500 KB. Beyond it the trace is cut and says so. */
const LARGEST_TRACE = 500 * 1024;

/** PutTraceSegments: always 200; what was refused is listed with its code. */
export const putTraceSegments: Operation = (input, context) => {
  const texts = requiredStrings(input, 'TraceSegmentDocuments');
  if (texts.includes('')) throw invalidRequest('TraceSegmentDocuments: every document has at least 1 character');
  return { UnprocessedTraceSegments: texts.flatMap((text) => put(text, context)) };
};

function put(text: string, { store }: Context): JsonObject[] {
  try {
    if (/^T1[SU]/.test(text)) {
      // AWS takes OTLP protobuf here, sent by ADOT in Lambda. This service does not decode it, and says so rather than lose it.
      throw new DocumentError('InvalidSegment', '', 'T1S and T1U documents are not decoded by this service');
    }
    if (Buffer.byteLength(text) > LONGEST_SEGMENT_BYTES) {
      // Assumed: the code for an oversized segment.
      throw new DocumentError('InvalidSegment', '', 'The segment document is larger than 64 KB');
    }
    for (const document of readDocuments(text)) {
      check(document);
      const trace = store.trace(document.traceId);
      if (trace.size + document.text.length > LARGEST_TRACE) trace.limitExceeded = true;
      else trace.add(document);
    }
    return [];
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return [{ Id: error.id, ErrorCode: error.code, Message: error.message }];
  }
}

/** The rules of the segment document schema. Source: X-Ray guide. */
function check({ kind, id, value, parentId }: StoredDocument): void {
  const refuse = (message: string): never => {
    throw new DocumentError('InvalidSegment', id, message);
  };
  if (kind === 'span' || kind === 'envelope') refuse('Not a segment document');
  if (!/^[0-9a-f]{16}$/.test(id)) refuse('id must be 16 hexadecimal digits');
  const name = stringOf(value['name']);
  if (name === '' || name.length > 200) refuse('name must have 1 to 200 characters');
  if (secondsOf(value['start_time']) === undefined) refuse('start_time must be a number of epoch seconds');
  const isOpen = value['in_progress'] === true;
  if (isOpen === (value['end_time'] !== undefined)) refuse('exactly one of end_time and in_progress is required');
  if (!isOpen && secondsOf(value['end_time']) === undefined) refuse('end_time must be a number of epoch seconds');
  if (kind === 'subsegment' && parentId === '') refuse('a subsegment document needs a parent_id');
}
