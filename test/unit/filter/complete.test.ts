import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { completeAt } from '../../../src/filter/complete';
import { HELP_TOPICS, hoverAt } from '../../../src/filter/hover';
import { knownValues, NOTHING_KNOWN } from '../../../src/filter/known';
import { parseFilter } from '../../../src/filter/parse';
import { helpOf } from '../../../src/views/filterHelp';
import { filterList } from '../../../src/views/filterItems';
import { problemText } from '../../../src/views/filterText';
import { assertLinearIn } from '../growth';
import { ROWS } from './expressions';
import { summary } from './summaries';

const KNOWN = knownValues(
  [
    summary({ url: '/orders', method: 'POST', users: ['ola'], services: [{ name: 'orders', type: 'AWS::Lambda' }] }),
    summary({
      url: '/orders',
      services: [
        { name: 'orders', type: 'AWS::Lambda' },
        { name: 'pay "x"', type: '' },
      ],
      annotations: new Map<string, (string | number)[]>([
        ['tenant', ['acme', 'zoo', 'acme']],
        ['service.tier', ['gold']],
        ['retries', [2]],
      ]),
    }),
    summary({ url: '/health', httpStatus: 503 }),
  ],
  ['checkout'],
);

function labels(text: string): string[] {
  return completeAt(text, text.length, KNOWN).map(({ label }) => label);
}

/** The text after taking a completion by its label. */
function taking(text: string, label: string): string {
  const found = completeAt(text, text.length, KNOWN).find((one) => one.label === label);
  assert.ok(found, `${label} is not offered after ${text}: ${labels(text).join(', ')}`);
  return text.slice(0, found.start) + found.insert + text.slice(found.end);
}

/** The operators that are offered. */
function operators(text: string): string[] {
  return labels(text).filter((label) => /^(?:[<>=!]+|[A-Z]+(?:S|WITH))$/.test(label));
}

/** The list below an expression. */
function list(value: string, history: readonly string[] = []): ReturnType<typeof filterList> {
  return filterList(value, KNOWN, history, t);
}

const t = (message: string, ...values: (string | number)[]): string =>
  message.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

describe('completion of filter expressions', () => {
  it('begins with keywords, complex ones and annotations that were seen', () => {
    const offered = labels('');
    for (const one of [
      'fault',
      'duration',
      'http.url',
      'service("…")',
      'annotation.tenant',
      'annotation[service.tier]',
    ]) {
      assert.ok(offered.includes(one), one);
    }
    assert.ok(!offered.includes('coverage'), 'means nothing outside of a root cause');
  });

  for (const [text, first] of [
    ['fau', 'fault'],
    ['use', 'user'],
    ['http.u', 'http.url'],
    ['fault AND resp', 'responsetime'],
    ['fault AND annotation.te', 'annotation.tenant'],
    ['annotation[serv', 'annotation[service.tier]'],
    ['status', 'http.status'],
    ['http.url ', '='],
    ['http.url CON', 'CONTAINS'],
    ['http.url = ', '"/orders"'],
    ['http.url = "/he', '"/health"'],
    ['http.status = ', '503'],
    ['fault = ', 'true'],
    ['annotation.tenant = ', '"acme"'],
    ['annotation[service.tier] = ', '"gold"'],
    ['annotation.retries > ', '2'],
    ['group.name = ', '"checkout"'],
    ['service(', '"orders"'],
    ['edge("orders", ', '"orders"'],
    ['service(id(name: ', '"orders"'],
    ['service(id(type: ', '"AWS::Lambda"'],
    ['service(id(', 'name:'],
    ['fault ', '='],
    ['user = "ola" ', 'AND'],
    ['(fault ', '='],
    ['(user = "ola" ', ')'],
    ['service("orders") { user = "a" ', '}'],
    ['rootcause.json = ', '#[{ "Services": [{ "Name": "" }] }]'],
    ['user = o', '"ola"'],
  ] as const) {
    it(`offers ${first} after ${text}`, () => {
      assert.equal(labels(text)[0], first);
    });
  }

  it('offers the operators of a keyword’s type, and no others', () => {
    assert.deepEqual(operators('duration '), ['=', '!=', '<', '<=', '>', '>=']);
    assert.deepEqual(operators('user '), ['=', '!=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH']);
    assert.deepEqual(operators('fault '), ['=', '!=']);
    assert.equal(operators('annotation.x ').length, 9);
  });

  it('knows in whose braces it is', () => {
    assert.ok(labels('rootcause.responsetime.entity { ').includes('coverage'));
    assert.ok(!labels('rootcause.fault.exception { ').includes('coverage'));
    assert.ok(labels('service("orders") { ').includes('root'));
    assert.ok(!labels('service("orders") { ').some((label) => /^(?:annotation|group|service)/.test(label)));
  });

  it('offers the operators right behind a keyword that is complete', () => {
    assert.equal(taking('http.url', 'http.url CONTAINS'), 'http.url CONTAINS ');
    assert.ok(!labels('http.url').includes('http.url'));
  });

  it('writes an expression by choosing alone', () => {
    let text = taking('fau', 'fault') + ' ';
    text = taking(text, 'AND');
    text = taking(text, 'service("…")');
    text = taking(text, String.raw`"pay \"x\""`);
    text = `${taking(text, ')')}{ http.me`;
    text = taking(text, 'http.method');
    text = taking(text, 'BEGINSWITH');
    text = taking(text, '"POST"');
    text = taking(`${text} `, '}');
    assert.equal(text, String.raw`fault AND service("pay \"x\"") { http.method BEGINSWITH "POST" } `);
    assert.deepEqual(
      parseFilter(text).problems.map(({ code }) => code),
      ['escape'],
    );
  });

  it('offers nothing in what cannot be read', () => {
    assert.deepEqual(labels('fault )) '), []);
  });

  it('never throws and stays within the text, whatever stands there', () => {
    const piece = fc.constantFrom(
      '"',
      '(',
      '{',
      '}',
      ')',
      'service(',
      'id(',
      'fault',
      '!',
      ' AND ',
      'annotation[',
      '#[',
      'http.url',
      '=',
      ' ',
      '\\',
      '1',
      '💥',
      ',',
      ':',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat(200), (pieces, at) => {
        const text = pieces.join('');
        const offset = Math.min(at, text.length);
        for (const { start, end } of completeAt(text, offset, KNOWN)) {
          assert.ok(start >= 0 && start <= offset && end <= text.length && start <= end);
        }
        hoverAt(text, offset);
      }),
    );
  });

  it('takes time in proportion to the length of the text', () => {
    for (const unit of ['(', '!', '"', 'service("a"){', 'a AND '])
      assertLinearIn(unit, (text) => completeAt(text, text.length, NOTHING_KNOWN));
  });
});

