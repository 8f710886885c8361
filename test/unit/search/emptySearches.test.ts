import assert from 'node:assert/strict';
import { EmptySearches } from '../../../src/features/emptySearches';
import { Searches } from '../../../src/traces/searches';
import type { SearchQuery } from '../../../src/traces/search';
import type { SummaryArrival } from '../../../src/traces/source';
import { searchFacts } from '../../../src/views/searchFacts';
import { searchNotes } from '../../../src/views/searchNotes';
import { causesOf } from '../../../src/views/whyNothing';
import { endOf, HERE, LAST_HOUR, summaryAt, t } from './drawn';

const NOW = 1_700_000_000_000;

function withResolver(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let done: (() => void) | undefined;
  const promise = new Promise<void>((resolve) => (done = resolve));
  return { promise, resolve: () => done?.() };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Searches that bring what is given, and what is said of those that find nothing. */
function told({ isSeen = false, arrivals = [] as readonly SummaryArrival[] } = {}): {
  searches: Searches;
  said: string[];
  setSeen: (isSeen: boolean) => void;
  know: () => void;
} {
  let seen = isSeen;
  const { promise: known, resolve: know } = withResolver();
  const said: string[] = [];
  const searches = new Searches({
    now: () => NOW,
    run: async function* () {
      yield* arrivals;
      yield endOf({ scanned: 40 });
    },
  });
  // oxlint-disable-next-line no-new -- it listens
  new EmptySearches({
    searches: { peek: (id) => searches.peek(id), onDidChange: (listener) => searches.onDidChange(listener) },
    notesOf: async (held) => {
      await known;
      const facts = { now: NOW, profile: '', region: HERE.region, destination: 'unknown' } as const;
      return searchNotes(held, () => causesOf({ ...facts, search: searchFacts(held) }), t);
    },
    isSeen: () => seen,
    say: ({ label, description, stepLabel }) => said.push(`${label}: ${description} → ${stepLabel}`),
  });
  return { searches, said, setSeen: (value) => (seen = value), know };
}

async function ended(searches: Searches, id: string): Promise<void> {
  while (searches.peek(id)?.state === 'running') await settle();
  await new Promise((resolve) => setTimeout(resolve, 120)); // the last change is told after a pause
}

const FAULTS: SearchQuery = { ...LAST_HOUR, filter: 'fault' };

describe('a search that found nothing', () => {
  it('says the likeliest cause and its step, once all is known, and never again', async () => {
    const { searches, said, know } = told();
    const id = searches.start(FAULTS, HERE);
    await ended(searches, id);
    assert.deepEqual(said, []);
    know();
    await settle();
    const [once] = said;
    assert.match(once!, /^The filter may exclude everything: 40 traces were looked at.*: fault → Edit Search…$/);
    searches.again(id);
    await ended(searches, id);
    assert.equal(said.length, 1);
  });

  it('says nothing where its rows or its page are seen, also when they come into sight meanwhile', async () => {
    const seen = told({ isSeen: true });
    seen.know();
    await ended(seen.searches, seen.searches.start(FAULTS, HERE));
    seen.setSeen(false);
    assert.deepEqual(seen.said, []);
    const later = told();
    await ended(later.searches, later.searches.start(FAULTS, HERE));
    later.setSeen(true);
    later.know();
    await settle();
    assert.deepEqual(later.said, []);
  });

  it('is none where something was found, or it was cancelled', async () => {
    const found = told({ arrivals: [{ kind: 'summaries', summaries: [summaryAt(NOW - 1000)] }] });
    found.know();
    await ended(found.searches, found.searches.start(FAULTS, HERE));
    assert.deepEqual(found.said, []);
    const cancelled = told();
    cancelled.know();
    const id = cancelled.searches.start(FAULTS, HERE);
    cancelled.searches.cancel(id);
    await ended(cancelled.searches, id);
    assert.deepEqual(cancelled.said, []);
  });

  it('blames the conditions of a span search that read records and matched none', () => {
    const query: SearchQuery = {
      kind: 'spans',
      range: LAST_HOUR.range,
      raw: '',
      conditions: [
        { field: 'service', operator: '=', value: 'orders' },
        { field: 'duration', operator: '>', value: '500' },
      ],
    };
    const end = { found: 0, scanned: 4000, slicesDone: 1, slices: 1, oldest: NOW - 3_600_000, left: [] };
    const search = searchFacts({ query, between: { start: NOW - 3_600_000, end: NOW - 120_000 }, end });
    const facts = { now: NOW, profile: '', region: HERE.region, destination: 'CloudWatchLogs' } as const;
    const [likeliest] = causesOf({ ...facts, search });
    assert.deepEqual(likeliest, {
      kind: 'filter',
      filter: 'service = orders and duration > 500 ms',
      scanned: 4000,
      of: 'spans',
      step: 'editSearch',
    });
    const raw = searchFacts({ query: { ...query, raw: ' fields traceId ' }, between: search, end });
    assert.equal(raw.filter, 'fields traceId');
  });
});
