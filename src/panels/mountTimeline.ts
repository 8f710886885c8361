import { env, l10n, Uri, type Webview } from 'vscode';
import { errorPlace } from '../model/errorPlace';
import { findInDocuments } from '../model/findInDocuments';
import { spanDetails } from '../model/spanDetails';
import type { Trace } from '../model/trace';
import { traceTitle } from '../model/traceTitle';
import { formatRef, type TraceRef } from '../model/traceRef';
import type { SpanIndex } from '../model/units';
import { Channel } from '../protocol/channel';
import {
  INTENT_VERSION,
  type Answer,
  type Ask,
  type HostMessage,
  type Intent,
  type PageAction,
  type PageMessage,
} from '../protocol/messages';
import { checkWire } from '../protocol/wireCheck';
import { sameRef } from '../traces/sameRef';
import { spanKey } from '../traces/spanKey';
import type { Disposable } from '../traces/emitter';
import type { HeldTrace, LoadOptions, Traces } from '../traces/traces';
import type { Watches } from '../traces/watches';
import { explain, type Explanation } from '../views/explain';
import { progressText } from '../views/progressText';
import { receiptLine } from '../views/receiptText';
import { originOf } from '../views/traceWords';
import { watchOffer } from '../views/watchText';
import { pageHtml } from './pageHtml';
import { localisedPageStrings } from './pageStrings';
import { wireTrace } from './wireTrace';

/** What a mount needs of the editor around it. */
export interface TimelineHost {
  readonly extensionUri: Uri;
  readonly traces: Traces;
  /** Checks every message sent: in development and tests. */
  readonly checksMessages: boolean;
  /** A next step or an action of the page. `span` is the span's key in its trace, `link` the number of one of its links. */
  readonly act: (ref: TraceRef, action: string, span: string | undefined, link: number | undefined) => void;
  readonly watches: Pick<Watches, 'peek' | 'isRunning' | 'onDidChange'>;
  /** 12 digits where the credentials of a profile know it. */
  readonly accountOf: (profile: string) => string | undefined;
  /** Something broke in the page: a script error, a refused policy. */
  readonly trouble: (text: string) => void;
}

interface TimelineEvents {
  readonly onTitle: (title: string) => void;
  readonly onSelect: (spanId: string) => void;
}

/** A timeline in a webview. */
export interface TimelineMount extends Disposable {
  readonly ref: TraceRef;
  /** Name of the trace's root, its ID until that is known. */
  readonly title: string;
  /** Id of the span selected last, by hand or by `select`; undefined before any was. */
  readonly selected: string | undefined;
  select(spanId: string): void;
  run(action: PageAction, about?: { readonly build: number; readonly span: SpanIndex }): void;
  /** Loads anew. Closing the panel ends the load unless somebody else waits for it too. */
  load(options: LoadOptions): void;
  /** Key of a span the page named by its index in a build; undefined when that build is gone. */
  spanOf(build: number, span: SpanIndex): string | undefined;
}

/**
 * Shows one trace in a webview, from the first message to the last: answers the page, follows `Traces`, loads what is missing.
 * The page is made anew whenever its tab comes back; it then asks the host, which asks AWS only for what it no longer holds.
 */
export function mountTimeline(
  webview: Webview,
  ref: TraceRef,
  host: TimelineHost,
  events: TimelineEvents,
  load: LoadOptions = {},
): TimelineMount {
  return new Mount(webview, ref, host, events, load);
}

class Mount implements TimelineMount {
  selected: string | undefined;
  private readonly channel: Channel<HostMessage, PageMessage>;
  private readonly abort = new AbortController();
  private readonly subscriptions: Disposable[];
  private isReady = false;
  private build = 0;
  private shown: Trace | undefined;
  private sent: HeldTrace['trace'] | undefined;
  private toSelect: string | undefined;

