// Writes l10n/bundle.l10n.json, what translators start from: node esbuild.mjs --run test/tools/l10n.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localisableStrings } from './l10nStrings';

const strings = localisableStrings(PROJECT_ROOT);
const bundle = Object.fromEntries(strings.map((text) => [text, text]));
writeFileSync(join(PROJECT_ROOT, 'l10n/bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);
console.log(`${strings.length} texts`);
