import type { EpochMilliseconds } from '../model/units';
import type { AwsEngines, Connection, Group } from '../traces/source';

/** Groups are changed by people, seldom. */
const KEPT_FOR = 5 * 60_000;

/** The group every region has; a group that says nothing of its traces narrows nothing. Source: X-Ray developer guide, groups. */
const DEFAULT_GROUP = 'Default';

interface Asked {
  readonly at: EpochMilliseconds;
  readonly groups: Promise<readonly Group[]>;
  readonly controller: AbortController;
  /** Who has not left. */
  waiters: number;
}

/** The groups there are to choose from; asked for once in a while for each connection, by all who want them together. */
export class GroupChoice {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly engines: () => Promise<Pick<AwsEngines, 'listGroups'>>,
    private readonly now: () => EpochMilliseconds,
  ) {}

  /**
   * Groups worth choosing. Rejects when they could not be asked for, e.g. because a permission is missing; with a signal's reason
   * once nobody waits for them any more.
   */
  async of(connection: Connection, signal: AbortSignal): Promise<readonly Group[]> {
    signal.throwIfAborted();
    const key = `${connection.region} ${connection.profile}`;
    let asked = this.asked.get(key);
    if (!asked || this.now() - asked.at > KEPT_FOR) asked = this.ask(key, connection);
    const { controller, groups } = asked;
    const leave = (): void => {
      asked.waiters -= 1;
      if (asked.waiters > 0) return;
      if (this.asked.get(key) === asked) this.asked.delete(key);
      controller.abort(signal.reason);
    };
    asked.waiters += 1;
    signal.addEventListener('abort', leave, { once: true });
    try {
      return (await groups).filter(({ name, filter }) => name !== DEFAULT_GROUP || filter !== '');
    } finally {
      signal.removeEventListener('abort', leave); // what has come is kept
    }
  }

  private ask(key: string, connection: Connection): Asked {
    const controller = new AbortController();
    const groups = this.engines().then((engines) => engines.listGroups(connection, controller.signal));
    const asked: Asked = { at: this.now(), groups, controller, waiters: 0 };
    this.asked.set(key, asked);
    groups.catch(() => {
      if (this.asked.get(key) === asked) this.asked.delete(key);
    });
    return asked;
  }
}
