import { getHomeDir, parseKnownFiles } from '@smithy/core/config';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Profile } from '../traces/source';

export type Env = Readonly<Record<string, string | undefined>>;
export type Section = Readonly<Record<string, string | undefined>>;
/** The merged sections of the shared config and credentials files; nested keys are dotted. */
export type Sections = Readonly<Record<string, Section>>;

/** Where the shared files are, as the SDK's readers want to be told; it finds the usual places itself. */
export function sharedFiles(env: Env): { filepath?: string; configFilepath?: string; ignoreCache: true } {
  const filepath = env['AWS_SHARED_CREDENTIALS_FILE'];
  const configFilepath = env['AWS_CONFIG_FILE'];
  return { ...(filepath ? { filepath } : {}), ...(configFilepath ? { configFilepath } : {}), ignoreCache: true };
}

/** The config and the credentials file, absolute, in the places where the SDK reads them. */
export function sharedFilePaths(env: Env): [config: string, credentials: string] {
  const { configFilepath, filepath } = sharedFiles(env);
  return [absolute(configFilepath ?? '~/.aws/config'), absolute(filepath ?? '~/.aws/credentials')];
}

/** Where tokens are kept: of IAM Identity Center, and of `aws login`. */
export function tokenFolders(env: Env): string[] {
  // The SDK asks two different functions for the home folder.
  return [absolute('~/.aws/sso/cache'), env['AWS_LOGIN_CACHE_DIRECTORY'] ?? join(homedir(), '.aws/login/cache')];
}

/** Reads the files anew. Files that are missing count as empty, and so do lines that cannot be read: see `readProblems`. */
export async function readSections(env: Env): Promise<Sections> {
  return await parseKnownFiles(sharedFiles(env));
}

/** The name of the section that rules: for the default chain (`profile` '') the environment's, else `default`. */
export function sectionNameOf(profile: string, env: Env): string {
  return profile || env['AWS_PROFILE'] || 'default';
}

/** A section by its name. What the file calls `constructor` is no section of ours. */
export function sectionOf(sections: Sections, name: string | undefined): Section | undefined {
  return name !== undefined && Object.hasOwn(sections, name) ? sections[name] : undefined;
}

/** The profiles among the sections, by name. `services` and `sso-session` sections are read into the same map. */
export function profilesOf(sections: Sections): Omit<Profile, 'account'>[] {
  return Object.entries(sections)
    .filter(([name]) => !/^(?:services|sso-session)\./.test(name))
    .map(([name, section]) => ({ name, region: section['region'], kind: kindOf(section) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** How a section signs, in the order in which the SDK tries them (`fromIni`). */
export function kindOf(section: Section): Profile['kind'] {
  const has = (...keys: string[]): boolean => keys.every((key) => section[key] !== undefined);
  if (has('role_arn', 'source_profile') || has('role_arn', 'credential_source')) return 'assumeRole';
  if (has('aws_access_key_id', 'aws_secret_access_key')) return 'static';
  if (has('web_identity_token_file', 'role_arn')) return 'webIdentity';
  if (has('credential_process')) return 'process';
  if (has('sso_session') || has('sso_start_url') || has('sso_account_id')) return 'sso';
  if (has('login_session')) return 'login';
  return 'other';
}

/**
 * The region a profile names, else the environment; for the default chain (`profile` '') the environment first, as every AWS
 * tool has it. A chosen profile comes before the environment: who picks it here means its region.
 */
export function regionOf(profile: string, sections: Sections, env: Env): string | undefined {
  const ofEnvironment = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined;
  const ofProfile = sectionOf(sections, sectionNameOf(profile, env))?.['region'] || undefined;
  return profile ? (ofProfile ?? ofEnvironment) : (ofEnvironment ?? ofProfile);
}

/**
 * The endpoint for X-Ray that environment or profile name, in the SDK's order of precedence. The SDK itself reads a profile's
 * endpoint for `AWS_PROFILE` only, never for a profile given in code.
 * @param service how settings call it: `xray`, `cloudwatch_logs`
 */
export function configuredEndpoint(
  profile: string,
  sections: Sections,
  env: Env,
  service: 'xray' | 'cloudwatch_logs' = 'xray',
): string | undefined {
  const section = sectionOf(sections, sectionNameOf(profile, env)) ?? {};
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return undefined;
  const ofEnvironment = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env['AWS_ENDPOINT_URL'];
  if (ofEnvironment) return ofEnvironment;
  if (section['ignore_configured_endpoint_urls'] === 'true') return undefined;
  const ofService = sectionOf(sections, `services.${section['services'] ?? ''}`)?.[`${service}.endpoint_url`];
  return ofService || section['endpoint_url'] || undefined;
}

function absolute(path: string): string {
  return path.startsWith('~/') ? join(getHomeDir(), path.slice(2)) : resolve(path);
}
