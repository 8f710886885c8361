import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGES = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md'];
interface Target {
  readonly text: string;
  /** Heading within the page; undefined = all of it. */
  readonly anchor: string | undefined;
}

/** What links and pictures of a Markdown text point to beside the web. */
function localTargets(markdown: string): Target[] {
  const links = [...markdown.matchAll(/\]\(([^()\s]+)\)/g), ...markdown.matchAll(/(?:src|href)="([^"]+)"/g)];
  return links
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [text = '', anchor] = target.split('#');
      return { text, anchor };
    });
}

/** Names of npm scripts a text tells the reader to run: `npm run x`, `npm start`, `npm test`, and `test:x` alone. */
function scriptsIn(markdown: string): Set<string> {
  const run = [...markdown.matchAll(/npm (?:run (?:-s )?([a-z][\w:-]*)|(start|test)\b)/g)].map(
    (match) => match[1] ?? match[2]!,
  );
  const short = [...markdown.matchAll(/`(test:[a-z]+)`/g)].map((match) => match[1]!);
  return new Set([...run, ...short]);
}

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const read = (page: string): string => readFileSync(join(PROJECT_ROOT, page), 'utf8');

for (const page of PAGES)
  describe(page, () => {
    it('points only to what there is', () => {
      for (const { text, anchor } of localTargets(read(page))) {
        const file = text === '' ? join(PROJECT_ROOT, page) : join(PROJECT_ROOT, dirname(page), text);
        assert.ok(existsSync(file), `${text} is not there`);
        assert.ok(!file.endsWith('.png') || statSync(file).size > 1000, `${text} is no picture`);
        if (anchor) assert.ok(anchorsOf(readFileSync(file, 'utf8')).includes(anchor), `${text} has no #${anchor}`);
      }
    });

    it('names only npm scripts there are', () => {
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
      assert.deepEqual(
        [...scriptsIn(read(page))].filter((name) => !(name in scripts)),
        [],
      );
    });
  });

describe('what the pages are searched for', () => {
  it('is there to be found', () => {
    const targets = localTargets(read('README.md')).map(({ text }) => text);
    for (const target of ['docs/timeline.png', 'CONTRIBUTING.md']) assert.ok(targets.includes(target), target);
    const named = scriptsIn(read('CONTRIBUTING.md'));
    for (const name of ['test', 'start', 'test:unit', 'test:host', 'inspect', 'bench', 'page'])
      assert.ok(named.has(name), name);
  });

  it('is told from what is somewhere else', () => {
    const text = '[a](https://example.com/x.md) [b](docs/b.md#c-d) ![c](d.png) [e](#f) `npm ci && npm run -s g:h -- i`';
    assert.deepEqual(localTargets(text), [
      { text: 'docs/b.md', anchor: 'c-d' },
      { text: 'd.png', anchor: undefined },
      { text: '', anchor: 'f' },
    ]);
    assert.deepEqual([...scriptsIn(text)], ['g:h']);
    assert.deepEqual(anchorsOf('# A\n## Two words, here'), ['a', 'two-words-here']);
  });
});
