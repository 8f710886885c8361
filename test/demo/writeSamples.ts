// Writes media/samples anew after a change of the demo: node esbuild.mjs --run test/demo/writeSamples.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleFiles } from './samples';

const folder = join(PROJECT_ROOT, 'media/samples');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(sampleFiles())) {
  writeFileSync(join(folder, name), text);
  console.log(`${name}: ${text.length} characters`);
}
