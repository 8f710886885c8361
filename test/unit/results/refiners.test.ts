import assert from 'node:assert/strict';
import { including } from '../../../src/filter/compose';
import { parseFilter } from '../../../src/filter/parse';
import { MASK } from '../../../src/model/secretKeys';
import { filteringOf, judged, Verdict } from '../../../webview/results/filtering';
import { countRefiners, pathOf, REFINERS, type Refinement, type RefinerKind } from '../../../webview/results/refiners';
import type { Summaries } from '../../../webview/results/summaries';
import { termOf } from '../../../webview/results/terms';
import { drawSummaries, hostileSummaries } from '../../webview/drawSummaries';
import { columnsOf, summary } from './foundState';

function allRows({ count }: Summaries): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

function valuesOf(summaries: Summaries, kind: RefinerKind, rows = allRows(summaries)): readonly Refinement[] {
  return countRefiners(summaries, rows).find((refiner) => refiner.kind === kind)!.values;
}

/** Rows of a filter for which it is known that they pass, and those for which it is not known. */
function found(summaries: Summaries, filter: string): { readonly yes: number; readonly unknown: number } {
  const verdicts = judged(filteringOf(filter), summaries, new Uint8Array(0));
  const count = (verdict: number): number => verdicts.filter((one) => one === verdict).length;
  return { yes: count(Verdict.Yes), unknown: count(Verdict.Unknown) };
}

describe('refiners', () => {
  it('count each trace once per value, most frequent first', () => {
    const summaries = columnsOf([
      summary(1, {
        users: ['ada', 'ada'],
        services: [
          { name: 'orders', type: 'A' },
          { name: 'orders', type: 'A' },
        ],
      }),
      summary(2, { users: ['bob'], services: [{ name: 'orders', type: 'A' }] }),
      summary(3, { users: ['ada', 'bob'] }),
      summary(4, { users: ['bob'] }),
    ]);
    const counts = (kind: RefinerKind) => valuesOf(summaries, kind).map(({ text, shown }) => [text, shown]);
    assert.deepEqual(counts('user'), [
      ['bob', 3],
      ['ada', 2],
    ]);
    assert.deepEqual(counts('service'), [['orders', 2]]);
  });

  it('count what is shown of what is loaded', () => {
    const summaries = columnsOf([
      summary(1, { users: ['ada'] }),
      summary(2, { users: ['ada'] }),
      summary(3, { users: ['bob'] }),
    ]);
    const values = valuesOf(summaries, 'user', Uint32Array.of(1));
    assert.deepEqual(
      values.map(({ text, shown, loaded }) => [text, shown, loaded]),
      [
        ['ada', 1, 2],
        ['bob', 0, 1],
      ],
    );
  });

  it('put URLs together that differ in their query', () => {
    const summaries = columnsOf([
      summary(1, { url: 'https://a.example/search?q=1' }),
      summary(2, { url: 'https://a.example/search?q=2' }),
      summary(3, { url: 'https://a.example/search#top' }),
      summary(4, { url: '' }),
    ]);
    assert.deepEqual(
      valuesOf(summaries, 'url').map(({ text, shown }) => [text, shown]),
      [['/search', 3]],
    );
    assert.equal(pathOf('/a?b#c'), '/a');
  });

  it('name the server only where there are several', () => {
    const urls = ['https://a.example/x', 'https://b.example/x'];
    const summaries = columnsOf(urls.map((url, n) => summary(n, { url })));
    assert.deepEqual(
      valuesOf(summaries, 'url').map(({ text, detail }) => [text, detail]),
      [
        ['/x', 'a.example'],
        ['/x', 'b.example'],
      ],
    );
  });

  it('call a trace ok as filters do: no fault, no error, and a status of 2xx or none', () => {
    const summaries = columnsOf([
      summary(1),
      summary(2, { httpStatus: 0 }),
      summary(3, { httpStatus: 302 }),
      summary(4, { httpStatus: 500, fault: true }),
    ]);
    const ok = valuesOf(summaries, 'status').find(({ index }) => index === 0)!;
    assert.equal(ok.shown, 2);
  });

  for (const [title, summaries] of [
    [
      'an hour of a shop',
      columnsOf(
        drawSummaries(150),
        drawSummaries(40, 3).map((one, n) => ({ ...one, id: `other-${n}` })),
      ),
    ],
    ['texts that are written to break out', columnsOf(hostileSummaries())],
  ] as const) {
    it(`find with their term exactly the traces they count, in ${title}`, () => {
      let asked = 0;
      for (const kind of REFINERS)
        for (const value of valuesOf(summaries, kind)) {
          const term = termOf(value, summaries);
          if (term === '') {
            assert.ok(value.text.includes(MASK), `${kind} ${value.text.slice(0, 40)} has no term`);
            continue;
          }
          asked++;
          const { problems } = parseFilter(term);
          assert.deepEqual(
            problems.filter(({ severity }) => severity === 'error'),
            [],
            term,
          );
          const { yes, unknown } = found(summaries, term);
          // A path that is masked stands for all that begin like it.
          if (value.key.includes(MASK)) assert.ok(yes >= value.loaded, term);
          else assert.deepEqual([yes, unknown], [value.loaded, 0], term);
        }
      assert.ok(asked > 15);
    });
  }

  it('write the kind of a service only where two have one name', () => {
    const summaries = columnsOf([
      summary(1, {
        services: [
          { name: 'fn', type: 'AWS::Lambda' },
          { name: 'fn', type: 'AWS::Lambda::Function' },
          { name: 'db', type: 'X' },
        ],
      }),
    ]);
    assert.deepEqual(
      valuesOf(summaries, 'service')
        .map((value) => termOf(value, summaries))
        .toSorted(),
      [
        'service("db")',
        'service(id(name: "fn", type: "AWS::Lambda"))',
        'service(id(name: "fn", type: "AWS::Lambda::Function"))',
      ],
    );
  });

  it('add up: two values of different kinds find what has both', () => {
    const summaries = columnsOf([
      summary(1, { users: ['ada'], fault: true, httpStatus: 500 }),
      summary(2, { users: ['ada'] }),
      summary(3, { users: ['bob'], fault: true, httpStatus: 500 }),
    ]);
    const term = (kind: RefinerKind, text: string): string =>
      termOf(
        valuesOf(summaries, kind).find((value) => value.text === text || value.key === text)!,
        summaries,
      );
    assert.equal(found(summaries, including(term('user', 'ada'), term('status', '1'))).yes, 1);
  });
});

describe('what a filter finds among what is loaded', () => {
  it('is not decided by a text that is masked', () => {
    const summaries = columnsOf([summary(1, { url: 'https://a.example/x?token=abcdef123456' }), summary(2)]);
    assert.deepEqual(found(summaries, 'http.url CONTAINS "abcdef"'), { yes: 0, unknown: 1 });
    assert.deepEqual(found(summaries, 'http.url CONTAINS "/x"'), { yes: 1, unknown: 0 });
  });

  it('is unknown of root causes beyond the innermost service, of which more is not known', () => {
    const summaries = columnsOf([
      summary(1, { rootCauses: [{ of: 'fault', text: 'payments: TimeoutException' }] }),
      summary(2),
    ]);
    const cause = (text: string) => found(summaries, `rootcause.fault.service { ${text} }`);
    assert.deepEqual(cause('last AND name = "payments"'), { yes: 1, unknown: 0 });
    assert.deepEqual(cause('last AND name = "orders"'), { yes: 0, unknown: 0 });
    assert.deepEqual(cause('name = "orders"'), { yes: 0, unknown: 1 });
  });
});
