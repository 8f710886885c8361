import type { Group } from '../traces/source';
import { isTraceError } from '../traces/traceError';
import type { Localize } from '../views/localize';
import { plainText } from '../views/plainText';

/** The groups of one run of the steps: asked for while the user answers the first. */
export class GroupsToAsk {
  /** Settles when it is known what there is to choose; undefined = nothing. Rejects never: without groups there is still a search. */
  readonly groups: Promise<readonly Group[] | undefined>;
  private state: 'asking' | 'some' | 'none' | 'unknown' = 'asking';
  private known: readonly string[] = [];
  /** IAM action that was denied; '' otherwise. */
  private deniedAction = '';

  constructor(asked: Promise<readonly Group[]>) {
    this.groups = asked.then(
      (groups) => {
        this.known = groups.map(({ name }) => name);
        this.state = groups.length > 0 ? 'some' : 'none';
        return groups.length > 0 ? groups : undefined;
      },
      (error: unknown) => {
        this.state = 'unknown';
        const isDenied = isTraceError(error) && error.reason === 'accessDenied';
        if (isDenied) this.deniedAction = String(error.params['action'] ?? 'xray:GetGroups');
        return undefined;
      },
    );
  }

  /** There is nothing to choose: no group, or nobody may know. */
  get isNone(): boolean {
    return this.state === 'none' || this.state === 'unknown';
  }

  /** Their names, as far as they are known by now. */
  get names(): readonly string[] {
    return this.known;
  }

  /** The group to search: a group of another account would find nothing here; of what is unknown nothing is taken away. */
  fit(group: string): string {
    return this.state === 'none' ? '' : group;
  }

  /** What is to be said of them beside the filter, '' = nothing. @param group the one that was chosen before */
  note(group: string, t: Localize): string {
    const name = plainText(group);
    if (this.state === 'none') {
      return group
        ? t('No groups in this account and region: “{0}” is left out.', name)
        : t('No groups in this account and region.');
    }
    if (this.state !== 'unknown') return '';
    if (this.deniedAction) {
      return group
        ? t('The group stays “{0}”: no permission for {1}.', name, this.deniedAction)
        : t('Groups are left out: no permission for {0}.', this.deniedAction);
    }
    return group ? t('The group stays “{0}”: groups could not be asked for.', name) : '';
  }
}
