import { evaluate, type Verdict } from '../../src/filter/evaluate';
import type { Expression } from '../../src/filter/expression';
import { parseFilter } from '../../src/filter/parse';
import { summarySubject } from '../../src/filter/summarySubject';
import type { TraceSummary } from '../../src/traces/source';

const SUMMARIES = 10_000;
const RUNS = 7;

/** What people search for, from one keyword to a page of conditions. */
const EXPRESSIONS: readonly string[] = [
  'fault',
  'responsetime > 2',
  'http.url CONTAINS "/orders/17"',
  'ok !partial duration < 3',
  'service("payments") AND annotation.tenant = "acme"',
  'fault = true AND http.url BEGINSWITH "https://shop.example/" AND !service("legacy")',
  '(http.status = 503 OR http.status = 504) AND (user = "user-7" OR annotation[service.tier] = "gold") AND duration >= 0.5',
  'edge("orders", "payments") { fault } OR rootcause.fault.service { name = "payments" }',
];

export interface FilterBench {
  readonly bench: 'filter';
  readonly expressions: number;
  readonly summaries: number;
  /** One unit is one expression evaluated on one summary, to yes, no or unknown. */
  readonly perSecond: number;
  /** Of all evaluations. */
  readonly yes: number;
  readonly no: number;
  readonly unknown: number;
  /** Expressions parsed per second, problems included. */
  readonly parsedPerSecond: number;
}

/** Evaluates each expression on each of 10,000 summaries, several times; the median. */
export function benchFilter(): Promise<FilterBench[]> {
  const expressions = EXPRESSIONS.map((text) => parseFilter(text).expression!);
  const summaries = Array.from({ length: SUMMARIES }, (_, index) => summaryOf(index));
  const counts: Record<Verdict, number> = { yes: 0, no: 0, unknown: 0 };
  const times = Array.from({ length: RUNS }, () => timeOf(() => evaluateAll(expressions, summaries, counts)));
  const parsing = Array.from({ length: RUNS }, () => timeOf(parseAll));
  const share = (verdict: Verdict): number => counts[verdict] / RUNS;
  return Promise.resolve([
    {
      bench: 'filter',
      expressions: expressions.length,
      summaries: SUMMARIES,
      perSecond: Math.round((expressions.length * SUMMARIES * 1000) / median(times)),
      yes: share('yes'),
      no: share('no'),
      unknown: share('unknown'),
      parsedPerSecond: Math.round((EXPRESSIONS.length * 1000 * 1000) / median(parsing)),
    },
  ]);
}

function evaluateAll(
  expressions: readonly Expression[],
  summaries: readonly TraceSummary[],
  counts: Record<Verdict, number>,
): void {
  for (const summary of summaries) {
    const subject = summarySubject(summary);
    for (const expression of expressions) counts[evaluate(expression, subject)]++;
  }
}

function parseAll(): void {
  for (let round = 0; round < 1000; round++) for (const text of EXPRESSIONS) parseFilter(text);
}

/** A summary as GetTraceSummaries gives it; the same for the same index. */
function summaryOf(index: number): TraceSummary {
  const isFault = index % 13 === 0;
  return {
    id: `1-6500aa10-${index.toString(16).padStart(24, '0')}`,
    start: 1_694_542_352_000 + index * 100,
    duration: 100 + ((index * 37) % 5000),
    responseTime: 80 + ((index * 31) % 4000),
    fault: isFault,
    error: index % 17 === 0,
    throttle: index % 101 === 0,
    partial: index % 53 === 0,
    name: 'shop',
    method: index % 3 === 0 ? 'POST' : 'GET',
    url: `https://shop.example/orders/${index % 500}`,
    httpStatus: isFault ? 503 : index % 17 === 0 ? 404 : 200,
    clientIp: `203.0.113.${index % 256}`,
    userAgent: 'Mozilla/5.0',
    users: [`user-${index % 50}`],
    services: ['shop', 'orders', 'payments', 'DynamoDB', 'stock']
      .slice(0, 2 + (index % 4))
      .map((name) => ({ name, type: '' })),
    annotations: new Map([
      ['tenant', [index % 2 === 0 ? 'acme' : 'zoo']],
      ['service.tier', ['gold']],
    ]),
    rootCauses: isFault ? [{ of: 'fault', text: 'payments: TimeoutException' }] : [],
    matchedAt: undefined,
    revision: 1,
  };
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[times.length >> 1]!;
}
