import { Disposable, EventEmitter, l10n, workspace, type Event, type Memento } from 'vscode';
import type { AwsEngines, Connection } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { ProfileRegions } from './profileRegions';
import { isRegionName } from './regions';

/** Who decided on a profile or region, in order of precedence. */
export type Origin = 'workspace' | 'setting' | 'environment' | 'profile' | 'none';

export interface Choice {
  /** '' = none: the default credential chain, or no region. */
  readonly value: string;
  readonly origin: Origin;
}

interface Stored {
  readonly version: 1;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

const KEY = 'xrayTraces.connection';

/**
 * Which profile and region requests use. The quick picks' choice, kept in this workspace, wins over the settings; those win over the
 * environment and the profile's own region.
 */
export class ConnectionChoice implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;
  private stored: Stored;
  /** Reading them needs the AWS bundle. */
  private readonly regions: ProfileRegions;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly state: Memento,
    engines: () => Promise<AwsEngines>,
    private readonly env: Readonly<Record<string, string | undefined>>,
    /** The shared config or credentials files are other ones. */
    readonly onDidChangeFiles: Event<void>,
    trouble: (error: unknown) => void,
  ) {
    this.stored = readStored(state.get(KEY));
    this.regions = new ProfileRegions(async (profile) => (await engines()).regionOf(profile));
    this.subscription = Disposable.from(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('xrayTraces')) this.changed.fire();
      }),
      onDidChangeFiles(() => void this.reread().catch(trouble)),
    );
  }

  get profile(): Choice {
    if (this.stored.profile !== undefined) return { value: this.stored.profile, origin: 'workspace' };
    const setting = workspace.getConfiguration('xrayTraces').get<string>('profile', '').trim();
    if (setting) return { value: setting, origin: 'setting' };
    const fromEnvironment = this.env['AWS_PROFILE']?.trim();
    return fromEnvironment ? { value: fromEnvironment, origin: 'environment' } : { value: '', origin: 'none' };
  }

  /** The region, as far as it is known without loading the AWS bundle. */
  get region(): Choice {
    if (this.stored.region) return { value: this.stored.region, origin: 'workspace' };
    const setting = workspace.getConfiguration('xrayTraces').get<string>('region', '').trim();
    if (setting) return { value: setting, origin: 'setting' };
    const ofProfile = this.regions.last(this.profile.value);
    return ofProfile ? { value: ofProfile, origin: 'profile' } : { value: '', origin: 'none' };
  }

  /** Whether the user picked this profile for this workspace, rather than a setting or the environment. */
  isPicked(profile: string): boolean {
    return this.stored.profile === profile;
  }

  /** Where requests go now; a profile's region as its file says now. @throws TraceError `noRegion` */
  async resolve(): Promise<Connection> {
    const profile = this.profile.value;
    const { value, origin } = this.region;
    const region = origin === 'workspace' || origin === 'setting' ? value : await this.askProfile(profile);
    if (!isRegionName(region)) throw new TraceError('noRegion', { profile, region });
    return { profile, region };
  }

  /** Reads the profile's region anew where it rules, e.g. after a sign-in has written the shared files. */
  async reread(): Promise<void> {
    const { origin } = this.region;
    if (origin === 'profile' || origin === 'none') await this.askProfile(this.profile.value);
  }

  /** Keeps a choice for this workspace. undefined takes it back: the settings rule again. */
  async choose(change: { readonly profile?: string | undefined; readonly region?: string | undefined }): Promise<void> {
    this.stored = { ...this.stored, ...change, version: 1 };
    this.regions.clear();
    await this.state.update(KEY, this.stored);
    this.changed.fire();
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private async askProfile(profile: string): Promise<string> {
    const { region, isNew } = await this.regions.ask(profile);
    if (isNew) this.changed.fire();
    return region;
  }
}

/** A sentence fragment that says who decided, for tooltips and pick lists. */
export function originText(origin: Origin): string {
  switch (origin) {
    case 'workspace':
      return l10n.t('chosen for this workspace');
    case 'setting':
      return l10n.t('from the settings');
    case 'environment':
      return l10n.t('from the environment');
    case 'profile':
      return l10n.t('from the profile');
    case 'none':
      return l10n.t('nothing set');
  }
}

function readStored(value: unknown): Stored {
  if (typeof value !== 'object' || value === null || (value as Stored).version !== 1) return { version: 1 };
  const { profile, region } = value as Record<string, unknown>;
  return { version: 1, profile: textOf(profile), region: textOf(region) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
