import { Disposable, workspace, type Range, type TextDocument, type TextDocumentContentChangeEvent } from 'vscode';
import { LineIndex, type FoundOnLine } from '../ids/lineIndex';
import { scanLines, type Lines } from '../ids/lineScan';

/** Documents longer than this get no links, in UTF-16 units: painting them all costs more than they are worth. A right-click works. */
const MOST_CHARACTERS = 5 * 1024 * 1024;

/** A document as the pure parts read it. */
export function linesOf(document: TextDocument): Lines {
  return { lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text };
}

/** The last part of a document's path: enough to know its log again, and says nothing of where it lies. */
export function fileName(document: TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}

export function isTooLong(document: TextDocument): boolean {
  const end = document.lineAt(document.lineCount - 1).range.end;
  return document.offsetAt(end) > MOST_CHARACTERS;
}

/** The trace IDs of open documents: each scanned whole when first asked for, then only where it changes. */
export class DocumentIds implements Disposable {
  private readonly indices = new Map<TextDocument, LineIndex>();
  private readonly subscriptions: Disposable;

  constructor() {
    this.subscriptions = Disposable.from(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.note(document, contentChanges)),
      workspace.onDidCloseTextDocument((document) => this.indices.delete(document)),
    );
  }

  /** Every ID, in order; none for a document that is too long. */
  all(document: TextDocument): FoundOnLine[] {
    return isTooLong(document) ? [] : this.indexOf(document).all(linesOf(document));
  }

  /** Whether the document holds an ID; of a document that is too long, whether the given lines do. */
  hasAny(document: TextDocument, visible: readonly Range[]): boolean {
    const lines = linesOf(document);
    if (!isTooLong(document)) return this.indexOf(document).hasAny(lines);
    return visible.some(({ start, end }) => scanLines(lines, start.line, end.line).some((hits) => hits.length > 0));
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.indices.clear();
  }

  private indexOf(document: TextDocument): LineIndex {
    const index = this.indices.get(document) ?? new LineIndex(document.lineCount);
    this.indices.set(document, index);
    return index;
  }

  private note(document: TextDocument, changes: readonly TextDocumentContentChangeEvent[]): void {
    const index = this.indices.get(document);
    if (!index) return;
    for (const { range, text } of changes) index.replace(range.start.line, range.end.line, countLineBreaks(text));
  }
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
