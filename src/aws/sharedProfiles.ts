import type { Profile } from '../traces/source';
import { profilesOf, readSections, regionOf, type Env, type Sections } from './profiles';
import { planOf } from './signingPlan';

/** The profiles of the shared files, and how they were when last read. */
export class SharedProfiles {
  private sections: Sections | undefined;
  /** As of the last `reread`. */
  private compared: Sections | undefined;

  /** @param accountOfCredentials account of a profile's credentials, where they were resolved and tell */
  constructor(
    private readonly env: Env,
    private readonly accountOfCredentials: (profile: string) => string | undefined,
  ) {}

  /** By name, as the files are now. */
  async list(): Promise<Profile[]> {
    const sections = await this.read();
    return profilesOf(sections).map((profile) => ({ ...profile, account: this.accountOf(profile.name) }));
  }

  async regionOf(profile: string): Promise<string | undefined> {
    return regionOf(profile, await this.read(), this.env);
  }

  /** As the credentials tell, else as the section did when it was last read. */
  accountOf(profile: string): string | undefined {
    const account = this.accountOfCredentials(profile);
    if (account !== undefined || !this.sections) return account;
    const plan = planOf(profile, this.sections, this.env);
    return plan.usesEnvironmentKeys ? undefined : plan.account;
  }

  /** Reads the files anew. @returns profiles ('' is the default chain) that sign or ask otherwise than when last compared */
  async reread(): Promise<string[]> {
    const before = this.compared;
    const now = await readSections(this.env);
    this.sections = now;
    this.compared = now;
    if (!before) return [];
    const names = new Set(['', ...[before, now].flatMap((sections) => profilesOf(sections).map(({ name }) => name))]);
    return [...names].filter((name) => this.signature(name, before) !== this.signature(name, now));
  }

  private async read(): Promise<Sections> {
    this.sections = await readSections(this.env);
    return this.sections;
  }

  /** Everything the files say about how a profile signs and where it asks. */
  private signature(profile: string, sections: Sections): string {
    const { sections: used } = planOf(profile, sections, this.env);
    return JSON.stringify(
      Object.entries(used)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, section]) => [name, Object.entries(section).toSorted(([one], [other]) => (one < other ? -1 : 1))]),
    );
  }
}
