import assert from 'node:assert/strict';
import type { Fact } from '../../../src/model/details';
import { Status } from '../../../src/model/trace';
import { englishPageStrings } from '../../../src/protocol/strings';
import { indentJson } from '../../../webview/details/json';
import { isPhase } from '../../../webview/anatomyFacts';
import { byteCount, requestLines } from '../../../webview/details/httpFacts';
import { serviceColours } from '../../../webview/palette';
import { keptChip, repeatChips, rowChips, secondaryText, shownStatus } from '../../../webview/rowFacts';
import { columnsFor, gridColumns } from '../../../webview/timeline/columns';
import { ROW_HEIGHT, rowsPerPage, scrollToShow, visibleWindow } from '../../../webview/window';
import { drawWire } from './drawnPage';

const chips = (drawing: string, span: number): string[] =>
  rowChips(drawWire(drawing).spans, span, englishPageStrings).map(({ text, tone }) =>
    tone === 'plain' ? text : `${text} (${tone})`,
  );

describe('chips of a row', () => {
  it('has method and status of a request, coloured by the kind of failure', () => {
    assert.deepEqual(chips('a 0 1 method=GET http=200', 0), ['GET 200']);
    assert.deepEqual(chips('a 0 1 method=POST http=429 throttle', 0), ['POST 429 (throttle)']);
    assert.deepEqual(chips('a 0 1 method=POST http=404 error', 0), ['POST 404 (error)']);
    assert.deepEqual(chips('a 0 1 method=POST http=502 fault', 0), ['POST 502 (fault)']);
  });

  it('leaves out what says nothing', () => {
    assert.deepEqual(chips('a 0 1 http=200', 0), []);
    assert.deepEqual(chips('GET /x 0 1 method=GET http=500', 0), ['500 (fault)']);
  });

  it('says what is odd', () => {
    assert.deepEqual(chips('a 0 -', 0), ['in progress (muted)']);
    assert.deepEqual(chips('a 0 1 parent=ffffffffffffffff', 0), ['parent missing (muted)']);
  });
});

describe('chips of anatomy', () => {
  it('have words for phases, states and hops', () => {
    const fn = 'fn 0 9 origin=AWS::Lambda::Function\n  Initialization 1 2\n  Invocation 2 8\n  Overhead 8 9';
    assert.deepEqual(
      [1, 2, 3].map((span) => chips(fn, span)),
      [['cold start'], [], ['after the handler']],
    );
    assert.deepEqual(chips('m 0 9 origin=AWS::StepFunctions::StateMachine\n  Charge 1 2', 1), ['state']);
    assert.deepEqual(chips('q 0 9 origin=AWS::SQS::Queue\n  QueueTime 1 2', 1), ['waited in a queue']);
    assert.deepEqual(chips('t 0 9 origin=AWS::SNS', 0), ['via topic']);
  });

  it('name the call a span made again and again, with count and time', () => {
    const { spans } = drawWire(['a 0 99', ...[1, 2, 3, 4, 5].map((n) => `  DynamoDB ${n} ${n + 1} aws`)].join('\n'));
    assert.deepEqual(repeatChips(spans, 0, englishPageStrings), [{ text: '5 × DynamoDB, 5 ms', tone: 'plain' }]);
    assert.deepEqual(repeatChips(spans, 1, englishPageStrings), []);
  });

  it('tell a clock that differs from work that goes on after its parent', () => {
    assert.deepEqual(chips('a 10 90\n  b 2 50 segment', 1), ['clock skew (muted)']);
    assert.deepEqual(chips('a 10 90\n  b 20 95 segment', 1), ['outside parent (muted)']);
    assert.deepEqual(chips('a 10 90\n  b 20 95', 1), ['outside parent (muted)']);
    assert.deepEqual(chips('a 10 90\n  b 20 80', 1), []);
    const cold = 'fn 10 90 origin=AWS::Lambda::Function\n  Initialization 2 9';
    assert.deepEqual(chips(cold, 1), ['cold start']);
  });
});

describe('the chip that stays where there is little room', () => {
  const failure = { text: 'POST 429', tone: 'throttle' } as const;
  const quiet = { text: '2 retries', tone: 'plain' } as const;

  it('is the one of a failure, also behind others', () => {
    assert.deepEqual(keptChip(200, 'payments-gateway', [quiet, failure]), { kept: failure, others: [quiet] });
    assert.deepEqual(keptChip(200, 'payments-gateway', [quiet]), { kept: undefined, others: [quiet] });
  });

  it('leaves the name some 60 pixels, or all of a short name', () => {
    assert.equal(keptChip(140, 'payments-gateway', [failure]).kept, failure);
    assert.deepEqual(keptChip(120, 'payments-gateway', [failure]), { kept: undefined, others: [failure] });
    assert.equal(keptChip(120, 'pay', [failure]).kept, failure);
  });
});

