import { createVSIX } from '@vscode/vsce';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildExtension } from '../../esbuild.mjs';
import { listZip, type ZipEntry } from './zip';

export interface Vsix {
  readonly file: string;
  /** Of the archive. */
  readonly bytes: number;
  readonly entries: readonly ZipEntry[];
}

/**
 * Builds the extension as it ships and packs it.
 * @param file where the VSIX goes; absolute
 */
export async function packageExtension(file: string, { isQuiet = false } = {}): Promise<Vsix> {
  await buildExtension();
  mkdirSync(dirname(file), { recursive: true });
  const { log } = console;
  if (isQuiet) console.log = () => {}; // vsce lists what it packs; its warnings are still shown
  try {
    // Everything is bundled, so no dependency is packed.
    await createVSIX({ cwd: PROJECT_ROOT, packagePath: file, dependencies: false });
  } finally {
    console.log = log;
  }
  const archive = readFileSync(file);
  return { file, bytes: archive.length, entries: listZip(archive) };
}
