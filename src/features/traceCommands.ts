import { env, l10n, window, type LogOutputChannel } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import { spanDetails } from '../model/spanDetails';
import { parseTraceId } from '../model/traceId';
import type { TimelinePanels } from '../panels/timelinePanels';
import { RECEIPT_SCHEME, SEGMENT_SCHEME } from '../startup/names';
import { findSpan, hexOfKey } from '../traces/spanKey';
import type { Traces } from '../traces/traces';
import type { Watches } from '../traces/watches';
import { NEXT_STEPS, type NextStepId } from '../views/stepLabels';
import type { OpenedTraces } from '../views/openedTraces';
import type { TraceDocuments } from '../views/documents';
import { readReceiptQuery, readSegmentQuery } from '../views/segmentUri';
import type { TracesView } from '../views/tracesView';
import type { Commands } from './commands';
import type { NextSteps } from './nextSteps';
import { nodesOf, refsOf, targetOf, type Target } from './target';
import type { TraceOpener } from './traceOpener';
import { actOnWatch } from './watchCommands';

export interface TraceCommandParts {
  readonly commands: Commands;
  readonly opener: TraceOpener;
  readonly traces: Traces;
  readonly panels: TimelinePanels;
  readonly opened: OpenedTraces;
  readonly documents: TraceDocuments;
  readonly view: TracesView;
  readonly steps: NextSteps;
  readonly log: LogOutputChannel;
  readonly watches: Watches;
}

/** Commands on a trace or span: of the tree's rows, the page's native menus, the timeline in front. */
export function registerTraceCommands(parts: TraceCommandParts): void {
  const { commands, opener, traces, panels, opened, documents, view, steps, log } = parts;
  const onTarget = (id: string, run: (target: Target) => unknown): void =>
    commands.register(id, (value) => {
      const target = targetOf(value, panels);
      return target ? run(target) : sayNoTrace();
    });

  commands.register('xrayTraces.showInTimeline', (value) => showNode(value, panels, true));
  commands.register('xrayTraces.openSpan', (value) => showNode(value, panels, false));
  onTarget('xrayTraces.copyTraceId', ({ ref }) => env.clipboard.writeText(ref.id));
  onTarget('xrayTraces.copySpanId', async ({ span }) => {
    const hex = span === undefined ? '' : hexOfKey(span);
    if (hex) await env.clipboard.writeText(hex);
    else void window.showInformationMessage(l10n.t('Select a segment with an ID first.'));
  });
  onTarget('xrayTraces.openRawDocument', ({ ref, span }) => showRaw(ref, span, traces, documents));
  onTarget('xrayTraces.revealInTree', ({ ref, span }) => view.reveal(ref, span, { focus: true }));
  onTarget('xrayTraces.openReceipt', ({ ref }) => documents.showReceipt(ref));
  onTarget('xrayTraces.cancelLoad', ({ ref }) => traces.cancel(ref));
  commands.register('xrayTraces.refresh', async (...values) => {
    const refs = [...refsOf(values, panels), ...refOfDocument()].slice(0, Math.max(1, refsOf(values, panels).length));
    if (refs.length === 0) return sayNoTrace();
    await opener.reload(refs, { fresh: true });
  });
  commands.register('xrayTraces.removeTrace', (...values) => {
    for (const node of nodesOf(values)) {
      if (node.kind === 'group') opened.removeGroup(node.group.id);
      else if (node.kind === 'trace') opened.remove(node.opened.ref, node.group?.id);
    }
  });
  commands.register('xrayTraces.clear', () => opened.clear());
  commands.register('xrayTraces.keepOpen', () => panels.keepActive());
  commands.register('xrayTraces.showMore', (value) => {
    const [node] = nodesOf([value]);
    if (node?.kind === 'more') view.tree.showMore(node);
  });
  commands.register('xrayTraces.takeStep', async (value) => {
    const [node] = nodesOf([value]);
    if (node?.kind === 'note') await steps.take(node.step as NextStepId, { ref: node.owner.opened.ref });
  });
  commands.register('xrayTraces.showLog', () => log.show());
  registerDocumentCommands(commands, documents);
}

