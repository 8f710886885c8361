import * as vscode from 'vscode';
import { LineIndex, type FoundOnLine } from '../ids/lineIndex';
import { scanLines, type Lines } from '../ids/lineScan';

/** Documents longer than this get no links, in UTF-16 units: painting them all costs more than they are worth. A right-click works. */
const MOST_CHARACTERS = 5 * 1024 * 1024;

/** A document as the pure parts read it. */
export function linesOf(document: vscode.TextDocument): Lines {
  return { lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text };
}

/** The last part of a document's path: enough to know its log again, and says nothing of where it lies. */
export function fileName(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}

export function isTooLong(document: vscode.TextDocument): boolean {
  const end = document.lineAt(document.lineCount - 1).range.end;
  return document.offsetAt(end) > MOST_CHARACTERS;
}

/** The trace IDs of open documents: each scanned whole when first asked for, then only where it changes. */
export class DocumentIds implements vscode.Disposable {
  private readonly indices = new Map<vscode.TextDocument, LineIndex>();
  private readonly subscriptions: vscode.Disposable;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.note(document, contentChanges)),
      vscode.workspace.onDidCloseTextDocument((document) => this.indices.delete(document)),
    );
  }

  /** Every ID, in order; none for a document that is too long. */
  all(document: vscode.TextDocument): FoundOnLine[] {
    return isTooLong(document) ? [] : this.indexOf(document).all(linesOf(document));
  }

  /** Whether the document holds an ID; of a document that is too long, whether the given lines do. */
  hasAny(document: vscode.TextDocument, visible: readonly vscode.Range[]): boolean {
    const lines = linesOf(document);
    if (!isTooLong(document)) return this.indexOf(document).hasAny(lines);
    return visible.some(({ start, end }) => scanLines(lines, start.line, end.line).some((hits) => hits.length > 0));
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.indices.clear();
  }

  private indexOf(document: vscode.TextDocument): LineIndex {
    const index = this.indices.get(document) ?? new LineIndex(document.lineCount);
    this.indices.set(document, index);
    return index;
  }

  private note(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const index = this.indices.get(document);
    if (!index) return;
    for (const { range, text } of changes) index.replace(range.start.line, range.end.line, countLineBreaks(text));
  }
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
