import assert from 'node:assert/strict';
import type { HeldSearch } from '../../../src/traces/search';
import type { CallRecord } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { searchReceiptText } from '../../../src/views/searchReceiptText';
import { readReceiptQuery, readSearchReceiptQuery, searchReceiptUri } from '../../../src/views/segmentUri';
import { HERE, LAST_HOUR, summaryAt, t } from './drawn';

const NOW = Date.UTC(2026, 0, 31, 15);
const CALL: CallRecord = {
  operation: 'GetTraceSummaries',
  ids: [],
  startedAt: NOW,
  milliseconds: 80,
  requestId: 'req-1',
  waits: [{ reason: 'ThrottledException', milliseconds: 120 }],
  outcome: 'ok',
  note: '1 summary, 2500 processed',
};

function heldSearch(more: Partial<HeldSearch> = {}): HeldSearch {
  return {
    id: 'search-1',
    query: { ...LAST_HOUR, group: 'checkout', filter: 'fault' },
    connection: { profile: 'prod', region: 'eu-west-1' },
    between: { start: NOW - 3_600_000, end: NOW },
    startedAt: NOW,
    state: 'done',
    summaries: [summaryAt(NOW - 1000, { url: 'https://shop.example/pay', users: ['ola'] })],
    progress: undefined,
    counts: { scanned: 2500, bytes: 0, slicesDone: 8, slices: 8 },
    end: { found: 1, scanned: 2500, slicesDone: 8, slices: 8, oldest: NOW - 3_600_000, left: [] },
    error: undefined,
    calls: [CALL],
    ...more,
  };
}

describe('the receipt of a search', () => {
  it('says what was sent, where and for which time, how far it came, and every call', () => {
    assert.equal(
      searchReceiptText(heldSearch(), NOW, t),
      `Search: fault

Started  2026-01-31T15:00:00.000Z
Where  prod · eu-west-1
Range  2026-01-31T14:00:00.000Z – 2026-01-31T15:00:00.000Z
Filter  group.name = "checkout" AND fault
Time of a trace  the one in its ID

done · 1 found · 2,500 scanned · 8 of 8 slices done · 1 calls

1. GetTraceSummaries  80 ms  ok  1 summary, 2500 processed
   started  2026-01-31T15:00:00.000Z
   request  req-1
   retries  1: waited 120 ms after ThrottledException

All of the range was searched.
`,
    );
  });

  it('says why it failed and what was not searched, without page tokens and what was found', () => {
    const error = new TraceError('endlessPaging', { operation: 'GetTraceSummaries', pages: 3 });
    const left = [
      { start: NOW - 3_600_000, end: NOW - 1000, why: 'failed', error, nextToken: 'token-of-a-page' } as const,
    ];
    const end = { found: 1, scanned: 9, slicesDone: 1, slices: 2, oldest: undefined, left };
    const text = searchReceiptText(heldSearch({ state: 'failed', error, end }), NOW, t);
    assert.match(text, /^failed · .*\n.*pages without an end: GetTraceSummaries\nStopped after 3 pages/m);
    assert.match(text, /Not searched: /);
    assert.doesNotMatch(text, /token-of-a-page|shop\.example|ola/);
  });

  it('names the conditions or the query of a span search, and what it read', () => {
    const query = { kind: 'spans', range: LAST_HOUR.range, raw: '', conditions: [] } as const;
    const counts = { scanned: 70, bytes: 2_500_000, slicesDone: 1, slices: 1 };
    const conditions = [{ field: 'attribute', name: 'tenant', operator: '=', value: 'acme' } as const];
    const made = searchReceiptText(heldSearch({ query: { ...query, conditions }, counts }), NOW, t);
    assert.match(made, /^Conditions\n {3}tenant = acme$/m);
    assert.match(made, /1 found · 70 records read · 2\.5 MB read, which AWS bills · 1 calls/);
    const raw = searchReceiptText(heldSearch({ query: { ...query, raw: 'fields traceId\n| limit 5' } }), NOW, t);
    assert.match(raw, /^Query\n {3}fields traceId\n {3}\| limit 5$/m);
    assert.match(searchReceiptText(heldSearch({ query }), NOW, t), /^Conditions {2}none$/m);
  });

  it('says that the search still runs, or is not held any more', () => {
    const running = heldSearch({ connection: HERE, state: 'running', end: undefined, counts: undefined, calls: [] });
    assert.match(searchReceiptText(running, NOW, t), /still running · 1 found · 0 scanned · 0 calls/);
    assert.match(searchReceiptText(undefined, NOW, t), /not held any more/);
  });

  it('of another window is of none: ids of searches begin anew with each', () => {
    const { path, query } = searchReceiptUri('search-1', 'window-a', 'receipt');
    assert.equal(path, '/search-1/receipt.txt');
    assert.equal(readSearchReceiptQuery(query, 'window-a'), 'search-1');
    assert.equal(readSearchReceiptQuery(query, 'window-b'), '');
    assert.equal(readSearchReceiptQuery('{"ref":"x"}', 'window-a'), undefined);
    assert.equal(readSearchReceiptQuery('nonsense', 'window-a'), undefined);
    assert.equal(readReceiptQuery(query), undefined);
  });
});
