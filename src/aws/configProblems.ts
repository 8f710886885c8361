import { readFile } from 'node:fs/promises';
import type { ConfigProblem } from '../traces/source';
import { failureOf } from './failure';
import { sharedFilePaths, type Env } from './profiles';

/** A problem, with the section it stands in as written; '' before the first. */
export interface PlacedProblem extends ConfigProblem {
  readonly section: string;
}

/**
 * What AWS's readers of shared files make nothing of. The SDK passes over such lines silently, the AWS CLI refuses the whole file;
 * here the file is read as the SDK does, and what was passed over can be named when something is missing.
 */
export async function readProblems(env: Env): Promise<PlacedProblem[]> {
  const problems = await Promise.all(
    sharedFilePaths(env).map(async (file) => {
      try {
        return problemsOf(file, await readFile(file));
      } catch (error) {
        const isMissing = /^(?:ENOENT|ENOTDIR)$/.test(failureOf(error).code);
        return isMissing ? [] : [{ file, line: 0, what: 'unreadable' as const, section: '' }];
      }
    }),
  );
  return problems.flat();
}

/** What is wrong with the contents of a shared file, in order of its lines. */
export function problemsOf(file: string, contents: Uint8Array): PlacedProblem[] {
  const text = textOf(contents);
  if (text === undefined) return [{ file, line: 0, what: 'noText', section: '' }];
  const problems: PlacedProblem[] = [];
  let section = '';
  let hasSection = false;
  for (const [index, received] of text.split(/\r?\n/).entries()) {
    const line = received.split(/(?:^|\s)[;#]/)[0] ?? ''; // as the SDK finds comments
    const trimmed = line.trim();
    if (!trimmed) continue;
    const problem = (what: ConfigProblem['what']): void => {
      problems.push({ file, line: index + 1, what, section });
    };
    if (trimmed.startsWith('[')) {
      hasSection = true;
      section = sectionNameOf(trimmed);
      if (!trimmed.endsWith(']')) problem('noHeaderEnd');
    } else if (!hasSection) problem('noSection');
    // An indented line without a sign goes on with the value above it.
    else if (!trimmed.includes('=') && !/^\s/.test(line)) problem('noEquals');
  }
  return problems;
}

/** Name of the profile, or the whole header of other sections. */
function sectionNameOf(header: string): string {
  const name = header.replaceAll(/^\[\s*|\s*\]?$/g, '');
  return /^profile\s+(["']?)(.*)\1$/.exec(name)?.[2] ?? name;
}

/** undefined for what is no UTF-8 text: editors of Windows write UTF-16, which no reader of AWS takes. */
function textOf(contents: Uint8Array): string | undefined {
  if (contents.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(contents);
  } catch {
    return undefined;
  }
}
