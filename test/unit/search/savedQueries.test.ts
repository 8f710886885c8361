import assert from 'node:assert/strict';
import {
  array,
  assert as check,
  asyncProperty,
  constantFrom,
  integer,
  json as anyJson,
  oneof,
  property,
  record,
  string as anyText,
  type Arbitrary,
} from 'fast-check';
import type { SearchQuery } from '../../../src/traces/search';
import { QueryHistory } from '../../../src/views/queryHistory';
import {
  MOST_PAST,
  readHistory,
  readQuery,
  readSaved,
  writeHistory,
  writeSaved,
  type SavedQuery,
} from '../../../src/views/queryState';
import { SavedQueries } from '../../../src/views/savedQueries';
import { LAST_HOUR } from './drawn';

/** A memento as VS Code's: what is read is what was written, as JSON. */
class Memory {
  private readonly texts = new Map<string, string>();
  readonly keys = (): readonly string[] => [...this.texts.keys()];
  get<T>(key: string, fallback?: T): T {
    const text = this.texts.get(key);
    return text === undefined ? (fallback as T) : (JSON.parse(text) as T);
  }
  update(key: string, value: unknown): Promise<void> {
    this.texts.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

const range = oneof(
  record({ kind: constantFrom('last' as const), milliseconds: integer({ min: 1 }) }),
  integer({ min: 0, max: 2e9 }).map((start) => ({ kind: 'between' as const, start, end: start + 1 })),
);
const query: Arbitrary<SearchQuery> = oneof(
  record({
    kind: constantFrom('traces' as const),
    range,
    group: anyText(),
    filter: anyText(),
    timeRangeType: constantFrom('TraceId' as const, 'Event' as const),
  }),
  record({
    kind: constantFrom('spans' as const),
    range,
    conditions: array(
      record(
        {
          field: constantFrom('service' as const, 'attribute' as const),
          name: anyText(),
          operator: constantFrom('=' as const, 'contains' as const),
          value: anyText(),
        },
        { requiredKeys: ['field', 'operator', 'value'] },
      ),
    ),
    raw: anyText(),
  }),
);

function filterOf(text: string): SearchQuery {
  return { ...LAST_HOUR, filter: text };
}

describe('kept queries', () => {
  it('are read as they were written', () => {
    check(
      property(array(query, { maxLength: 5 }), (queries) => {
        const saved = queries.map((one, order): SavedQuery => ({
          id: `id-${order}`,
          name: `query ${order}`,
          pinned: order % 2 === 0,
          order,
          query: one,
        }));
        const asJson = JSON.parse(JSON.stringify(saved)) as unknown; // without what JSON does not know
        assert.deepEqual(readSaved(JSON.parse(JSON.stringify(writeSaved(saved)))), asJson);
        const past = queries.map((one, at) => ({ query: one, at }));
        assert.deepEqual(readHistory(JSON.parse(JSON.stringify(writeHistory(past)))), JSON.parse(JSON.stringify(past)));
      }),
    );
  });

  it('survive any state: what cannot be read is left out', () => {
    check(
      property(anyJson(), (text) => {
        const value: unknown = JSON.parse(text);
        for (const state of [value, { version: 1, queries: [value], past: [value] }]) {
          assert.deepEqual(readSaved(state), []);
          assert.deepEqual(readHistory(state), []);
        }
      }),
    );
    const good = { id: 'a', name: 'good', pinned: false, order: 0, query: LAST_HOUR };
    const bad = [
      { ...good, id: '' },
      { ...good, id: 'b', name: '  ' },
      { ...good, id: 'c', query: { ...LAST_HOUR, timeRangeType: 'Service' } },
      { ...good, id: 'd', query: { ...LAST_HOUR, range: { kind: 'last', milliseconds: 0 } } },
      { ...good, id: 'e', query: { ...LAST_HOUR, range: { kind: 'between', start: 2, end: 1 } } },
      { ...good, id: 'f', query: { kind: 'spans', range: LAST_HOUR.range, raw: '', conditions: [{ field: 'x' }] } },
      good, // the second with its id
    ];
    assert.deepEqual(readSaved({ version: 1, queries: [good, ...bad] }), [good]);
    assert.deepEqual(readSaved({ version: 2, queries: [good] }), []);
    assert.equal(readQuery({ ...LAST_HOUR, filter: 7 }), undefined);
  });

  it('are pinned first, in the order the user gave them, workspace and global ones mixed', async () => {
    const saved = new SavedQueries(new Memory(), new Memory());
    const names = (): string[] => saved.rows.map(({ name }) => name);
    const [a, b, c] = [
      await saved.add('a', filterOf('a'), 'workspace'),
      await saved.add('b', filterOf('b'), 'global'),
      await saved.add('c', filterOf('c'), 'workspace'),
    ];
    assert.deepEqual(names(), ['a', 'b', 'c']);
    await saved.shift(c, -1);
    assert.deepEqual(names(), ['a', 'c', 'b']);
    await saved.shift(a, -1);
    assert.deepEqual(names(), ['a', 'c', 'b'], 'the first stays');
    await saved.update(b, { pinned: true });
    assert.deepEqual(names(), ['b', 'a', 'c']);
    await saved.shift(a, -1);
    assert.deepEqual(names(), ['b', 'a', 'c'], 'no way past the pinned ones');
    await saved.move([c], b);
    assert.deepEqual(names(), ['c', 'b', 'a']);
    assert.equal(saved.find(c)?.pinned, true, 'dropped among the pinned');
    await saved.move([c, b], undefined);
    assert.deepEqual(names(), ['a', 'c', 'b']);
    assert.equal(saved.find(b)?.pinned, false);
    await saved.update(c, { scope: 'global' });
    assert.deepEqual(names(), ['a', 'c', 'b']);
  });

  it('come back to their places when a deletion is taken back', async () => {
    const saved = new SavedQueries(new Memory(), new Memory());
    for (const name of ['a', 'b', 'c']) await saved.add(name, filterOf(name), name === 'b' ? 'global' : 'workspace');
    const before = saved.rows;
    const removed = await saved.remove([before[0]!.id, before[1]!.id]);
    assert.deepEqual(
      saved.rows.map(({ name }) => name),
      ['c'],
    );
    await saved.restore(removed);
    await saved.restore(removed);
    assert.deepEqual(saved.rows, before);
  });

  it('keep what another window has changed meanwhile', async () => {
    const global = new Memory();
    const here = new SavedQueries(new Memory(), global);
    const there = new SavedQueries(new Memory(), global);
    await here.add('here', filterOf('here'), 'global');
    await there.add('there', filterOf('there'), 'global');
    await here.add('mine', filterOf('mine'), 'workspace');
    assert.deepEqual(
      here.rows.map(({ name }) => name),
      ['here', 'there', 'mine'],
    );
  });

  it('lose none and gain none by moving', async () => {
    await check(
      asyncProperty(array(integer({ min: 0, max: 23 }), { maxLength: 12 }), async (moves) => {
        const saved = new SavedQueries(new Memory(), new Memory());
        for (const name of 'abcd') await saved.add(name, filterOf(name), name < 'c' ? 'global' : 'workspace');
        for (const move of moves) {
          const { rows } = saved;
          const row = rows[move % 4]!;
          if (move < 8) await saved.shift(row.id, move < 4 ? -1 : 1);
          else if (move < 16) await saved.move([row.id], move < 12 ? rows[0]!.id : undefined);
          else await saved.update(row.id, move < 20 ? { pinned: !row.pinned } : { scope: 'global' });
        }
        const names = saved.rows.map(({ name }) => name);
        assert.deepEqual(names.toSorted(), ['a', 'b', 'c', 'd']);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the history of queries', () => {
  it('has the last twenty, newest first, each once', () => {
    const state = new Memory();
    const history = new QueryHistory(state);
    for (let index = 0; index < 25; index++) history.add(filterOf(`${index}`), index);
    history.add(filterOf('10'), 100);
    assert.equal(history.rows.length, MOST_PAST);
    assert.deepEqual(history.rows[0], { query: filterOf('10'), at: 100 });
    assert.equal(history.rows.filter(({ query: { kind }, at }) => kind === 'traces' && at === 10).length, 0);
    assert.deepEqual(new QueryHistory(state).rows, history.rows);
    history.remove([filterOf('10')]);
    assert.equal(history.rows.length, MOST_PAST - 1);
  });

  it('remembers the last answers, also of a search that was left half-way', async () => {
    const state = new Memory();
    await new QueryHistory(state).remember({ ...LAST_HOUR, group: 'checkout' });
    assert.deepEqual(new QueryHistory(state).last, { ...LAST_HOUR, group: 'checkout' });
    await state.update('xrayTraces.lastSearch', { version: 1, query: { kind: 'traces' } });
    assert.equal(new QueryHistory(state).last, undefined);
    await state.update('xrayTraces.lastSearch', null);
    assert.equal(new QueryHistory(state).last, undefined);
  });

  it('remembers the answers of a span search beside those of others; until there are any, what was run', async () => {
    const state = new Memory();
    const history = new QueryHistory(state);
    assert.equal(history.lastSpans, undefined);
    const spans = { kind: 'spans', range: LAST_HOUR.range, conditions: [], raw: '' } as const;
    history.add(spans, 1);
    history.add(LAST_HOUR, 2);
    assert.deepEqual(history.lastSpans, spans);
    await history.remember({ ...spans, raw: 'fields traceId' });
    await history.remember(LAST_HOUR);
    assert.deepEqual(new QueryHistory(state).lastSpans, { ...spans, raw: 'fields traceId' });
    assert.deepEqual(new QueryHistory(state).last, LAST_HOUR);
  });

  it('forgets the last answers too when it is cleared', async () => {
    const state = new Memory();
    const history = new QueryHistory(state);
    history.add(filterOf('fault'), 1);
    await history.remember(LAST_HOUR);
    await history.remember({ kind: 'spans', range: LAST_HOUR.range, conditions: [], raw: 'fields traceId' });
    await history.clear();
    const read = new QueryHistory(state);
    assert.deepEqual([read.rows, read.last, read.lastSpans], [[], undefined, undefined]);
  });
});
