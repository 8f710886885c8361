import { l10n } from 'vscode';
import type { EpochMilliseconds } from '../model/units';
import type { AwsEngines, Connection, Group } from '../traces/source';

/** Groups are changed by people, seldom. */
const KEPT_FOR = 5 * 60_000;

/** The group every region has; a group that says nothing of its traces narrows nothing. Source: X-Ray developer guide, groups. */
const DEFAULT_GROUP = 'Default';

interface Asked {
  readonly at: EpochMilliseconds;
  readonly groups: Promise<readonly Group[]>;
}

/** The groups there are to choose from; asked for once in a while for each connection. */
export class GroupChoice {
  private readonly asked = new Map<string, Asked>();

  constructor(
    private readonly engines: () => Promise<Pick<AwsEngines, 'listGroups'>>,
    private readonly now: () => EpochMilliseconds,
  ) {}

  /** Groups worth choosing. Rejects when they could not be asked for, e.g. because a permission is missing. */
  async of(connection: Connection): Promise<readonly Group[]> {
    const key = `${connection.region} ${connection.profile}`;
    let asked = this.asked.get(key);
    if (!asked || this.now() - asked.at > KEPT_FOR) {
      // Nobody waits for it in vain: it is one quick call, and what it answers is kept.
      const { signal } = new AbortController();
      const groups = this.engines().then((engines) => engines.listGroups(connection, signal));
      asked = { at: this.now(), groups };
      this.asked.set(key, asked);
      groups.catch(() => this.asked.delete(key));
    }
    return (await asked.groups).filter(({ name, filter }) => name !== DEFAULT_GROUP || filter !== '');
  }
}

/** What is said where there is no group to choose. */
export function noGroupsText(deniedAction: string | undefined): string {
  return deniedAction === undefined
    ? l10n.t('No groups in this account and region.')
    : l10n.t('Groups are left out: no permission for {0}.', deniedAction);
}
