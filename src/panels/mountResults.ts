import { env, l10n, Uri, type Webview } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import { Channel } from '../protocol/channel';
import type {
  ResultsAction,
  ResultsHostMessage,
  ResultsIntent,
  ResultsLayout,
  ResultsPageMessage,
} from '../protocol/results';
import { checkWire } from '../protocol/wireCheck';
import type { Disposable } from '../traces/emitter';
import type { HeldSearch } from '../traces/search';
import type { Searches } from '../traces/searches';
import type { TraceSummary } from '../traces/source';
import { explainFilter } from '../views/explainFilter';
import { progressText } from '../views/progressText';
import { queryTitle } from '../views/queryText';
import type { WhyEmpty } from '../views/whyEmpty';
import { pageHtml } from './pageHtml';
import { localisedResultsStrings } from './resultsStrings';
import { writeSavedSearch, type SavedSearch } from './savedSearch';
import { SummaryWriter } from './wireSummaries';
import { keptStatus, wireQuery, wireStatus } from './wireSearch';

/** What the page asks of the editor beyond messages. All of it by the search the page shows. */
export interface ResultsActs {
  readonly open: (search: ShownSearch, summaries: readonly TraceSummary[], how: 'preview' | 'keep') => void;
  readonly copy: (text: string, what: 'ids' | 'filter', count: number) => void;
  /** Runs the search anew, with another filter where one is given. Its results come into this page. */
  readonly run: (search: ShownSearch, filter?: string) => void;
  /** A next step of a message. */
  readonly act: (search: ShownSearch, step: string) => void;
}

/** What a page shows: a search that is held, or after a reload only what it was. */
export interface ShownSearch extends SavedSearch {
  /** '' after a reload. */
  readonly id: string;
  readonly held: HeldSearch | undefined;
  /** Shows another search in the same page. */
  readonly follow: (id: string) => void;
}

/** What a mount needs of the editor around it. */
export interface ResultsHost {
  readonly extensionUri: Uri;
  readonly searches: Searches;
  readonly whyEmpty: WhyEmpty;
  /** How results pages are arranged: remembered over windows. The value is read by the page. */
  readonly layout: { readonly get: () => unknown; readonly set: (layout: ResultsLayout) => void };
  readonly now: () => EpochMilliseconds;
  /** Checks every message sent: in development and tests. */
  readonly checksMessages: boolean;
  readonly acts: ResultsActs;
  /** Something broke in the page: a script error, a refused policy. */
  readonly trouble: (text: string) => void;
}

/** A results page in a webview. */
export interface ResultsMount extends Disposable {
  /** '' after a reload, until the search was run again. */
  readonly id: string;
  readonly title: string;
  run(action: ResultsAction): void;
}

/** Shows one search in a webview and follows it: every summary is sent once, as it is found. */
export function mountResults(
  webview: Webview,
  what: string | SavedSearch,
  host: ResultsHost,
  onTitle: (title: string) => void,
): ResultsMount {
  return new Mount(webview, what, host, onTitle);
}

class Mount implements ResultsMount {
  id = '';
  private readonly channel: Channel<ResultsHostMessage, ResultsPageMessage>;
  private readonly subscriptions: Disposable[];
  private isReady = false;
  private build = 0;
  /** As last seen: a search that was removed from the list stays on its page. */
  private held: HeldSearch | undefined;
  private saved: SavedSearch | undefined;
  private writer = new SummaryWriter();
  private readonly sent = new Map<string, TraceSummary>();
  private sentList: readonly TraceSummary[] | undefined;
  private sentStart: EpochMilliseconds | undefined;

