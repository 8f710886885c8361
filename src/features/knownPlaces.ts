import type { Memento } from 'vscode';
import type { FoundIn } from '../model/foundIn';
import type { EpochMilliseconds } from '../model/units';
import type { Connection } from '../traces/source';

const KEY = 'xrayTraces.knownPlaces';
/** Newest first; older ones are dropped. */
const MOST = 200;
const LONGEST_NAME = 200;

/** Where a service's traces, or those of a log file, were found. */
export interface KnownPlace extends Connection {
  readonly of: 'service' | 'file';
  readonly name: string;
  readonly at: EpochMilliseconds;
}

/** Remembers for this workspace where traces were found, by the services in them and the files their IDs stood in. */
export class KnownPlaces {
  private places: readonly KnownPlace[];

  constructor(
    private readonly state: Pick<Memento, 'get' | 'update'>,
    private readonly now: () => EpochMilliseconds,
  ) {
    this.places = readPlaces(state.get(KEY));
  }

  /** Newest first. */
  get all(): readonly KnownPlace[] {
    return this.places;
  }

  /** Where to look first for an ID that stood there, best first: by its service, then by its file. */
  candidates(foundIn: FoundIn | undefined): readonly Connection[] {
    const { service, file } = foundIn ?? {};
    const of = (kind: KnownPlace['of'], isIt: (name: string) => boolean): readonly KnownPlace[] =>
      this.places.filter((place) => place.of === kind && isIt(place.name));
    const matching = [
      ...of('service', (name) => name === service),
      ...of('file', (name) => name === file),
      // `orders.2026-07-24.log` is most likely the service's own.
      ...of('service', (name) => file !== undefined && isWordOf(name, file)),
    ];
    return matching.map(({ profile, region }) => ({ profile, region }));
  }

  /** Notes a place, also for other names that belong to it. What was known of a name before is forgotten. */
  async note(
    { profile, region }: Connection,
    foundIn: FoundIn | undefined,
    services: readonly string[],
  ): Promise<void> {
    const at = this.now();
    const names: readonly Pick<KnownPlace, 'of' | 'name'>[] = [
      ...[...new Set([foundIn?.service, ...services])].map((name) => ({ of: 'service' as const, name: name ?? '' })),
      { of: 'file', name: foundIn?.file ?? '' },
    ];
    const fresh = names
      .filter(({ name }) => name !== '' && name.length <= LONGEST_NAME)
      .map(({ of, name }): KnownPlace => ({ of, name, profile, region, at }));
    const isFresh = (place: KnownPlace): boolean =>
      fresh.some(({ of, name }) => of === place.of && name === place.name);
    await this.set([...fresh, ...this.places.filter((place) => !isFresh(place))]);
  }

  async forget(place: KnownPlace): Promise<void> {
    await this.set(this.places.filter((one) => one !== place));
  }

  async clear(): Promise<void> {
    await this.set([]);
  }

  private async set(places: readonly KnownPlace[]): Promise<void> {
    this.places = places.slice(0, MOST);
    await this.state.update(KEY, { version: 1, places: this.places });
  }
}

/** Reads what was kept; drops what it cannot read, place by place. */
export function readPlaces(value: unknown): KnownPlace[] {
  const { version, places } = fields(value);
  if (version !== 1 || !Array.isArray(places)) return [];
  return places.slice(0, MOST).flatMap((one: unknown): KnownPlace[] => {
    const { of, name, profile, region, at } = fields(one);
    const isWhole =
      (of === 'service' || of === 'file') &&
      typeof name === 'string' &&
      name !== '' &&
      typeof profile === 'string' &&
      typeof region === 'string' &&
      region !== '' &&
      typeof at === 'number';
    return isWhole ? [{ of, name: name.slice(0, LONGEST_NAME), profile, region, at }] : [];
  });
}

/** Whether a name stands in a text between other characters than letters and digits. */
function isWordOf(name: string, text: string): boolean {
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return false;
  return !/[a-z0-9]/i.test(text.charAt(at - 1)) && !/[a-z0-9]/i.test(text.charAt(at + name.length));
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