describe('help on filter expressions', () => {
  for (const [text, at, topic] of [
    ['fault AND http.url CONTAINS "x"', 2, 'fault'],
    ['fault AND http.url CONTAINS "x"', 7, 'AND'],
    ['fault AND http.url CONTAINS "x"', 12, 'http.url'],
    ['fault AND http.url CONTAINS "x"', 20, 'CONTAINS'],
    ['fault AND http.url CONTAINS "fault"', 31, undefined],
    ['responseTime > 2', 3, 'responsetime'],
    ['annotation[a.b] = 1', 12, 'annotation'],
    ['rootcause.fault.entity { last }', 5, 'rootcause.entity'],
    ['!service("a")', 0, '!'],
    ['!service("a")', 4, 'service'],
    ['nobody', 2, undefined],
  ] as const) {
    it(`at ${at} of ${text}: ${topic ?? 'none'}`, () => {
      assert.equal(hoverAt(text, at)?.topic, topic);
    });
  }

  it('has an example for every topic that X-Ray’s grammar takes', () => {
    for (const topic of HELP_TOPICS) {
      const { text, example } = helpOf(topic, t);
      assert.match(text, /^[A-Z].*\.$/, topic);
      assert.deepEqual(parseFilter(example).problems, [], example);
      assert.ok(
        example.toLowerCase().includes(topic.split('.').at(-1)!.toLowerCase()) || topic === '(',
        `${topic}: ${example}`,
      );
    }
  });

  it('says of every problem of the table where it is, what it is and what is expected', () => {
    for (const [, marked] of ROWS) {
      const text = marked.replace('¦', '');
      for (const problem of parseFilter(text).problems) {
        const sentence = problemText(problem, t);
        assert.match(sentence, /^Character \d+: .+/, text);
        assert.doesNotMatch(sentence, /undefined|Expected: $|\{\d\}/, text);
        assert.equal(Number(/\d+/.exec(sentence)![0]), problem.start + 1);
      }
    }
    assert.equal(
      problemText(parseFilter('fault AND ').problems[0]!, t),
      'Character 11: Something is missing. Expected: a keyword such as fault or http.url, ( or !',
    );
  });
});

describe('the list below a filter expression', () => {
  it('runs on its first row, which is labelled with what is typed', () => {
    const [first] = list(' fault ').first;
    assert.deepEqual([first?.does.kind, first?.label], ['run', 'fault']);
    assert.equal(list('').first[0]?.label, 'All Traces');
  });

  it('says on its first row why it cannot be run, and leaves the last word to X-Ray', () => {
    const { first } = list('fault AND AND');
    assert.match(first[0]?.detail ?? '', /^Character 11: “AND” cannot stand here\. Expected: /);
    assert.deepEqual(
      first.map(({ does }) => does.kind),
      ['problem', 'run'],
    );
  });

  it('warns without refusing', () => {
    const { first } = list('faullt');
    assert.equal(first[0]?.does.kind, 'run');
    assert.match(first[0]?.detail ?? '', /Did you mean fault/);
  });

  it('keeps what was typed when a completion is taken', () => {
    for (const [value, label, written] of [
      ['fault', 'fault =', 'fault = '],
      ['user = "a"', 'AND', 'user = "a" AND '],
      ['edge("orders"', ',', 'edge("orders", '],
      ['service(', '"orders"', 'service("orders"'],
      ['http.url=', '"/orders"', 'http.url= "/orders"'],
    ] as const) {
      const item = list(value).completions.find((one) => one.label === label);
      assert.deepEqual(item?.does, { kind: 'write', value: written }, `${label} after ${value}`);
    }
  });

  it('shows of the history what holds the typed text', () => {
    const { history } = list('FAU', ['fault', 'error', 'fault AND x']);
    assert.deepEqual(
      history.map(({ label }) => label),
      ['fault', 'fault AND x'],
    );
  });

  it('makes no icons or links of what was received', () => {
    const known = knownValues([summary({ url: '$(bug) [x](command:y)' })]);
    const [item] = filterList('http.url = ', known, [], t).completions;
    assert.doesNotMatch(item!.label, /\$\(|\]\(/);
    assert.deepEqual(item!.does, { kind: 'write', value: 'http.url = "$(bug) [x](command:y)"' });
  });
});
