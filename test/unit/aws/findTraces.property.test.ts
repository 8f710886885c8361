import type { GetTraceSummariesCommandInput, GetTraceSummariesCommandOutput } from '@aws-sdk/client-xray';
import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Clients } from '../../../src/aws/clients';
import { createFindTraces } from '../../../src/aws/findTraces';
import { InFlight, MOST_IN_FLIGHT } from '../../../src/aws/inFlight';
import type { AwsEnvironment, SearchedRange, SummariesEnd } from '../../../src/traces/source';

const HOUR = 3_600_000;
const CONNECTION = { profile: '', region: 'eu-west-1' };

/** How the model of the service behaves in one run: random numbers, used one after another and from the beginning again. */
interface Behaviour {
  /** Summaries of each page; 0 is an empty page that goes on. */
  readonly pages: readonly number[];
  /** What becomes of each call. */
  readonly outcomes: readonly ('ok' | 'throttled' | 'broken' | 'repeat' | 'denied')[];
  /** Milliseconds since the epoch at which each trace began. */
  readonly starts: readonly number[];
}

const behaviours: fc.Arbitrary<Behaviour> = fc.record({
  pages: fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 })
    .filter((sizes) => sizes.some(Boolean)),
  outcomes: fc.array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constant('ok' as const) },
      fc.constantFrom('throttled' as const, 'broken' as const, 'repeat' as const, 'denied' as const),
    ),
    { minLength: 1, maxLength: 20 },
  ),
  starts: fc.array(fc.integer({ min: 0, max: 40 * HOUR }), { maxLength: 40 }),
});

const ranges: fc.Arbitrary<readonly SearchedRange[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 * HOUR }), fc.integer({ min: 1, max: 30 * HOUR }))
    .map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 3 },
);

/** A service that answers as GetTraceSummaries does, to a client that needs no network. */
class ModelService {
  /** Ranges asked for from their beginning. */
  readonly begun: { readonly start: number; readonly end: number }[] = [];
  most = 0;
  private calls = 0;
  private pages = 0;
  private running = 0;

  constructor(private readonly behaviour: Behaviour) {}

  readonly send = async ({ input }: { input: GetTraceSummariesCommandInput }): Promise<unknown> => {
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    try {
      for (let turn = this.calls % 3; turn > 0; turn -= 1) await Promise.resolve(); // answers overtake each other
      return this.answer(input);
    } finally {
      this.running -= 1;
    }
  };

  private answer({
    StartTime,
    EndTime,
    NextToken,
  }: GetTraceSummariesCommandInput): Partial<GetTraceSummariesCommandOutput> {
    const { outcomes, starts, pages } = this.behaviour;
    this.calls += 1;
    const outcome = outcomes[this.calls % outcomes.length];
    if (outcome === 'throttled') throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottledException' });
    if (outcome === 'denied') throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    if (outcome === 'broken') throw new SyntaxError('Unexpected token <');
    const [start, end] = [Number(StartTime), Number(EndTime)];
    const [range, at] = JSON.parse(NextToken ?? `["${start}-${end}", 0]`) as [string, number];
    assert.equal(range, `${start}-${end}`, 'a token belongs to its range');
    if (NextToken === undefined) this.begun.push({ start, end });
    // In no order of time: by number.
    const found = starts.map((time, number) => ({ time, number })).filter(({ time }) => start <= time && time < end);
    this.pages += 1;
    const size = pages[this.pages % pages.length] ?? 1;
    // A trace of the page before once more: traces change while they are listed.
    const from = outcome === 'repeat' ? Math.max(0, at - 1) : at;
    const page = found.slice(from, at + size);
    // Empty pages need tokens of their own.
    const token = JSON.stringify([range, at + size, this.pages]);
    return {
      TraceSummaries: page.map(({ number, time }) => ({ Id: idOf(number), StartTime: new Date(time) })),
      TracesProcessedCount: size,
      ...(at + size < found.length || size === 0 ? { NextToken: token } : {}),
    };
  }
}

const idOf = (number: number): string => `1-65000000-${number.toString(16).padStart(24, '0')}`;
const numberOf = (id: string): number => Number.parseInt(id.slice(11), 16);

function engineOn(service: ModelService): ReturnType<typeof createFindTraces> {
  let now = 0;
  const environment = {
    log: () => undefined,
    clock: {
      now: () => now,
      random: () => 0.5,
      sleep: (milliseconds: number, signal: AbortSignal) => {
        now += milliseconds;
        return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
      },
    },
  } as unknown as AwsEnvironment;
  const link = { key: '', host: 'model', client: service, identity: {}, gate: new InFlight() };
  const clients = {
    credentials: { has: () => true },
    denials: { find: () => undefined, note: () => undefined },
    link: () => Promise.resolve(link),
  } as unknown as Clients;
  return createFindTraces(environment, clients);
}