  constructor(
    webview: Webview,
    what: string | SavedSearch,
    private readonly host: ResultsHost,
    private readonly onTitle: (title: string) => void,
  ) {
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(host.extensionUri, 'dist', 'webview')],
    };
    this.channel = new Channel<ResultsHostMessage, ResultsPageMessage>(
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
      host.searches.onDidChange((id) => {
        if (id === this.id) this.show();
      }),
      host.whyEmpty.onDidChange(() => this.show()),
    ];
    if (typeof what === 'string') this.id = what;
    else this.saved = what;
    this.held = host.searches.peek(this.id);
    webview.html = pageHtml(webview, host.extensionUri, 'results');
  }

  get title(): string {
    const query = this.held?.query ?? this.saved?.query;
    return query ? queryTitle(query, l10n.t) : l10n.t('Search Results');
  }

  run(action: ResultsAction): void {
    if (this.isReady) this.channel.send({ kind: 'run', action });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private get search(): ShownSearch | undefined {
    const { held } = this;
    const what = held ?? this.saved;
    if (!what) return undefined;
    const { query, connection } = what;
    return { id: this.id, held, query, connection, follow: (id) => this.follow(id) };
  }

  private follow(id: string): void {
    this.id = id;
    this.held = this.host.searches.peek(id);
    this.begin();
    this.show();
  }

  private receive(message: ResultsPageMessage): void {
    const { search } = this;
    switch (message.kind) {
      case 'ready':
        return this.greet(message.intent);
      case 'open':
        return search && this.host.acts.open(search, this.summariesOf(message.ids), message.how);
      case 'copy':
        return this.host.acts.copy(message.text, message.what, message.count);
      case 'layout':
        return this.host.layout.set(message.layout);
      case 'cancel':
        return this.host.searches.cancel(this.id);
      case 'more':
        return this.host.searches.more(this.id);
      case 'again':
        if (this.host.searches.peek(this.id)) return this.host.searches.again(this.id);
        return search && this.host.acts.run(search);
      case 'search':
        return search && this.host.acts.run(search, message.filter);
      case 'explain':
        return this.channel.send({ kind: 'explained', ...explainFilter(message.text, message.at, l10n.t) });
      case 'act':
        return search && this.host.acts.act(search, message.id);
      case 'trouble':
        return this.host.trouble(message.text);
    }
  }

  private greet(intent: ResultsIntent | null): void {
    this.isReady = true;
    this.begin();
    const own = intent && intent.query === this.savedText ? intent : null; // of another search nothing is taken over
    this.channel.send({
      kind: 'init',
      strings: localisedResultsStrings(),
      locale: env.language,
      layout: (this.host.layout.get() ?? null) as ResultsLayout | null, // read by the page, which drops what it cannot read
      intent: own,
    });
    this.show();
  }

  private get savedText(): string {
    const what = this.held ?? this.saved;
    return what ? writeSavedSearch(what) : '';
  }

  /** From here on nothing counts as sent. */
  private begin(): void {
    this.build++;
    this.writer = new SummaryWriter();
    this.sent.clear();
    this.sentList = undefined;
    this.sentStart = undefined;
  }

  /** Tells the page what it does not know yet. */
  private show(): void {
    this.held = this.host.searches.peek(this.id) ?? this.held;
    this.onTitle(this.title);
    if (!this.isReady) return;
    const { held, search } = this;
    if (!search) return;
    if (held && this.isOther(held)) this.begin();
    if (this.sentStart === undefined) this.sendQuery(search);
    if (!held) return this.channel.send({ kind: 'status', status: keptStatus(this.build, l10n.t) });
    this.sendNew(held);
    const progress = progressText(held.progress);
    const causes = (): ReturnType<WhyEmpty['causesOf']> => this.host.whyEmpty.causesOf(held);
    const status = wireStatus(held, this.build, progress, causes, this.host.now(), l10n.t);
    this.channel.send({ kind: 'status', status });
  }

  private sendQuery(search: ShownSearch): void {
    this.sentStart = this.held?.startedAt ?? 0;
    const query = wireQuery(search, this.build, this.held?.between, this.host.now(), l10n.t);
    this.channel.send({ kind: 'query', query, search: this.id, saved: this.savedText });
  }

  /** Whether what was sent does not hold any more: the search began anew, or a trace has changed since. */
  private isOther({ startedAt, summaries }: HeldSearch): boolean {
    if (this.sentStart === undefined || summaries === this.sentList) return false;
    if (startedAt !== this.sentStart || summaries.length < this.sent.size) return true;
    return summaries.some((summary) => (this.sent.get(summary.id) ?? summary) !== summary);
  }

  private sendNew({ summaries }: HeldSearch): void {
    if (summaries === this.sentList) return;
    this.sentList = summaries;
    const fresh = summaries.filter(({ id }) => !this.sent.has(id));
    if (fresh.length === 0) return;
    for (const summary of fresh) this.sent.set(summary.id, summary);
    this.channel.send({ kind: 'summaries', build: this.build, summaries: this.writer.write(fresh) });
  }

  /** Only what was found: the page may say anything. */
  private summariesOf(ids: readonly string[]): readonly TraceSummary[] {
    return ids.flatMap((id) => this.sent.get(id) ?? []);
  }
}
