import type { FindTraces, SummaryArrival, TraceSummary } from '../../src/traces/source';
import { ALL, CONNECTION, type Bench } from './enginesSetup';

export const HOUR = 3_600_000;

type Query = Parameters<FindTraces>[1];

/** Everything a search reported, and what it threw. */
export interface Found {
  readonly summaries: readonly TraceSummary[];
  /** The last arrival where it is an end. */
  readonly end: Extract<SummaryArrival, { kind: 'end' }> | undefined;
  readonly arrivals: readonly SummaryArrival[];
  readonly thrown: unknown;
}

/** Searches to the end, whatever that is. */
export async function find(
  bench: Pick<Bench, 'aws'>,
  query: Partial<Query> & Pick<Query, 'ranges'>,
  signal: AbortSignal = new AbortController().signal,
  onArrival: (arrival: SummaryArrival) => void = () => undefined,
): Promise<Found> {
  const arrivals: SummaryArrival[] = [];
  let thrown: unknown;
  try {
    for await (const arrival of bench.aws.findTraces(CONNECTION, { ...ALL, cap: 1000, ...query }, signal)) {
      arrivals.push(arrival);
      onArrival(arrival);
    }
  } catch (error) {
    thrown = error;
  }
  const end = arrivals.at(-1);
  return {
    summaries: arrivals.flatMap((arrival) => (arrival.kind === 'summaries' ? arrival.summaries : [])),
    end: end?.kind === 'end' ? end : undefined,
    arrivals,
    thrown,
  };
}
