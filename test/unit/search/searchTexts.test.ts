import assert from 'node:assert/strict';
import { Status } from '../../../src/model/trace';
import { wireStatus } from '../../../src/panels/wireSearch';
import type { HeldSearch, SearchQuery } from '../../../src/traces/search';
import { countsOf } from '../../../src/traces/searchRuns';
import type { LeftSlice } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { parseBetween, parseLength, parseTime } from '../../../src/features/typedTime';
import { foundDescription, foundFacts, foundLabel, foundSpoken, foundStatus } from '../../../src/views/foundText';
import { betweenText, queryTitle, queryWords } from '../../../src/views/queryText';
import { footerRows, leftRows, searchRow } from '../../../src/views/searchText';
import { HERE, LAST_HOUR, summaryAt, t } from './drawn';

/** Local time, so that texts are the same in every zone. */
const NOW = new Date(2026, 0, 31, 15, 30).getTime();
const at = (hours: number, minutes = 0): number => new Date(2026, 0, 31, hours, minutes).getTime();

function searchOf(more: Partial<HeldSearch> = {}): HeldSearch {
  const end = { found: 1, scanned: 2500, slicesDone: 8, slices: 8, oldest: at(14, 30), left: [] };
  return {
    id: 'search-1',
    query: LAST_HOUR,
    connection: HERE,
    between: { start: at(14, 30), end: NOW },
    startedAt: NOW,
    state: 'done',
    summaries: [summaryAt(at(15))],
    progress: undefined,
    counts: countsOf('end' in more ? (more.end ?? more.progress) : end),
    end,
    error: undefined,
    calls: [],
    ...more,
  };
}

function searchWords(more: Partial<HeldSearch>): string {
  return searchRow(searchOf(more), NOW + 60_000, t).description;
}

