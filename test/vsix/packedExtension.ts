import { join } from 'node:path';
import { packageExtension, type Vsix } from '../tools/packageExtension';

let packed: Promise<Vsix> | undefined;

/** The extension as it ships, packed once per test file. */
export function packedExtension(): Promise<Vsix> {
  packed ??= packageExtension(join(PROJECT_ROOT, 'out/vsix', 'test.vsix'), { isQuiet: true });
  return packed;
}
