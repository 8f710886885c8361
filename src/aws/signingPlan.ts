import { kindOf, sectionNameOf, sectionOf, type Env, type Section, type Sections } from './profiles';

/** What signing in with a profile will take, as far as the shared files tell. */
export interface SigningPlan {
  /** Name of the section it starts from. */
  readonly name: string;
  /** The keys of the environment come first, whatever the files say. */
  readonly usesEnvironmentKeys: boolean;
  /** There is no such section. */
  readonly isMissing: boolean;
  /** It names a source profile or an sso-session that is not there. */
  readonly isIncomplete: boolean;
  /** A role on the way wants a one-time code. */
  readonly needsMfa: boolean;
  /** The section whose `credential_process` runs: its own, or of the profile its role is assumed from. */
  readonly processOf: string | undefined;
  /** How its user signs in, where that is what it is based on. */
  readonly login: 'sso' | 'login' | undefined;
  /** Twelve digits; undefined when its section does not tell. */
  readonly account: string | undefined;
  /** Every section that has a say in it, by name. Equal ones sign equally. */
  readonly sections: Sections;
}

/** Reads from the sections what signing in with a profile ('' = the default chain) will take. Follows `source_profile`. */
export function planOf(profile: string, sections: Sections, env: Env): SigningPlan {
  const name = sectionNameOf(profile, env);
  const used: Record<string, Section> = {};
  const use = (one: string | undefined): Section | undefined => {
    const section = sectionOf(sections, one);
    if (one !== undefined && section) used[one] = section;
    return section;
  };
  let needsMfa = false;
  let isIncomplete = false;
  let processOf: string | undefined;
  let login: SigningPlan['login'];
  for (let at: string | undefined = name; at !== undefined && !Object.hasOwn(used, at);) {
    const section = use(at);
    if (!section) {
      isIncomplete = at !== name;
      break;
    }
    const session = section['sso_session'];
    if (session !== undefined && !use(`sso-session.${session}`)) isIncomplete = true;
    const kind = kindOf(section);
    // The source of a role may have keys of its own, which then come first, whatever role it names itself.
    const isSource = at !== name;
    const hasKeys = section['aws_access_key_id'] !== undefined && section['aws_secret_access_key'] !== undefined;
    if (kind === 'assumeRole' && !(isSource && hasKeys)) {
      needsMfa ||= section['mfa_serial'] !== undefined;
      at = section['source_profile'];
      continue;
    }
    if (kind === 'process') processOf = at;
    if (kind === 'sso' || kind === 'login') login = kind;
    break;
  }
  const own = sectionOf(used, name);
  use(`services.${own?.['services'] ?? ''}`);
  const usesEnvironmentKeys =
    !profile && !env['AWS_PROFILE'] && Boolean(env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY']);
  return {
    name,
    usesEnvironmentKeys,
    isMissing: own === undefined,
    isIncomplete,
    needsMfa,
    processOf,
    login,
    account: own && accountOfSection(own),
    sections: used,
  };
}

/** The account a section's credentials are for, where the section itself says so. */
function accountOfSection(section: Section): string | undefined {
  const ofRole = /^arn:[\w-]+:iam::(\d{12}):role\//.exec(section['role_arn'] ?? '')?.[1];
  const ofLogin = /^arn:[\w-]+:\w+::(\d{12}):/.exec(section['login_session'] ?? '')?.[1];
  const kind = kindOf(section);
  const named =
    kind === 'assumeRole' || kind === 'webIdentity'
      ? ofRole
      : kind === 'sso'
        ? section['sso_account_id']
        : kind === 'login'
          ? ofLogin
          : section['aws_account_id'];
  return /^\d{12}$/.test(named ?? '') ? named : undefined;
}