describe('the row of a found trace', () => {
  const summary = summaryAt(NOW - 180_000, {
    method: 'post',
    url: 'https://ola:hunter2@shop.example/orders/7?access_token=s3cr3tvalue',
    duration: 1234,
    fault: true,
    httpStatus: 503,
    annotations: new Map([['password', ['hunter2']]]),
  });

  it('says method and path, status, duration, age and root', () => {
    assert.equal(foundLabel(summary), 'POST /orders/7');
    assert.equal(foundDescription(summary, NOW, t), 'fault 503 · 1.23 s · 3 min ago · shop');
    assert.equal(foundSpoken(summary, NOW, t), 'POST /orders/7, fault 503, 1.23 s, 3 min ago, shop');
  });

  it('is called after its root where it has no request, and after its ID where it has no name', () => {
    assert.equal(foundLabel(summaryAt(NOW)), 'shop');
    assert.match(foundLabel(summaryAt(NOW, { name: '' })), /^1-/);
    assert.equal(foundDescription(summaryAt(NOW - 60_000, { httpStatus: 0 }), NOW, t), 'OK · 5 ms · 1 min ago');
  });

  it('tells fault, error, throttle and partial apart in words, also when several are true', () => {
    const words = (more: Parameters<typeof summaryAt>[1]): string =>
      foundDescription(summaryAt(NOW, { httpStatus: 0, duration: undefined, ...more }), NOW, t);
    assert.equal(words({ fault: true, error: true, throttle: true }), 'fault · now');
    assert.equal(words({ error: true, throttle: true }), 'throttled · now');
    assert.equal(words({ error: true }), 'error · now');
    assert.equal(words({ partial: true }), 'in progress · now');
    assert.equal(words({ partial: true, fault: true }), 'fault · in progress · now');
    assert.equal(foundStatus(summaryAt(NOW, { throttle: true })), Status.Throttle);
  });

  it('shows no token and no password, not in its tooltip either', () => {
    const shown = JSON.stringify([
      foundLabel(summary),
      foundDescription(summary, NOW, t),
      foundSpoken(summary, NOW, t),
      foundFacts(summary, t),
    ]);
    assert.doesNotMatch(shown, /hunter2|s3cr3tvalue/);
  });

  it('keeps words of others words: no icon, no control character', () => {
    const label = foundLabel(summaryAt(NOW, { name: 'a $(flame)\u202e b' }));
    assert.doesNotMatch(label, /\$\(|\u202e/);
  });
});

describe('the row of a search', () => {
  it('is called after what it looks for', () => {
    assert.equal(queryTitle({ ...LAST_HOUR, filter: ' fault\n = true ' }, t), 'fault = true');
    assert.equal(queryTitle({ ...LAST_HOUR, group: 'checkout' }, t), 'checkout');
    assert.equal(queryTitle(LAST_HOUR, t), 'All traces');
    assert.deepEqual(queryWords({ ...LAST_HOUR, filter: 'fault', group: 'checkout' }, NOW, t), [
      'checkout',
      'last 1 h',
    ]);
    assert.deepEqual(
      queryTitle(
        {
          kind: 'spans',
          range: LAST_HOUR.range,
          raw: '',
          conditions: [{ field: 'attribute', name: 'tenant', operator: '=', value: 'x' }],
        },
        t,
      ),
      'tenant = x',
    );
  });

  it('says days where they are not today’s', () => {
    assert.equal(betweenText({ start: at(14), end: at(15) }, NOW), '14:00 – 15:00');
    assert.equal(betweenText({ start: at(-1), end: at(1) }, NOW), '2026-01-30 23:00 – 01:00');
    assert.equal(betweenText({ start: at(-48), end: at(-47) }, NOW), '2026-01-29 00:00 – 01:00');
    assert.equal(betweenText({ start: at(14) + 5000, end: at(14, 1) }, NOW), '14:00:05 – 14:01:00');
  });

  it('says how it stands', () => {
    const progress = { step: 'summaries', slicesDone: 3, slices: 8, found: 1, scanned: 1200 } as const;
    assert.equal(searchWords({ state: 'running', progress, end: undefined }), 'searching 3 of 8… 1 found · last 1 h');
    const waiting = { step: 'waiting', reason: 'ECONNRESET', milliseconds: 400 } as const;
    assert.equal(
      searchWords({ state: 'running', progress: waiting, end: undefined }),
      'waiting after ECONNRESET… 1 found · last 1 h',
    );
    assert.equal(searchWords({}), '1 found · last 1 h · 1 min ago');
    assert.equal(searchWords({ state: 'cancelled' }), 'cancelled · 1 found · last 1 h · 1 min ago');
    assert.equal(searchWords({ state: 'failed' }), 'failed · 1 found · last 1 h · 1 min ago');
  });
});

describe('the footer of a search', () => {
  it('says shown, found, scanned, slices and the oldest instant reached', () => {
    assert.deepEqual(footerRows(searchOf(), 1, NOW, t), [
      { label: '1 of 1 found shown', description: '2,500 scanned' },
      { label: '8 of 8 slices done', description: 'all back to 14:30' },
    ]);
    const end = { found: 1, scanned: 9, slicesDone: 2, slices: 8, oldest: at(15), left: [] };
    assert.deepEqual(footerRows(searchOf({ end }), 1, NOW, t)[1], {
      label: '2 of 8 slices done',
      description: 'back to 15:00',
    });
    const none = searchOf({ end: { ...end, oldest: undefined } });
    assert.equal(footerRows(none, 1, NOW, t)[1]?.description, 'the newest slice is not done');
  });

  it('counts while the search runs', () => {
    const progress = { step: 'summaries', slicesDone: 3, slices: 8, found: 1, scanned: 1200 } as const;
    assert.deepEqual(footerRows(searchOf({ state: 'running', progress, end: undefined }), 1, NOW, t), [
      { label: '1 of 1 found shown', description: '1,200 scanned' },
      { label: '3 of 8 slices done', description: '14:30 – 15:30' },
    ]);
  });

  it('goes on saying how much was scanned while it waits', () => {
    const progress = { step: 'waiting', reason: '503', milliseconds: 400 } as const;
    const counts = { scanned: 1200, bytes: 0, slicesDone: 3, slices: 8 };
    assert.deepEqual(footerRows(searchOf({ state: 'running', progress, counts, end: undefined }), 1, NOW, t), [
      { label: '1 of 1 found shown', description: '1,200 scanned' },
      { label: '3 of 8 slices done', description: '14:30 – 15:30' },
    ]);
  });

  it('says what a span search read and AWS bills, in the tree and on the results page', () => {
    const query: SearchQuery = { kind: 'spans', range: LAST_HOUR.range, conditions: [], raw: '' };
    const progress = { step: 'query', status: 'Running', found: 1, spans: 2, records: 70, bytes: 2_500_000 } as const;
    const held = searchOf({ query, state: 'running', progress, end: undefined });
    assert.deepEqual(footerRows(held, 1, NOW, t), [
      { label: '1 of 1 found shown', description: '70 records read' },
      { label: '2.5 MB read, which AWS bills', description: '14:30 – 15:30' },
    ]);
    const { scanned, billed, slices } = wireStatus(held, 1, '', () => [], NOW, t);
    assert.deepEqual([scanned, billed, slices], [70, '2.5 MB read, which AWS bills', 0]);
    assert.equal(wireStatus(searchOf(), 1, '', () => [], NOW, t).billed, '');
  });

  it('names what was not searched and why: pieces that touch as one, what is beyond the cap last', () => {
    const error = new TraceError('throttled', { operation: 'GetTraceSummaries' });
    const left: LeftSlice[] = [
      { start: at(14, 50), end: at(15), why: 'cap' },
      { start: at(14, 40), end: at(14, 50), why: 'cap' },
      { start: at(15, 10), end: at(15, 20), why: 'failed', error },
      { start: at(14, 30), end: at(14, 40), why: 'tooMany' },
    ];
    const end = { found: 1, scanned: 9, slicesDone: 2, slices: 6, oldest: at(15, 20), left };
    const rows = leftRows(searchOf({ end }), NOW, t);
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description]),
      [
        ['Not searched: X-Ray is throttling requests: GetTraceSummaries', '15:10 – 15:20'],
        ['Not searched: too many traces', '14:30 – 14:40'],
        ['Load more…', '14:40 – 15:00'],
      ],
    );
    assert.deepEqual(leftRows(searchOf(), NOW, t), []);
  });

  it('counts pieces where there are many', () => {
    const left = [1, 2, 3, 4, 5].map((hour): LeftSlice => ({ start: at(hour), end: at(hour, 30), why: 'cancelled' }));
    const end = { found: 1, scanned: 9, slicesDone: 2, slices: 6, oldest: undefined, left };
    const [row] = leftRows(searchOf({ end }), NOW, t);
    assert.equal(row?.description, '05:00 – 05:30, 04:00 – 04:30, 03:00 – 03:30, 2 more');
    assert.ok(row.detail.includes('01:00 – 01:30'));
  });
});

