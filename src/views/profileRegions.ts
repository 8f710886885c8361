/**
 * Regions that profiles name, as last read. The shared files may be edited at any time, so whoever sends a request asks anew;
 * menus and status show what was read last.
 */
export class ProfileRegions {
  private readonly known = new Map<string, string>();

  /** @param read reads the shared files; undefined when the profile names no region */
  constructor(private readonly read: (profile: string) => Promise<string | undefined>) {}

  /** The region as last read; '' when none is known. */
  last(profile: string): string {
    return this.known.get(profile) ?? '';
  }

  /** Reads it now. @returns the region ('' for none), and whether it is another than before */
  async ask(profile: string): Promise<{ readonly region: string; readonly isNew: boolean }> {
    const region = (await this.read(profile)) ?? '';
    const isNew = region !== this.last(profile);
    this.known.set(profile, region);
    return { region, isNew };
  }

  clear(): void {
    this.known.clear();
  }
}
