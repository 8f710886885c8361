import { EventEmitter, type Disposable, type Event } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { HeldSearch } from '../traces/search';
import type { AwsEngines, Connection, Indexing } from '../traces/source';
import { searchFacts } from './searchFacts';
import { causesOf, type Cause } from './whyNothing';

/** An answer is good for so long: indexing is changed by people. */
const KEPT_FOR = 10 * 60_000;

interface Known {
  readonly at: EpochMilliseconds;
  readonly account: string | undefined;
  /** undefined while it is asked for, and where it could not be asked. */
  readonly indexing: Indexing | undefined;
  /** Resolves when nothing more is to come. Rejects never. */
  readonly learning: Promise<void>;
}

/** Why a search found nothing. Asks once for each connection where the account keeps its spans, and only when a search came back empty. */
export class WhyEmpty implements Disposable {
  private readonly known = new Map<string, Known>();
  private readonly abort = new AbortController();
  private readonly changed = new EventEmitter<void>();

  /** More is known than before. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly engines: () => Promise<Pick<AwsEngines, 'indexingRules' | 'accountOf'>>,
    private readonly now: () => EpochMilliseconds,
    /** What goes wrong here keeps nobody from reading the other causes. */
    private readonly trouble: (error: unknown) => void,
  ) {}

  /** Most likely first. */
  causesOf(held: HeldSearch): readonly Cause[] {
    const { connection } = held;
    const { indexing, account } = this.ask(connection);
    return causesOf({
      now: this.now(),
      profile: connection.profile,
      region: connection.region,
      account,
      destination: indexing?.destination ?? 'unknown',
      indexedPercent: indexing?.percent,
      deniedAction: indexing?.denied[0],
      search: searchFacts(held),
    });
  }

  /** The same, once the account was asked where it keeps its spans. Rejects never. */
  async causesWhenKnown(held: HeldSearch): Promise<readonly Cause[]> {
    await this.ask(held.connection).learning;
    return this.causesOf(held);
  }

  dispose(): void {
    this.abort.abort();
    this.changed.dispose();
  }

  private ask(connection: Connection): Known {
    const key = `${connection.region} ${connection.profile}`;
    const known = this.known.get(key);
    if (known && this.now() - known.at < KEPT_FOR) return known;
    const learning = this.learn(key, connection);
    const asked = { at: this.now(), account: known?.account, indexing: known?.indexing, learning };
    this.known.set(key, asked);
    return asked;
  }

  /** Rejects never. */
  private async learn(key: string, connection: Connection): Promise<void> {
    try {
      const engines = await this.engines();
      const indexing = await engines.indexingRules({ ...connection, quiet: true }, this.abort.signal);
      const account = engines.accountOf(connection.profile);
      this.known.set(key, { at: this.now(), account, indexing, learning: Promise.resolve() });
      this.changed.fire();
    } catch (error) {
      if (!this.abort.signal.aborted) this.trouble(error);
    }
  }
}
