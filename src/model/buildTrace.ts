import { readDocument } from './readDocument';
import { assembleTrace } from './assembleTrace';
import { buildForest } from './forest';
import { SpanRows } from './spanRows';
import type { Trace, TraceInput } from './trace';
import { findVersions } from './versions';

/** Bytes of one span in segment documents as services write them; only the first guess of the columns' size. */
const BYTES_PER_SPAN = 300;

/**
 * Builds one trace from received documents: segment documents, span records, OTLP envelopes, or lists of them, in any mixture
 * and order. Never throws on data: what cannot be read becomes a row marked `Unreadable`; what is odd is kept, marked and named in
 * `problems`. Linear in the size of the documents, iterative throughout, parses each document once and keeps nothing of what
 * it parsed.
 */
export function buildTrace(input: TraceInput): Trace {
  const { documents } = input;
  let bytes = 0;
  for (const text of documents) bytes += text.length;
  const rows = new SpanRows(documents.length, Math.ceil(bytes / BYTES_PER_SPAN));
  for (let document = 0; document < documents.length; document++) {
    rows.firstRow[document] = rows.count;
    readDocument(rows, documents[document]!, document);
  }
  rows.firstRow[documents.length] = rows.count;
  rows.dropImplausible();
  const versions = findVersions(rows, documents);
  const forest = buildForest(rows, versions, documents);
  return assembleTrace(input, rows, versions, forest);
}