describe('words and shapes of a row', () => {
  it('says where a segment ran, and to which service a subsegment belongs', () => {
    const { spans } = drawWire('web 0 9 origin=AWS::ECS::Container\n  query 1 2');
    assert.equal(secondaryText(spans, 0), 'AWS::ECS::Container');
    assert.equal(secondaryText(spans, 1), 'web');
  });

  it('shows a failure of its own solid, one from below faint', () => {
    const { spans } = drawWire('a 0 9\n  b 1 2 error\n    c 1 2 fault');
    assert.deepEqual(shownStatus(spans, 0), { status: Status.Fault, isInherited: true });
    assert.deepEqual(shownStatus(spans, 1), { status: Status.Error, isInherited: false });
  });

  it('draws only the phases of Lambda pale', () => {
    const { spans } = drawWire('fn 0 9 origin=AWS::Lambda::Function\n  Initialization 1 2\n  Other 3 4');
    assert.deepEqual(
      [0, 1, 2].map((span) => isPhase(spans, span)),
      [false, true, false],
    );
  });

  it('colours services in order of appearance, starting over after the last colour', () => {
    const colours = serviceColours([7, 3, 9, 4, 5, 6, 8, 10, 11]);
    assert.deepEqual([colours.get(7), colours.get(3), colours.get(10), colours.get(11)], [0, 1, 7, 0]);
  });
});

describe('rows in sight', () => {
  it('keeps a few rows beyond each edge', () => {
    assert.deepEqual(visibleWindow(100 * ROW_HEIGHT, 10 * ROW_HEIGHT, 1000), { from: 92, to: 118 });
    assert.deepEqual(visibleWindow(0, 10 * ROW_HEIGHT, 5), { from: 0, to: 5 });
    assert.deepEqual(visibleWindow(99_999, 240, 0), { from: 0, to: 0 });
    assert.equal(rowsPerPage(10 * ROW_HEIGHT), 9);
    assert.equal(rowsPerPage(0), 1);
  });

  it('scrolls as little as possible', () => {
    const height = 10 * ROW_HEIGHT;
    assert.equal(scrollToShow(5, 0, height, 100, 2), 0);
    assert.equal(scrollToShow(20, 0, height, 100, 2), 13 * ROW_HEIGHT);
    assert.equal(scrollToShow(20, 50 * ROW_HEIGHT, height, 100, 2), 18 * ROW_HEIGHT);
    assert.equal(scrollToShow(99, 0, height, 100, 2), 90 * ROW_HEIGHT);
    assert.equal(scrollToShow(0, 400, height, 100, 2), 0);
  });

  it('gives up self time, then durations, where there is little width', () => {
    assert.equal(gridColumns(columnsFor(1000, 300, 4)), '300px 80px 80px minmax(0, 1fr)');
    assert.equal(columnsFor(500, 0, 4).self, 0);
    assert.equal(columnsFor(300, 0, 4).duration, 0);
    const deep = columnsFor(1000, 0, 20_000);
    assert.ok(deep.mostIndent <= deep.name / 2 && deep.indent >= 3);
  });
});

function indented(json: string): string {
  return indentJson(json)
    .map(({ text }) => text)
    .join('');
}

function fact(key: string, value: string): Fact {
  return { key, value, type: 'string', more: 0, secret: false };
}

describe('details as text', () => {
  it('indents JSON without touching a token', () => {
    assert.equal(
      indented('{"a":[1.50,{"b":"x, {y}"}],"e":{},"n":12345678901234567890}'),
      '{\n  "a": [\n    1.50,\n    {\n      "b": "x, {y}"\n    }\n  ],\n  "e": {},\n  "n": 12345678901234567890\n}',
    );
    assert.deepEqual(
      indentJson('{"k":true}').map(({ kind }) => kind),
      ['sign', 'sign', 'key', 'sign', 'word', 'sign', 'sign'],
    );
  });

  it('keeps text that is cut off or no JSON', () => {
    assert.equal(indented('{"a":"unfinished'), '{\n  "a": "unfinished');
    assert.equal(indented(']]x'), '\n]\n]x');
    assert.ok(indented('['.repeat(20_000)).length < 3_000_000);
  });

  it('says request and response on one line each', () => {
    const facts = [
      fact('namespace', 'remote'),
      fact('http.request.method', 'POST'),
      fact('http.request.url', 'https://a/b'),
      fact('http.response.status', '429'),
      fact('http.response.content_length', '21200'),
      fact('throttle', 'true'),
    ];
    assert.deepEqual(requestLines(facts), {
      request: 'POST https://a/b',
      response: '429 Too Many Requests · 21.2 kB',
      secret: false,
    });
    assert.equal(byteCount('212'), '212 B');
    assert.equal(byteCount('much'), 'much');
  });

  it('keeps a masked URL masked', () => {
    const masked = { key: 'http.request.url', value: 'https://••••@a', more: 0, type: 'string', secret: true } as const;
    assert.equal(requestLines([masked]).secret, true);
  });
});
