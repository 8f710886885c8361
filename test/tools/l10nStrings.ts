import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { englishResultsStrings } from '../../src/protocol/resultsStrings';
import { englishPageStrings } from '../../src/protocol/strings';

const CALL = /\b(?:l10n\.)?t\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g;

/** Every text the extension shows, as the code has it: the first argument of `l10n.t`/`t` calls, and the pages' strings. Sorted. */
export function localisableStrings(root: string): string[] {
  const found = new Set<string>([...Object.values(englishPageStrings), ...Object.values(englishResultsStrings)]);
  for (const folder of ['src/features', 'src/links', 'src/panels', 'src/startup', 'src/views']) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      for (const [, literal] of readFileSync(join(root, folder, file), 'utf8').matchAll(CALL)) {
        found.add(unquote(literal!));
      }
    }
  }
  return [...found].toSorted();
}

function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
