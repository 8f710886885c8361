// Secrets that host tests use, and the check that none of them is left in logs, state or settings when VS Code has ended.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Every secret of the host tests, by what it is (`plantedSecrets.json`). A test that needs another one adds it there, and it is
 * looked for.
 * @type {typeof import('./plantedSecrets.json')}
 */
export const PLANTED = JSON.parse(readFileSync(join(import.meta.dirname, 'plantedSecrets.json'), 'utf8'));

/** What VS Code keeps secrets in where there is no keychain (the page's local storage), and programs it was unpacked from. */
const NOT_LOOKED_AT = new Set(['Local Storage', 'Session Storage', 'Cache', 'Code Cache', 'GPUCache', 'CachedData']);

/**
 * Looks through every file of the folders, byte by byte, in the encodings text is kept in.
 * @param {readonly string[]} folders user data, browser profile, whatever was written; need not exist
 * @param {Readonly<Record<string, string>>} secrets by what they are
 * @returns {string[]} what was found where; never the secret itself
 */
export function findSecrets(folders, secrets) {
  const patterns = Object.entries(secrets).map(([name, secret]) => ({ name, pattern: patternOf(secret) }));
  return folders.flatMap((folder) =>
    filesOf(folder).flatMap((file) => {
      const bytes = readFileSync(file);
      // UTF-16 shows as text with a zero after each character.
      const texts = [bytes.toString('latin1'), bytes.toString('latin1').replaceAll('\0', '')];
      return patterns
        .filter(({ pattern }) => texts.some((text) => pattern.test(text)))
        .map(({ name }) => `${name} in ${relative(folder, file)}`);
    }),
  );
}

/**
 * A short number is part of many a time or size: it counts alone only.
 * @param {string} secret
 */
function patternOf(secret) {
  const quoted = secret.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(/^\d+$/.test(secret) ? `(?<![\\w.:+-])${quoted}(?![\\w.:+-])` : quoted);
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(folder, file)
          .split(sep)
          .some((part) => NOT_LOOKED_AT.has(part)),
    );
}
