import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { evaluate, unknownTerms } from '../../../src/filter/evaluate';
import { parseFilter } from '../../../src/filter/parse';
import { printFilter } from '../../../src/filter/print';
import type { FindGroup, Subject } from '../../../src/filter/subject';
import { summarySubject } from '../../../src/filter/summarySubject';
import { traceSubject } from '../../../src/filter/traceSubject';
import { buildTrace } from '../../../src/model/buildTrace';
import { drawSpanRecords, drawTrace } from '../model/drawTrace';
import { documentsOf, isFound, segmentsArbitrary, summaryOf, wantedArbitrary, writtenAs } from './oracle';
import { summary } from './summaries';

function verdict(text: string, subject: Subject, findGroup?: FindGroup): string {
  const { expression, problems } = parseFilter(text);
  assert.ok(expression, `${text}: ${JSON.stringify(problems)}`);
  return evaluate(expression, subject, findGroup);
}

const drawn = (drawing: string): Subject => traceSubject(buildTrace({ documents: drawTrace(drawing) }));

describe('evaluation of filter expressions', () => {
  it('agrees on traces with an oracle that shares no code with it', () => {
    fc.assert(
      fc.property(wantedArbitrary, segmentsArbitrary, fc.nat(), (wanted, segments, seed) => {
        const text = writtenAs(wanted, seed);
        const subject = traceSubject(buildTrace({ documents: documentsOf(segments) }));
        assert.equal(verdict(text, subject), isFound(wanted, segments) ? 'yes' : 'no', text);
      }),
      { numRuns: 300 },
    );
  });

  it('says of a summary what the oracle says of its trace, or that it cannot know', () => {
    let known = 0;
    fc.assert(
      fc.property(wantedArbitrary, segmentsArbitrary, fc.nat(), (wanted, segments, seed) => {
        const text = writtenAs(wanted, seed);
        for (const isWhole of [true, false]) {
          const found = verdict(text, summarySubject(summaryOf(segments), isWhole));
          if (found !== 'unknown') {
            known++;
            assert.equal(found, isFound(wanted, segments) ? 'yes' : 'no', text);
          }
        }
      }),
      { numRuns: 600 },
    );
    assert.ok(known > 400, `only ${known} of 1200 were known`);
  });

  it('tells apart what is not so and what a summary cannot know', () => {
    const subject = summarySubject(
      summary({
        services: [
          { name: 'shop', type: 'AWS::Lambda' },
          { name: 'pay', type: '' },
        ],
        name: 'shop',
        httpStatus: 500,
        fault: true,
      }),
    );
    for (const [text, expected] of [
      ['fault', 'yes'],
      ['!fault', 'no'],
      ['service("shop")', 'yes'],
      ['service("nobody")', 'no'],
      ['service("nobody") { fault }', 'no'],
      ['service("shop") { fault }', 'unknown'],
      ['!service("shop") { fault }', 'unknown'],
      ['service("pay") { root }', 'no'],
      ['service(id(name: "pay", type: "AWS::Lambda"))', 'unknown'],
      ['service(id(name: "shop", type: "AWS::Lambda"))', 'yes'],
      ['service(id(type: "AWS::Lambda", name: "x"))', 'no'],
      ['service(id(account.id: "1"))', 'unknown'],
      ['edge("shop", "pay")', 'unknown'],
      ['edge("shop", "nobody")', 'no'],
      ['user CONTAINS ""', 'no'],
      ['annotation.x', 'no'],
      ['!annotation.x', 'yes'],
      ['duration > 1', 'unknown'],
      ['fault OR duration > 1', 'yes'],
      ['!fault AND duration > 1', 'no'],
      ['fault AND duration > 1', 'unknown'],
      ['availabilityzone = "a"', 'unknown'],
      ['type = "AWS::Lambda"', 'unknown'],
      ['colour = "red"', 'unknown'],
      ['group.name = "x"', 'unknown'],
      ['rootcause.fault.service { name = "pay" }', 'no'],
      ['rootcause.throttle.service { first }', 'unknown'],
    ] as const) {
      assert.equal(verdict(text, subject), expected, text);
    }
  });

  it('calls what a summary of spans lacks unknown', () => {
    const subject = summarySubject(summary(), false);
    for (const text of [
      'user',
      '!annotation.x',
      'http.status = 200',
      'rootcause.fault.service { first }',
      'service("x")',
    ]) {
      assert.equal(verdict(text, subject), 'unknown', text);
    }
  });

  it('names the terms that cannot be known', () => {
    const { expression } = parseFilter('fault AND (edge("a", "b") OR !(duration > 1)) AND user');
    const services = [
      { name: 'a', type: '' },
      { name: 'b', type: '' },
    ];
    const terms = unknownTerms(expression!, summarySubject(summary({ services })));
    assert.deepEqual(
      terms.map((term) => printFilter(term)),
      ['edge("a", "b")', 'duration > 1'],
    );
  });

  it('asks groups by name and by ARN, groups within groups, and stops at circles', () => {
    const groups = new Map([
      ['slow', 'duration > 1'],
      ['slow faults', 'group.name = "slow" AND fault'],
      ['all', ''],
      ['circle', 'group.name = "circle"'],
    ]);
    const findGroup: FindGroup = (by, value) => {
      const filter = groups.get(by === 'group.arn' ? value.replace('arn:', '') : value);
      return filter === undefined ? undefined : { expression: parseFilter(filter).expression };
    };
    const subject = summarySubject(summary({ duration: 2000 }));
    for (const [text, expected] of [
      ['group.name = "slow"', 'yes'],
      ['group.arn = "arn:slow"', 'yes'],
      ['group.name != "slow"', 'no'],
      ['group.name = "slow faults"', 'no'],
      ['group.name = "all"', 'yes'],
      ['group.name = "nobody"', 'unknown'],
      ['group.name = "circle"', 'unknown'],
    ] as const) {
      assert.equal(verdict(text, subject, findGroup), expected, text);
    }
  });

  it('finds root causes of faults along the path of failed spans', () => {
    const subject = drawn(`
      shop        0 500 fault
        call pay  10 400 fault remote
          pay     20 390 segment fault origin=AWS::Lambda::Function
            dynamo 30 380 fault aws
        call log  410 420
    `);
    for (const [text, expected] of [
      ['rootcause.fault.service', 'yes'],
      ['rootcause.error.service', 'no'],
      ['rootcause.fault.service { last AND name = "pay" AND type = "AWS::Lambda::Function" }', 'yes'],
      ['rootcause.fault.service { first AND name = "shop" AND index = 0 }', 'yes'],
      ['rootcause.fault.service { name = "log" }', 'no'],
      ['rootcause.fault.entity { last AND name = "dynamo" AND !remote }', 'yes'],
      ['rootcause.fault.entity { name = "call pay" AND remote AND index = 1 }', 'yes'],
      ['rootcause.fault.exception { first }', 'no'],
      ['rootcause.responsetime.service { first }', 'unknown'],
      [
        'rootcause.json = #[{ "Services": [{ "Name": "shop" }, { "Type": "AWS::Lambda::Function", "EntityPath": [{}, { "Name": "dynamo" }] }] }]',
        'yes',
      ],
      ['rootcause.json = #[{ "Services": [{ "Name": "shop" }] }]', 'unknown'],
      ['rootcause.json = #[{}]', 'yes'],
    ] as const) {
      assert.equal(verdict(text, subject), expected, text);
    }
  });

  it('reads exceptions of root causes', () => {
    const document = {
      ...(JSON.parse(drawTrace('shop 0 10 fault')[0]!) as object),
      cause: { exceptions: [{ type: 'Denied', message: 'access denied' }] },
    };
    const subject = traceSubject(buildTrace({ documents: [JSON.stringify(document)] }));
    assert.equal(
      verdict('rootcause.fault.exception { last AND name = "Denied" AND message CONTAINS "denied" }', subject),
      'yes',
    );
    assert.equal(verdict('message ENDSWITH "denied"', subject), 'yes');
    assert.equal(verdict('service("shop") { message = "x" }', subject), 'no');
  });

  it('reads spans of OpenTelemetry', () => {
    const subject = traceSubject(
      buildTrace({ documents: drawSpanRecords('shop 0 500\n  pay 10 90 segment fault http=503') }),
    );
    for (const [text, expected] of [
      ['service("pay") { fault AND http.status = 503 }', 'yes'],
      ['edge("shop", "pay") { fault }', 'yes'],
      ['fault', 'no'],
      ['duration = 0.5', 'yes'],
    ] as const) {
      assert.equal(verdict(text, subject), expected, text);
    }
  });

  it('takes documents nobody can read, and traces without any', () => {
    for (const documents of [
      [],
      ['{'],
      ['[]'],
      ['7'],
      ['{"resourceSpans":[]}'],
      ['[{"id":"1","name":"x"}, 3, {"spanId":"a","name":"b"}]'],
    ]) {
      const subject = traceSubject(buildTrace({ documents }));
      for (const text of [
        'fault',
        'duration > 1',
        'service()',
        'annotation.x',
        'rootcause.fault.service',
        'message = ""',
        'edge("a", "b")',
      ]) {
        assert.ok(['yes', 'no', 'unknown'].includes(verdict(text, subject)), text);
      }
    }
  });
});
