import { DocumentLink, l10n, Range, type DocumentLinkProvider, type TextDocument } from 'vscode';
import type { FoundOnLine } from '../ids/lineIndex';
import { recordTime, toOpenArgument } from '../ids/resolve';
import { fileName, linesOf, type DocumentIds } from './documentIds';
import { serviceOf } from '../ids/serviceName';
import { openTraceUri } from './openCommand';

/** A link that knows its ID; the target is made when it is needed, as reading times for every ID of a log would be waste. */
class TraceIdLink extends DocumentLink {
  constructor(
    readonly document: TextDocument,
    readonly found: FoundOnLine,
  ) {
    super(new Range(found.line, found.start, found.line, found.end));
    this.tooltip = l10n.t('Open X-Ray Trace');
  }
}

/** Makes every trace ID in every document a link. */
export class TraceDocumentLinks implements DocumentLinkProvider<TraceIdLink> {
  constructor(private readonly ids: DocumentIds) {}

  provideDocumentLinks(document: TextDocument): TraceIdLink[] {
    return this.ids.all(document).map((found) => new TraceIdLink(document, found));
  }

  resolveDocumentLink(link: TraceIdLink): TraceIdLink {
    const { document, found } = link;
    // The document may have become shorter since; the ID stays what it was.
    const isThere = found.line < document.lineCount;
    const around = isThere ? recordTime(linesOf(document), found.line, found.start, found.end) : undefined;
    const service = isThere ? serviceOf(document.lineAt(found.line).text, found.start, found.end) : undefined;
    link.target = openTraceUri(toOpenArgument(found, around, { file: fileName(document), service }));
    return link;
  }
}
