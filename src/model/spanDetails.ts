import type { SpanDetails } from './details';
import type { FactOptions } from './facts';
import { findSpan } from './findSpan';
import { maskJson } from './maskJson';
import { rangesOf, rawDocument } from './rawDocument';
import { problemsOf } from './problems';
import { maskText } from './secrets';
import { segmentDetails } from './segmentDetails';
import { shownText } from './shownText';
import { spanRecordDetails } from './spanRecordDetails';
import { Mark, type Trace } from './trace';
import type { SpanIndex } from './units';

/** Characters of raw JSON shown in the pane. */
const RAW_SHOWN = 64 * 1024;

/** What one document says beyond what columns hold; filled by the reader of its kind. */
export type DocumentDetails = Pick<
  SpanDetails,
  | 'overview'
  | 'resources'
  | 'annotations'
  | 'metadata'
  | 'exceptions'
  | 'cause'
  | 'sql'
  | 'http'
  | 'links'
  | 'logGroups'
>;

const NOTHING: DocumentDetails = {
  overview: [],
  resources: [],
  annotations: [],
  metadata: { json: '', isCut: false, secret: false, count: 0 },
  exceptions: [],
  cause: { message: '', reference: '', span: undefined, workingDirectory: '' },
  sql: [],
  http: [],
  links: [],
  logGroups: [],
};

/**
 * Everything the detail pane shows of one span, read anew from its own part of its document. Plain JSON, bounded whatever the document holds
 * unless `whole`; never throws on data. Values that look like credentials are masked unless `reveal`.
 */
export function spanDetails(trace: Trace, span: SpanIndex, options: FactOptions): SpanDetails {
  const { spans } = trace;
  const marks = spans.marks[span] ?? 0;
  const found = findSpan(trace, trace.documentOf[span] ?? -1, trace.ordinalOf[span] ?? 0);
  const details =
    found.kind === 'segment'
      ? segmentDetails(trace, span, found, options)
      : found.kind === 'span'
        ? spanRecordDetails(found, options)
        : NOTHING;
  const start = marks & (Mark.StartMissing | Mark.Unreadable) ? undefined : trace.start + (spans.start[span] ?? 0);
  const hasEnd = start !== undefined && !(marks & (Mark.EndMissing | Mark.EndBeforeStart | Mark.InProgress));
  const parent = spans.parent[span] ?? -1;
  const raw = rawDocument(trace, span);
  const shown = options.whole ? raw.to : Math.min(raw.to, raw.from + RAW_SHOWN);
  const rawText = raw.text.slice(raw.from, shown);
  // Pieces, texts with comments and what is no document at all are masked as plain text.
  const isJson = found.kind !== 'none' && rangesOf(trace, trace.documentOf[span] ?? -1)?.text === raw.text;
  return {
    span,
    id: spans.id[span] ?? '',
    parentId: parent >= 0 ? (spans.id[parent] ?? '') : namedParent(found),
    name: shownText(spans.strings[spans.name[span] ?? 0], options),
    start,
    end: hasEnd ? start + (spans.duration[span] ?? 0) : undefined,
    ...details,
    versions: 1 + (trace.replaced.get(span)?.length ?? 0),
    problems: problemsOf(spans, span),
    raw: options.reveal ? rawText : shown === raw.to && isJson ? maskJson(rawText).text : maskText(rawText),
    rawIsCut: shown < raw.to,
  };
}

/** The parent a root's document names although it never arrived. */
function namedParent(found: ReturnType<typeof findSpan>): string {
  if (found.kind === 'none') return '';
  const named = found.document[found.kind === 'segment' ? 'parent_id' : 'parentSpanId'];
  return typeof named === 'string' ? named.toLowerCase() : '';
}