/** On a raw document: show it as it came, show what is masked. */
function registerDocumentCommands(commands: Commands, documents: TraceDocuments): void {
  const change = (id: string, changes: { readonly form?: 'received' | 'lines'; readonly reveal?: boolean }): void =>
    commands.register(id, async () => {
      const uri = window.activeTextEditor?.document.uri;
      const address = uri?.scheme === SEGMENT_SCHEME ? readSegmentQuery(uri.query) : undefined;
      if (address) await documents.showSegment({ ...address, ...changes });
    });
  change('xrayTraces.showAsReceived', { form: 'received' });
  change('xrayTraces.showInLines', { form: 'lines' });
  change('xrayTraces.revealSecrets', { reveal: true });
  change('xrayTraces.maskSecrets', { reveal: false });
}

/** What the page asks for with `act`, besides next steps. `span` is a span key, `link` the number of one of the span's links. */
export async function actForPage(
  parts: TraceCommandParts,
  ref: TraceRef,
  action: string,
  span: string | undefined,
  link: number | undefined,
): Promise<void> {
  const { opener, traces, documents, steps } = parts;
  switch (action) {
    case 'openReceipt':
      return documents.showReceipt(ref);
    case 'openRaw':
      return showRaw(ref, span, traces, documents);
    case 'copyTraceId':
      return env.clipboard.writeText(ref.id);
    case 'copySpanId':
      return env.clipboard.writeText(hexOfKey(span ?? ''));
    case 'refresh':
      return opener.reload([ref], { fresh: true });
    case 'explainLimit':
      return explainLimit();
    case 'watchTrace':
    case 'stopWatching':
      return actOnWatch(action, ref, parts);
    case 'openLinkedTrace':
      return openLinked(parts, ref, span, link);
    default:
      if (!STEPS.has(action)) throw new TypeError(`the page asked for an unknown action: ${action.slice(0, 40)}`);
      return steps.take(action as NextStepId, { ref });
  }
}

const STEPS: ReadonlySet<string> = new Set<NextStepId>(NEXT_STEPS);

function showNode(value: unknown, panels: TimelinePanels, preview: boolean): void {
  const [node] = nodesOf([value]);
  const target = targetOf(value, panels);
  if (!node || !target) return;
  const select = target.span === undefined ? undefined : hexOfKey(target.span);
  panels.show(target.ref, { preview, select, preserveFocus: preview });
}

async function showRaw(
  ref: TraceRef,
  span: string | undefined,
  traces: Traces,
  documents: TraceDocuments,
): Promise<void> {
  const trace = traces.peek(ref)?.trace;
  // Without a selection: the first root's document.
  const key = span ?? (trace && trace.spans.count > 0 ? trace.spans.id[0] : undefined);
  if (key === undefined) return sayNoTrace();
  await documents.showSegment({ ref, span: key, form: 'lines', reveal: false });
}

async function openLinked(
  { traces, opener }: TraceCommandParts,
  ref: TraceRef,
  key: string | undefined,
  number: number | undefined,
): Promise<void> {
  const trace = traces.peek(ref)?.trace;
  const span = trace && key !== undefined ? findSpan(trace.spans, key) : -1;
  if (!trace || span < 0) return;
  const links = spanDetails(trace, span, { reveal: false }).links;
  const link = links[number ?? 0];
  const id = link && parseTraceId(link.traceId);
  if (!id) return;
  const spanId = /^[0-9a-f]{16}$/i.test(link.spanId) ? { segmentId: link.spanId.toLowerCase() } : {};
  await opener.open([{ id, around: trace.start, ...spanId }]);
}

function explainLimit(): void {
  void window.showInformationMessage(
    l10n.t(
      'X-Ray keeps a trace up to about 500 KB of segment documents. Segments that came after that are not stored: subsegments, annotations and whole services can be missing, and times and counts are those of what was kept. Where Transaction Search is on, the complete spans are in CloudWatch Logs.',
    ),
  );
}

function refOfDocument(): TraceRef[] {
  const uri = window.activeTextEditor?.document.uri;
  if (uri?.scheme === SEGMENT_SCHEME) return [readSegmentQuery(uri.query)?.ref].filter((ref) => ref !== undefined);
  if (uri?.scheme === RECEIPT_SCHEME) return [readReceiptQuery(uri.query)].filter((ref) => ref !== undefined);
  return [];
}

function sayNoTrace(): void {
  void window.showInformationMessage(l10n.t('Open a trace first, or select one in the sidebar.'));
}
