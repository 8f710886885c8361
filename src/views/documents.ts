import { FileSystemError, l10n, Range, Selection, Uri, window, workspace, type Disposable } from 'vscode';
import { formatRef, type TraceRef } from '../model/traceRef';
import { traceTitle } from '../model/traceTitle';
import type { Trace } from '../model/trace';
import { RECEIPT_SCHEME, SEGMENT_SCHEME } from '../startup/names';
import type { ReadOnlyFiles } from '../startup/readOnlyFiles';
import type { Searches } from '../traces/searches';
import type { HeldTrace, Traces } from '../traces/traces';
import { explain } from './explain';
import { receiptText } from './receiptText';
import { segmentText } from './segmentText';
import { searchReceiptText } from './searchReceiptText';
import {
  readReceiptQuery,
  readSearchReceiptQuery,
  readSegmentQuery,
  searchReceiptUri,
  segmentUri,
  type SegmentAddress,
} from './segmentUri';

/** Raw segment documents and receipts, as read-only documents that survive a reload; the receipt of a search then says that it is gone. */
export class TraceDocuments implements Disposable {
  private readonly subscriptions: readonly Disposable[];
  private readonly abort = new AbortController();
  /** What the open documents were last made from, by ref: progress alone changes none of them. */
  private readonly seen = new Map<string, { trace: Trace | undefined; calls: number }>();

  /** The receipts of searches that are held, by id: what they were last made from. */
  private readonly seenSearches = new Map<string, string>();

  /** @param window tells this window from those before it */
  constructor(
    private readonly traces: Traces,
    private readonly searches: Searches,
    private readonly window: string,
    private readonly segments: ReadOnlyFiles,
    private readonly receipts: ReadOnlyFiles,
  ) {
    segments.provide((uri) => this.readSegment(uri));
    receipts.provide((uri) => Promise.resolve(this.readReceipt(uri)));
    this.subscriptions = [
      traces.onDidChange((ref) => this.follow(ref)),
      searches.onDidChange((id) => this.followSearch(id)),
    ];
  }

  /** Opens the raw document of a (sub)segment and selects it there. Loads the trace if it is not held any more. */
  async showSegment(address: SegmentAddress): Promise<void> {
    const uri = Uri.from({ scheme: SEGMENT_SCHEME, ...segmentUri(address) });
    const document = await workspace.openTextDocument(uri);
    const editor = await window.showTextDocument(document, { preview: true });
    const trace = this.traces.peek(address.ref)?.trace;
    const text = trace && segmentText(trace, address);
    if (!text) return;
    const range = new Range(document.positionAt(text.from), document.positionAt(text.to));
    editor.selection = new Selection(range.start, range.start);
    editor.revealRange(range);
  }

  /** Opens the receipt of a trace. */
  async showReceipt(ref: TraceRef): Promise<void> {
    const path = `/${ref.id.replaceAll(/[^0-9a-zA-Z-]/g, '_')}/${l10n.t('receipt')}.txt`;
    const uri = Uri.from({ scheme: RECEIPT_SCHEME, path, query: JSON.stringify({ ref: formatRef(ref) }) });
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  /** Opens the receipt of a search; of one that is not held any more, the receipt says that. */
  async showSearchReceipt(id: string): Promise<void> {
    const uri = Uri.from({ scheme: RECEIPT_SCHEME, ...searchReceiptUri(id, this.window, l10n.t('receipt')) });
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.abort.abort();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async readSegment(uri: Uri): Promise<string> {
    const address = readSegmentQuery(uri.query);
    if (!address) throw FileSystemError.FileNotFound(l10n.t('This address names no segment document.'));
    if (!this.traces.peek(address.ref)?.trace) await this.traces.open([{ ref: address.ref }], this.abort.signal);
    const held = this.traces.peek(address.ref);
    const text = held?.trace && segmentText(held.trace, address);
    if (!text) throw FileSystemError.Unavailable(whyNot(held));
    return text.text;
  }

  private readReceipt(uri: Uri): string {
    const search = readSearchReceiptQuery(uri.query, this.window);
    if (search !== undefined) return searchReceiptText(this.searches.peek(search), Date.now(), l10n.t);
    const ref = readReceiptQuery(uri.query);
    if (!ref) throw FileSystemError.FileNotFound(l10n.t('This address names no receipt.'));
    const held = this.traces.peek(ref);
    const title = held?.trace ? `${traceTitle(held.trace)}  ${ref.id}` : ref.id;
    return receiptText(title, held?.receipts ?? [], l10n.t);
  }

  private follow(ref: TraceRef): void {
    const key = formatRef(ref);
    const held = this.traces.peek(ref);
    const calls =
      held?.receipts.reduce((sum, receipt) => sum + receipt.calls.length + (receipt.endedAt ? 1 : 0), 0) ?? 0;
    const now = { trace: held?.trace, calls };
    const before = this.seen.get(key);
    this.seen.set(key, now);
    if (before?.trace !== now.trace && now.trace) {
      this.segments.refresh((uri) => keyOf(readSegmentQuery(uri.query)?.ref) === key);
    }
    if (before?.calls !== calls) this.receipts.refresh((uri) => keyOf(readReceiptQuery(uri.query)) === key);
  }

  private followSearch(id: string): void {
    const held = this.searches.peek(id);
    const now = held ? `${held.startedAt} ${held.calls.length} ${held.state} ${held.end ? 1 : 0}` : '';
    if (this.seenSearches.get(id) === now) return;
    if (held) this.seenSearches.set(id, now);
    else this.seenSearches.delete(id);
    this.receipts.refresh((uri) => readSearchReceiptQuery(uri.query, this.window) === id);
  }
}

function keyOf(ref: TraceRef | undefined): string | undefined {
  return ref && formatRef(ref);
}

function whyNot(held: HeldTrace | undefined): string {
  if (held?.error) {
    const { title, detail } = explain(held.error, held.ref, l10n.t);
    return `${title} ${detail}`;
  }
  if (held?.trace) return l10n.t('The trace holds no such (sub)segment any more.');
  return l10n.t('The trace was not loaded.');
}