describe('a time range that is typed', () => {
  it('is a length in any of the usual spellings', () => {
    for (const [text, minutes] of [
      ['45m', 45],
      ['90 min', 90],
      ['2h', 120],
      ['last 3 hours', 180],
      ['3 d', 3 * 1440],
      ['1 week', 7 * 1440],
    ] as const) {
      assert.equal(parseLength(text), minutes * 60_000, text);
    }
    for (const text of ['', '45', 'm', '0h', '-2h', '2 months', '999999h'])
      assert.equal(parseLength(text), undefined, text);
  });

  it('is two times with something between them', () => {
    const [start, end] = [parseTime('2026-01-31 18:05'), parseTime('2026-01-31 19:05')];
    for (const between of [' - ', ' – ', ' to ', '..', ' .. ', '/', ' / ']) {
      assert.deepEqual(parseBetween(`2026-01-31 18:05${between}2026-01-31 19:05`), { start, end }, between);
    }
    assert.deepEqual(parseBetween('2026-01-31T18:05:00Z - 2026-01-31T18:05:00-01:00'), {
      start: Date.UTC(2026, 0, 31, 18, 5),
      end: Date.UTC(2026, 0, 31, 19, 5),
    });
    for (const text of ['2026-01-31 18:05', '2026-01-31 19:05 - 2026-01-31 18:05', 'a - b']) {
      assert.equal(parseBetween(text), undefined, text);
    }
  });
});
