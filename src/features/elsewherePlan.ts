import type { Connection, Profile } from '../traces/source';

/** The list of places as the user set it; what is empty follows the profiles. */
export interface PlaceSetting {
  /** Empty: every profile there is. */
  readonly profiles: readonly string[];
  /** Empty: each profile's own region, and the one in use. */
  readonly regions: readonly string[];
}

export interface PlanInput {
  readonly setting: PlaceSetting;
  readonly profiles: readonly Pick<Profile, 'name' | 'region'>[];
  /** What is in use now. */
  readonly current: Connection;
  /** Where the trace is known not to be. */
  readonly asked: readonly Connection[];
  /** Where traces like it were found before, best first. */
  readonly known: readonly Connection[];
}

/** A place to look at. */
export interface Place extends Connection {
  /** Something of where the ID was found was found here before. */
  readonly isKnown: boolean;
}

/**
 * Where to look, likeliest first: where its like was found before, then other regions of the profile in use, then the region in use with
 * other profiles, then the rest. Each place once, and none that was asked already.
 */
export function planPlaces({ setting, profiles, current, asked, known }: PlanInput): readonly Place[] {
  const ownRegion = new Map(profiles.map(({ name, region }) => [name, region]));
  const isNamed = setting.profiles.length > 0;
  const names = isNamed ? setting.profiles : [...new Set([current.profile, ...ownRegion.keys()])];
  const regionsOf = (name: string): readonly string[] =>
    setting.regions.length > 0 ? setting.regions : [ownRegion.get(name) ?? '', current.region];
  const listed = names.flatMap((profile) => regionsOf(profile).map((region): Connection => ({ profile, region })));
  const rank = ({ profile, region }: Connection): number =>
    profile === current.profile ? 0 : region === current.region ? 1 : 2;
  const all = [
    ...known.map((place) => ({ ...place, isKnown: true })),
    ...listed.toSorted((one, other) => rank(one) - rank(other)).map((place) => ({ ...place, isKnown: false })),
  ];
  const seen = new Set(asked.map(keyOf));
  return all.flatMap(({ profile, region, isKnown }): Place[] => {
    const key = keyOf({ profile, region });
    if (region === '' || seen.has(key)) return [];
    seen.add(key);
    return [{ profile, region, isKnown }];
  });
}

function keyOf({ profile, region }: Connection): string {
  return JSON.stringify([profile, region]);
}
