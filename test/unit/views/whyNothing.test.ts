import assert from 'node:assert/strict';
import { assert as check, boolean, constantFrom, integer, option, property, record, string } from 'fast-check';
import { placeholderIn, placeholderOrigin } from '../../../src/ids/placeholders';
import { explainCauses } from '../../../src/views/causeText';
import type { Localize } from '../../../src/views/localize';
import { NEXT_STEPS } from '../../../src/views/stepLabels';
import { causesOf, type IdFacts, type NothingFacts, type SearchFacts } from '../../../src/views/whyNothing';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;

const idOf = (age: number): string => `1-${Math.floor((NOW - age) / 1000).toString(16)}-8f3c21d07be94a5566d1c0e2`;
const ID: IdFacts = { text: idOf(60 * MINUTE), retrievalTried: false };
const FACTS: NothingFacts = { now: NOW, profile: 'dev', region: 'eu-west-1', destination: 'XRay' };
const SEARCH: SearchFacts = {
  kind: 'traces',
  start: NOW - 3 * 60 * MINUTE,
  end: NOW - 2 * 60 * MINUTE,
  filter: '',
  group: '',
  timeRangeType: 'TraceId',
  scanned: 0,
  unsearched: 0,
};
const kindsOfId = (id: Partial<IdFacts>, facts: Partial<NothingFacts> = {}): string[] =>
  causesOf({ ...FACTS, ...facts, id: { ...ID, ...id } }).map(({ kind }) => kind);
const kindsOfSearch = (search: Partial<SearchFacts>, facts: Partial<NothingFacts> = {}): string[] =>
  causesOf({ ...FACTS, ...facts, search: { ...SEARCH, ...search } }).map(({ kind }) => kind);

const evidence = (account?: string): string =>
  explainCauses(causesOf({ ...FACTS, account, id: ID }), t).find(({ kind }) => kind === 'elsewhere')!.evidence;

describe('why an ID is not found', () => {
  const likeliest: readonly (readonly [
    why: string,
    kind: string,
    id: Partial<IdFacts>,
    facts?: Partial<NothingFacts>,
  ])[] = [
    ['Sampled=0 stands beside it', 'notSampled', { sampled: false, text: idOf(40 * DAY) }],
    ['it is older than 30 days', 'expired', { text: idOf(31 * DAY) }],
    ['it lies outside the range that was looked in', 'outOfRange', { range: { start: NOW - DAY, end: NOW - DAY / 2 } }],
    ['it is so young that it may be on its way', 'arriving', { text: idOf(20_000) }],
    ['its log line is young, however old the request', 'arriving', { around: NOW - 5000 }],
    ['it was waited for since', 'arriving', { text: idOf(80_000), retriedFor: 30_000 }],
    [
      'the permission to retrieve is missing',
      'denied',
      {},
      { destination: 'CloudWatchLogs', deniedAction: 'xray:StartTraceRetrieval' },
    ],
    ['Transaction Search was not looked into', 'notIndexed', {}, { destination: 'CloudWatchLogs', indexedPercent: 1 }],
    ['nothing else is known', 'elsewhere', {}],
    ['it is printed in the guide', 'placeholder', { text: '1-5759e988-bd862e3fe1be46a994272793' }],
    ['it is marked as an example', 'placeholder', { text: '1-5e6aa925-ccecxmplbae116148e52f036' }],
    ['it is no ID at all', 'malformed', { text: '1-5e6aa925-ccec' }],
  ];
  for (const [why, kind, id, facts] of likeliest) {
    it(`is most likely ${kind} when ${why}`, () => assert.equal(kindsOfId(id, facts)[0], kind));
  }

  it('names another region or account in any case but those that are certain', () => {
    assert.deepEqual(kindsOfId({ sampled: false }), ['notSampled', 'elsewhere']);
    assert.deepEqual(kindsOfId({ text: 'x' }), ['malformed']);
    assert.deepEqual(kindsOfId({ text: '1-5759e988-bd862e3fe1be46a994272793', sampled: false }), ['placeholder']);
  });

  it('leaves sampling out where the header says it was sampled', () => {
    assert.ok(kindsOfId({}).includes('perhapsNotSampled'));
    assert.ok(!kindsOfId({ sampled: true }).some((kind) => /sampled/i.test(kind)));
  });

  it('does not blame the index when Transaction Search was looked through', () => {
    assert.ok(!kindsOfId({ retrievalTried: true }, { destination: 'CloudWatchLogs' }).includes('notIndexed'));
  });

  it('tells an ID that X-Ray did not make', () => {
    assert.ok(kindsOfId({ text: '1-ffffffff-8f3c21d07be94a5566d1c0e2' }).includes('otherTracer'));
    assert.ok(!kindsOfId({}).includes('otherTracer'));
  });

  it('names the account where it is known, and says so where it is not', () => {
    assert.equal(evidence('111122223333'), 'Asked: profile “dev” · eu-west-1 · account 111122223333');
    assert.equal(evidence(), 'Asked: profile “dev” · eu-west-1 · account unknown');
  });
});