  constructor(
    webview: Webview,
    readonly ref: TraceRef,
    private readonly host: TimelineHost,
    private readonly events: TimelineEvents,
    load: LoadOptions,
  ) {
    webview.options = {
      enableScripts: true,
      localResourceRoots: [
        Uri.joinPath(host.extensionUri, 'dist', 'webview'),
        Uri.joinPath(host.extensionUri, 'media'),
      ],
    };
    this.channel = new Channel<HostMessage, PageMessage>(
      {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a VS Code webview has no origins
        post: (message) => void webview.postMessage(message), // false while hidden: the page asks again when it is back
        listen: (listener) => webview.onDidReceiveMessage(listener),
      },
      (message) => this.receive(message),
      host.checksMessages ? checkWire : undefined,
    );
    this.subscriptions = [
      this.channel,
      host.traces.pin(ref),
      host.traces.onDidChange((changed) => {
        if (sameRef(changed, ref)) this.show();
      }),
      host.watches.onDidChange((changed) => {
        if (sameRef(changed, ref)) this.showWatch();
      }),
    ];
    webview.html = pageHtml(webview, host.extensionUri);
    const held = this.held;
    if (!held?.trace && !held?.error && !held?.cancelled) this.load(load);
  }

  get title(): string {
    const trace = this.held?.trace;
    return (trace && traceTitle(trace)) || this.ref.id;
  }

  select(spanId: string): void {
    this.selected = spanId;
    this.toSelect = spanId;
    this.sendSelection();
  }

  run(action: PageAction, about?: { readonly build: number; readonly span: SpanIndex }): void {
    this.channel.send({ kind: 'run', action, ...(about && { about }) });
  }

  spanOf(build: number, span: SpanIndex): string | undefined {
    if (build !== this.build || !this.shown) return undefined;
    return isSpanOf(this.shown, span) ? spanKey(this.shown.spans, span) : undefined;
  }

  load(options: LoadOptions): void {
    this.host.traces.open([{ ref: this.ref }], this.abort.signal, options).catch((error: unknown) => {
      if (!this.abort.signal.aborted) throw error; // closed while loading is no error
    });
  }

  dispose(): void {
    // In this order: aborting changes the trace's state, and nothing here may hear of it any more.
    for (const subscription of this.subscriptions) subscription.dispose();
    this.abort.abort();
  }

  private get held(): HeldTrace | undefined {
    return this.host.traces.peek(this.ref);
  }

  private receive(message: PageMessage): void {
    switch (message.kind) {
      case 'ready':
        return this.greet(message.intent);
      case 'selected':
        this.selected = message.spanId;
        return this.events.onSelect(message.spanId);
      case 'act': {
        const span = message.span === null ? undefined : this.spanOf(message.build, message.span);
        return this.host.act(this.ref, message.id, span, message.link);
      }
      case 'cancel':
        return this.host.traces.cancel(this.ref);
      case 'request':
        return this.answer(message.request, message.ask);
      case 'trouble':
        return this.host.trouble(message.text);
    }
  }

  private greet(intent: Intent | null): void {
    this.isReady = true;
    this.sent = undefined;
    const ref = formatRef(this.ref);
    const own = intent?.version === INTENT_VERSION && intent.ref === ref ? intent : null; // a reused panel remembers another trace
    this.selected ??= own?.selected ?? undefined;
    this.channel.send({ kind: 'init', ref, strings: localisedPageStrings(), locale: env.language, intent: own });
    this.show();
  }

  /** Tells the page what it does not know yet. */
  private show(): void {
    const held = this.held;
    this.events.onTitle(this.title);
    if (!this.isReady) return;
    const { trace } = held ?? {};
    if (held?.loading || !held) {
      if (trace && trace !== this.sent) this.sendTrace(held!, trace);
      // A watch asks quietly: its own line says so, and nothing moves.
      if (trace && this.host.watches.isRunning(this.ref)) return;
      this.channel.send({ kind: 'loading', text: progressText(held?.progress), cancellable: held?.loading ?? false });
      return;
    }
    // Also when it is the same as before: the receipt has changed, and the page stops saying that it loads.
    if (trace) this.sendTrace(held, trace);
    const explanation = this.explanationOf(held);
    if (explanation) {
      const { title, detail, next, causes } = explanation;
      const rows = causes.map((cause) => ({ title: cause.title, evidence: cause.evidence, step: cause.step }));
      this.channel.send({ kind: 'failed', title, detail, next, causes: rows });
    }
    this.showWatch();
    if (trace) this.sendSelection();
  }

