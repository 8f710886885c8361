import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  annotationIs,
  excluding,
  including,
  keywordIs,
  quote,
  serviceIs,
  stateOf,
  withGroup,
} from '../../../src/filter/compose';
import type { Expression } from '../../../src/filter/expression';
import { parseFilter } from '../../../src/filter/parse';
import { printFilter } from '../../../src/filter/print';
import { wantedArbitrary, writtenAs } from './oracle';

/** Expressions as people write them: without errors, some with warnings. */
const filter = fc.oneof(
  fc.tuple(wantedArbitrary, fc.nat()).map(([wanted, seed]) => writtenAs(wanted, seed)),
  fc.constantFrom(
    '',
    '  ',
    'a',
    'NOT fault',
    'name = traces',
    'fault OR error',
    '(fault OR error) user = "x"',
    'rootcause.json = #[ ]',
  ),
);
const term = fc.oneof(
  filter.filter((text) => text.trim() !== ''),
  fc.constantFrom('service("a")', '!fault', 'fault OR error', 'a AND b', '!(a AND b)'),
);
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', '\\', 'a', '\n', ']', '}', "'") }),
);

function parsed(text: string): Expression | undefined {
  const { expression, problems } = parseFilter(text);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
    text,
  );
  return expression;
}

/** What a filter means, however it is written. */
function meaning(text: string): string {
  const expression = parsed(text);
  return expression ? printFilter(expression) : '';
}

describe('composing filter expressions', () => {
  it('gives what can be read, whatever is composed', () => {
    fc.assert(
      fc.property(filter, term, anyText, (one, other, group) => {
        for (const text of [including(one, other), excluding(one, other), withGroup(group, one), withGroup(group, '')])
          parsed(text);
      }),
    );
  });

  it('changes nothing where the term is included already', () => {
    fc.assert(
      fc.property(filter, term, (one, other) => {
        const once = including(one, other);
        assert.equal(including(once, other), once);
        assert.equal(stateOf(once, other), 'included');
      }),
    );
  });

  it('takes out what was included, and excludes nothing then', () => {
    fc.assert(
      fc.property(filter, term, (one, other) => {
        fc.pre(stateOf(one, other) === 'none' && !sharesTerms(one, other));
        assert.equal(meaning(excluding(including(one, other), other)), meaning(one));
      }),
    );
  });

  it('changes nothing where the term is excluded already', () => {
    fc.assert(
      fc.property(filter, term, (one, other) => {
        fc.pre(stateOf(one, other) === 'none');
        const once = excluding(one, other);
        assert.equal(stateOf(once, other), 'excluded');
        assert.equal(excluding(once, other), once);
      }),
    );
  });

  it('ends an exclusion when the term is included', () => {
    assert.equal(including('fault AND !service("a")', 'service("a")'), 'fault AND service("a")');
    assert.equal(including('!(a OR b)', 'a OR b'), '(a OR b)'.slice(1, -1));
  });

  it('keeps what was there as it was written', () => {
    assert.equal(including('ok  !partial duration <3', 'http.url'), 'ok  !partial duration <3 AND http.url');
    assert.equal(including('FAULT or error', 'user="a"'), '(FAULT or error) AND user = "a"');
    assert.equal(excluding('(FAULT or error) AND user = "a" AND  Ok', 'user = "a"'), '(FAULT or error) AND Ok');
    assert.equal(excluding('(a OR b) AND c', 'C'), 'a OR b');
    assert.equal(excluding('!(a  OR (b)) AND c', 'c'), '!(a  OR (b))');
    assert.equal(excluding('x AND (a AND (b OR c)) AND d', 'd'), 'x AND (a AND (b OR c))');
  });

  it('knows a term however it is written', () => {
    assert.equal(including('Service( "a" ) {Fault}', 'service("a") { fault }'), 'Service( "a" ) {Fault}');
    assert.equal(stateOf('fault AND NOT http.status=503', 'http.status = 503'), 'excluded');
    assert.equal(stateOf('fault OR http.status = 503', 'http.status = 503'), 'none');
  });

  it('puts a group in front, once', () => {
    assert.equal(withGroup('', 'fault'), 'fault');
    assert.equal(withGroup('shop', ''), 'group.name = "shop"');
    assert.equal(withGroup('shop', 'fault OR error'), 'group.name = "shop" AND (fault OR error)');
    assert.equal(withGroup('shop', 'GROUP.name="shop" fault'), 'GROUP.name="shop" fault');
  });

  it('keeps a filter it cannot read: X-Ray may know better', () => {
    assert.equal(including('fault ~~ 1', 'error'), '(fault ~~ 1) AND error');
    assert.equal(withGroup('shop', 'fault ~~ 1'), 'group.name = "shop" AND (fault ~~ 1)');
    assert.equal(including('fault', ')'), 'fault');
  });

  it('writes any text so that it is read as the same text', () => {
    fc.assert(
      fc.property(
        anyText,
        anyText.filter((text) => text !== ''),
        (text, key) => {
          const keyword = parsed(keywordIs('user', text));
          assert.ok(keyword?.kind === 'keyword' && keyword.value === text);
          const service = parsed(serviceIs(text, text));
          assert.ok(service?.kind === 'service' && service.service?.name === text);
          const annotation = parsed(annotationIs(key, text));
          assert.ok(annotation?.kind === 'annotation' && annotation.key === key && annotation.value === text);
        },
      ),
    );
    assert.equal(quote('a"b'), String.raw`"a\"b"`);
    assert.equal(quote(String.raw`C:\x`), String.raw`"C:\x"`);
  });
});

/** What a filter asks for at its top level. */
function partsOf(text: string): string[] {
  const expression = parsed(text);
  if (!expression) return [];
  return (expression.kind === 'and' ? expression.terms : [expression]).map((part) => printFilter(part));
}

/** Whether some of the term's parts stand in the filter already: taking the term out takes these too. */
function sharesTerms(one: string, other: string): boolean {
  const known = new Set(partsOf(one));
  return partsOf(other).some((part) => {
    return [part, `!${part}`, `!(${part})`, part.slice(1), part.slice(2, -1)].some((text) => known.has(text));
  });
}
