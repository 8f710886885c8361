// npm run package: builds the VSIX into the project's root and lists what is in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension } from './packageExtension';

const { name, version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Record<
  string,
  string
>;
const { file, bytes, entries } = await packageExtension(join(PROJECT_ROOT, `${name}-${version}.vsix`));
const sizes = entries.map((entry) => [entry.bytes.toLocaleString('en'), entry.name] as const);
const width = Math.max(...sizes.map(([size]) => size.length));
for (const [size, entry] of sizes) console.log(`${size.padStart(width)}  ${entry}`);
console.log(`${entries.length} files, ${bytes.toLocaleString('en')} bytes packed: ${file}`);