  private showWatch(): void {
    if (!this.isReady || this.ref.source !== 'aws') return;
    const offer = watchOffer(this.held, this.host.watches.peek(this.ref), Date.now(), l10n.t);
    const watch = offer && {
      text: offer.text,
      isRunning: offer.isRunning,
      action: { id: offer.act, label: offer.label },
    };
    this.channel.send({ kind: 'watch', watch: watch ?? null });
  }

  private explanationOf(held: HeldTrace): Explanation | undefined {
    if (!held.error) return held.cancelled ? cancelledText(held) : undefined;
    const hint = this.host.traces.hintOf(held.ref);
    return explain(held.error, { ...held.ref, ...hint, account: this.host.accountOf(held.ref.profile) }, l10n.t);
  }

  private sendTrace(held: HeldTrace, trace: Trace): void {
    if (trace !== this.shown) this.build++;
    this.shown = trace;
    this.sent = trace;
    this.channel.send({
      kind: 'trace',
      trace: wireTrace(trace, {
        build: this.build,
        receipt: receiptLine(held.receipts.at(-1), l10n.t),
        canRetrieve: this.ref.source === 'aws',
        origin: originOf(this.ref),
      }),
    });
  }

  private sendSelection(): void {
    if (this.toSelect === undefined || !this.isReady || !this.sent) return;
    this.channel.send({ kind: 'select', spanId: this.toSelect });
    this.toSelect = undefined;
  }

  private answer(request: number, ask: Ask): void {
    try {
      const trace = this.shown;
      const value = trace && ask.build === this.build ? this.answerTo(trace, ask) : undefined;
      this.channel.send(
        value
          ? { kind: 'answer', request, ok: true, value }
          : { kind: 'answer', request, ok: false, message: l10n.t('The trace has changed since.') },
      );
    } catch (error) {
      this.host.trouble(`${ask.type}: ${errorPlace(error)}`);
      this.channel.send({ kind: 'answer', request, ok: false, message: l10n.t('These details cannot be read.') });
    }
  }

  private answerTo(trace: Trace, ask: Ask): Answer | undefined {
    switch (ask.type) {
      case 'details': {
        if (!isSpanOf(trace, ask.span)) return undefined;
        const details = spanDetails(trace, ask.span, { reveal: ask.reveal, whole: ask.whole });
        return { type: 'details', build: this.build, details: JSON.parse(JSON.stringify(details)) as typeof details };
      }
      case 'find':
        return { type: 'find', build: this.build, hits: findInDocuments(trace, ask.terms) };
    }
  }
}

function cancelledText(held: HeldTrace): Explanation {
  const next = [{ id: 'retry', label: l10n.t('Try Again') }] as const;
  const causes = [] as const;
  if (!held.trace) return { title: l10n.t('Cancelled.'), detail: l10n.t('Nothing had arrived yet.'), next, causes };
  const detail = wasWhole(held) ? l10n.t('The trace is as it was before.') : l10n.t('This is what had arrived.');
  return { title: l10n.t('Cancelled.'), detail, next, causes };
}

/** Whether a load before the last one brought the trace to its end. */
function wasWhole({ ref: { id }, receipts }: HeldTrace): boolean {
  return receipts.slice(0, -1).some((one) => !one.cancelled && one.arrived.has(id) && !one.failed.has(id));
}

function isSpanOf(trace: Trace, span: SpanIndex): boolean {
  return Number.isInteger(span) && span >= 0 && span < trace.spans.count;
}
