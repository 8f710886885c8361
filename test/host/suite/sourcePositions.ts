import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, resolve } from 'node:path';

let map: SourceMap | undefined;

/**
 * Replaces positions in the suite's bundle by those of its sources in a stack trace: VS Code writes stacks its own way, which
 * passes over Node's source maps.
 */
export function sourcePositions(stack: string): string {
  map ??= new SourceMap(JSON.parse(readFileSync(`${__filename}.map`, 'utf8')) as SourceMapPayload);
  const sources = map;
  return stack.replaceAll(/([^\s():]+\.cjs):(\d+):(\d+)/g, (text, file: string, line: string, column: string) => {
    if (file !== __filename) return text;
    const entry = sources.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return text;
    const source = resolve(dirname(__filename), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
