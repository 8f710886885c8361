import { parseKnownFiles } from '@smithy/core/config';
import type { Profile } from '../traces/source';

type Env = Readonly<Record<string, string | undefined>>;
/** The merged sections of the shared config and credentials files; nested keys are dotted. */
export type Sections = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** Where the shared files are, as the SDK's readers want to be told; it finds the usual places itself. */
export function sharedFiles(env: Env): { filepath?: string; configFilepath?: string; ignoreCache: true } {
  const filepath = env['AWS_SHARED_CREDENTIALS_FILE'];
  const configFilepath = env['AWS_CONFIG_FILE'];
  return { ...(filepath ? { filepath } : {}), ...(configFilepath ? { configFilepath } : {}), ignoreCache: true };
}

/** Reads the files anew. Files that are missing or malformed count as empty: the SDK does the same. */
export async function readSections(env: Env): Promise<Sections> {
  return await parseKnownFiles(sharedFiles(env));
}

/** The profiles among the sections, by name. `services` and `sso-session` sections are read into the same map. */
export function profilesOf(sections: Sections): Profile[] {
  return Object.entries(sections)
    .filter(([name]) => !/^(?:services|sso-session)\./.test(name))
    .map(([name, section]) => ({ name, region: section['region'], kind: kindOf(section) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** In the order in which the SDK tries them (`fromIni`). */
function kindOf(section: Sections[string]): Profile['kind'] {
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
  const ofProfile = sections[profile || env['AWS_PROFILE'] || 'default']?.['region'] || undefined;
  return profile ? (ofProfile ?? ofEnvironment) : (ofEnvironment ?? ofProfile);
}

/**
 * The endpoint for X-Ray that environment or profile name, in the SDK's order of precedence. The SDK itself reads a profile's
 * endpoint for `AWS_PROFILE` only, never for a profile given in code.
 */
export function configuredEndpoint(profile: string, sections: Sections, env: Env): string | undefined {
  const section = sections[profile || env['AWS_PROFILE'] || 'default'] ?? {};
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return undefined;
  const ofEnvironment = env['AWS_ENDPOINT_URL_XRAY'] || env['AWS_ENDPOINT_URL'];
  if (ofEnvironment) return ofEnvironment;
  if (section['ignore_configured_endpoint_urls'] === 'true') return undefined;
  const ofService = sections[`services.${section['services'] ?? ''}`]?.['xray.endpoint_url'];
  return ofService || section['endpoint_url'] || undefined;
}