describe('why a search found nothing', () => {
  const likeliest: readonly (readonly [
    why: string,
    kind: string,
    search: Partial<SearchFacts>,
    facts?: Partial<NothingFacts>,
  ])[] = [
    ['a part of the range failed', 'unsearched', { unsearched: 2, filter: 'fault' }],
    ['the range is older than 30 days', 'expired', { start: NOW - 41 * DAY, end: NOW - 40 * DAY }],
    ['the range begins tomorrow', 'future', { start: NOW + DAY, end: NOW + 2 * DAY }],
    ['traces were looked at and the filter took none', 'filter', { filter: 'fault', scanned: 40 }],
    ['traces were looked at and the group took none', 'group', { group: 'shop', scanned: 40 }],
    [
      'only some traces are indexed',
      'notIndexed',
      { filter: 'fault' },
      { destination: 'CloudWatchLogs', indexedPercent: 1 },
    ],
    ['the range reaches up to now', 'arriving', { end: NOW }],
    ['the range is five minutes', 'shortRange', { start: NOW - 65 * MINUTE, end: NOW - 60 * MINUTE }],
    ['nothing else is known', 'elsewhere', {}],
  ];
  for (const [why, kind, search, facts] of likeliest) {
    it(`is most likely ${kind} when ${why}`, () => assert.equal(kindsOfSearch(search, facts)[0], kind));
  }

  it('does not blame the filter first when X-Ray looked at no trace at all', () => {
    const kinds = kindsOfSearch({ filter: 'fault', scanned: 0 });
    assert.ok(kinds.indexOf('filter') > kinds.indexOf('elsewhere'));
  });

  it('keeps X-Ray’s index and its 30 days out of searches of the span log group', () => {
    const kinds = kindsOfSearch(
      { kind: 'spans', start: NOW - 41 * DAY, end: NOW - 40 * DAY },
      { destination: 'CloudWatchLogs' },
    );
    assert.ok(!kinds.includes('notIndexed') && !kinds.includes('expired'));
  });
});

/** Whether everything about the causes can be shown. */
const sound = (all: NothingFacts): void => {
  const causes = explainCauses(causesOf(all), t);
  assert.ok(causes.length > 0);
  assert.equal(new Set(causes.map(({ kind }) => kind)).size, causes.length);
  for (const { title, evidence, step } of causes) {
    for (const text of [title, evidence, step.label]) {
      assert.ok(text.trim().length > 0);
      assert.doesNotMatch(text, /undefined|NaN|\[object/);
    }
    assert.ok((NEXT_STEPS as readonly string[]).includes(step.id));
  }
};

describe('causes', () => {
  const facts = record({
    now: constantFrom(NOW),
    profile: constantFrom('', 'dev'),
    region: constantFrom('', 'eu-west-1'),
    account: option(constantFrom('111122223333'), { nil: undefined }),
    destination: constantFrom('XRay', 'CloudWatchLogs', 'unknown'),
    indexedPercent: option(integer({ min: 0, max: 100 }), { nil: undefined }),
    deniedAction: constantFrom('', 'xray:GetTraceSegmentDestination'),
  });
  const id = record({
    text: constantFrom(idOf(0), idOf(DAY), idOf(40 * DAY), '1-ffffffff-8f3c21d07be94a5566d1c0e2', 'x', ''),
    sampled: option(boolean(), { nil: undefined }),
    around: option(constantFrom(NOW, NOW - DAY), { nil: undefined }),
    range: option(constantFrom({ start: 0, end: NOW }, { start: 0, end: 1 }), { nil: undefined }),
    retrievalTried: boolean(),
    retriedFor: option(constantFrom(30_000), { nil: undefined }),
  });
  const search = record({
    kind: constantFrom('traces', 'spans'),
    start: constantFrom(NOW - 40 * DAY, NOW - DAY, NOW - MINUTE, NOW + DAY),
    end: constantFrom(NOW - 35 * DAY, NOW, NOW + 2 * DAY),
    filter: string(),
    group: string(),
    timeRangeType: constantFrom('TraceId', 'Event'),
    scanned: integer({ min: 0, max: 2 }),
    unsearched: integer({ min: 0, max: 2 }),
  });

  it('are sentences with evidence and a step each, whatever is known, each kind once', () => {
    check(property(facts, id, (known, given) => sound({ ...known, id: given })));
    check(property(facts, search, (known, made) => sound({ ...known, search: made })));
  });
});

describe('placeholder IDs', () => {
  it('are told from IDs of requests', () => {
    assert.equal(placeholderOrigin('1-5759E988-BD862E3FE1BE46A994272793'), 'aws');
    assert.equal(placeholderOrigin('1-4bf92f35-77b34da6a3ce929d0e0e4736'), 'w3c');
    assert.equal(placeholderOrigin('1-5f84c7a1-0123456789abcdef01234567'), 'example');
    assert.equal(placeholderOrigin('1-1a2b3c4d-a1b2c3d4e5f6a1b2c3d4e5f6'), 'example');
    assert.equal(placeholderOrigin('1-00000000-deadbeefdeadbeefdeadbeef'), 'example');
    assert.equal(placeholderOrigin(idOf(0)), undefined);
  });

  it('are found in text by AWS’s mark, and nothing else is', () => {
    const line = 'XRAY TraceId: 1-5e34a66a-474xmpl7c2534a87870b4370\tSegmentId: 073cxmpl3e442861';
    assert.equal(placeholderIn(line), '1-5e34a66a-474xmpl7c2534a87870b4370');
    assert.equal(placeholderIn(`trace ${idOf(0)} xmpl 1c8df7d3-xmpl-46da-9778-518e6eca8125`), undefined);
  });
});
