// AWS configuration for tests and demo: profiles that are nobody's, in a folder of the run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLANTED } from './plantedSecrets.mjs';

/**
 * Writes shared config and credentials files.
 * @param {string} folder
 * @param {Record<string, { region?: string, isSigning?: boolean }>} profiles by name; `isSigning` false: without credentials
 * @returns {Record<string, string | undefined>} the variables that lead the SDK to them, and to nothing of the user's
 */
export function writeAwsProfiles(folder, profiles) {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'config');
  const credentials = join(folder, 'credentials');
  const entries = Object.entries(profiles);
  writeFileSync(
    config,
    entries
      .map(
        ([name, { region }]) =>
          `[${name === 'default' ? name : `profile ${name}`}]\n${region ? `region = ${region}\n` : ''}`,
      )
      .join(''),
  );
  writeFileSync(
    credentials,
    entries
      .filter(([, { isSigning = true }]) => isSigning)
      .map(([name]) => `[${name}]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = ${PLANTED.profileKey}\n`)
      .join(''),
  );
  const inherited = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