interface Run {
  readonly found: readonly number[];
  readonly end: SummariesEnd;
  readonly thrown: unknown;
}

/** One run; cancelled when as many arrivals came as `patience` says. */
async function run(
  service: ModelService,
  wanted: readonly SearchedRange[],
  cap: number,
  patience = Infinity,
): Promise<Run> {
  const controller = new AbortController();
  const found: number[] = [];
  let end: SummariesEnd | undefined;
  let thrown: unknown;
  let arrivals = 0;
  try {
    const query = { ranges: wanted, filter: '', timeRangeType: 'TraceId', cap } as const;
    for await (const arrival of engineOn(service)(CONNECTION, query, controller.signal)) {
      assert.equal(end, undefined, 'nothing comes after the end');
      if (arrival.kind === 'summaries') found.push(...arrival.summaries.map(({ id }) => numberOf(id)));
      if (arrival.kind === 'end') end = arrival;
      arrivals += 1;
      if (arrivals > patience) controller.abort(new Error('enough'));
    }
  } catch (error) {
    thrown = error;
  }
  assert.ok(end, String(thrown));
  assert.equal(end.found, found.length);
  assert.equal(new Set(found).size, found.length, 'each trace once per run');
  assert.equal(end.left.length === 0, end.slicesDone === end.slices);
  return { found, end, thrown };
}

const isIn = (list: readonly { readonly start: number; readonly end: number }[], at: number): boolean =>
  list.some(({ start, end }) => start <= at && at < end);

describe('a search, whatever the service does', () => {
  it('asks for every instant of its ranges in one slice, and for no other', async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, ranges, async (behaviour, wanted) => {
        const service = new ModelService({ ...behaviour, outcomes: ['ok', 'repeat'] });
        const { found, end } = await run(service, wanted, Infinity);
        assert.deepEqual(end.left, []);
        const begun = service.begun.toSorted((one, other) => one.start - other.start);
        for (const [index, { start }] of begun.entries())
          assert.ok(start >= (begun[index - 1]?.end ?? start), 'overlap');
        for (const edge of [...wanted, ...begun].flatMap(({ start, end: to }) => [start - 1, start, to - 1, to])) {
          assert.equal(isIn(begun, edge), isIn(wanted, edge), `at ${edge}`);
        }
        const expected = behaviour.starts.flatMap((time, number) => (isIn(wanted, time) ? [number] : []));
        assert.deepEqual(
          found.toSorted((a, b) => a - b),
          expected,
        );
        assert.ok(service.most <= MOST_IN_FLIGHT);
      }),
      { numRuns: 250 },
    );
  });

  it('has found what it does not name as left, capped, throttled, broken or cancelled', async () => {
    const caps = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 10 }));
    const patiences = fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 60 }));
    await fc.assert(
      fc.asyncProperty(behaviours, ranges, caps, patiences, async (behaviour, wanted, cap, patience) => {
        const { found, end, thrown } = await run(new ModelService(behaviour), wanted, cap, patience);
        for (const [number, time] of behaviour.starts.entries()) {
          if (isIn(end.left, time)) assert.ok(isIn(wanted, time));
          else assert.equal(found.includes(number), isIn(wanted, time), `trace ${number} at ${time}`);
        }
        for (const { start } of wanted) {
          // Everything newer than `oldest` is searched.
          if (end.oldest !== undefined && start >= end.oldest) assert.ok(!isIn(end.left, start));
        }
        if (thrown !== undefined) assert.ok(end.left.length > 0 || patience < Infinity);
      }),
      { numRuns: 400 },
    );
  });

  it('finds all of it, each trace once, in as many runs as it takes to go on with what is left', async () => {
    await fc.assert(
      fc.asyncProperty(behaviours, ranges, fc.integer({ min: 1, max: 10 }), async (behaviour, wanted, cap) => {
        // What is denied ends a run, and may do so every time.
        const outcomes = behaviour.outcomes.filter((outcome) => outcome !== 'denied');
        const service = new ModelService({ ...behaviour, outcomes: [...outcomes, 'ok', 'ok'] });
        const found = new Set<number>();
        let left: readonly SearchedRange[] = wanted;
        for (let runs = 0; left.length > 0; runs += 1) {
          assert.ok(runs < 200, 'it gets on');
          const part = await run(service, left, cap);
          for (const number of part.found) found.add(number);
          ({ left } = part.end);
        }
        const expected = behaviour.starts.flatMap((time, number) => (isIn(wanted, time) ? [number] : []));
        assert.deepEqual(
          [...found].toSorted((a, b) => a - b),
          expected,
        );
      }),
      { numRuns: 250 },
    );
  });
});
