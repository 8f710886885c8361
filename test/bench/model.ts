import { buildTrace } from '../../src/model/buildTrace';

/** One line of the benchmark's output: milliseconds, and what building costs against `JSON.parse` of the same texts alone. */
export interface BenchLine {
  readonly bench: 'model';
  readonly spans: number;
  readonly parseMs: number;
  readonly buildMs: number;
  readonly ratio: number;
}

/** X-Ray takes documents of at most 64 KB. */
const DOCUMENT_BYTES = 64 * 1024;
const TRACE_ID = '1-6500aa10-0123456789abcdef01234567';
const START = 1_694_542_352;

/** Sizes, and how often each is measured. */
const SIZES: readonly (readonly [spans: number, runs: number])[] = [
  [1000, 15],
  [10_000, 9],
  [100_000, 5],
  [1_000_000, 3],
];

/** Measures `buildTrace`, which parses its documents itself, against parsing them. Medians. */
export async function benchModel(sizes = SIZES): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  const warmUp = realisticDocuments(10_000);
  for (let run = 0; run < 5; run++) buildTrace({ documents: warmUp }); // a compiled model is what a running editor has
  for (const [spans, runs] of sizes) {
    const documents = realisticDocuments(spans);
    const parse: number[] = [];
    const build: number[] = [];
    for (let run = 0; run < runs; run++) {
      await new Promise(setImmediate); // lets the collector and others breathe between runs
      const parseMs = timed(() => documents.reduce((sum, text) => sum + (JSON.parse(text) === null ? 1 : 0), 0));
      const buildMs = timed(() => buildTrace({ id: TRACE_ID, documents }).spans.count);
      parse.push(parseMs);
      build.push(buildMs);
    }
    const [parseMs, buildMs] = [median(parse), median(build)];
    lines.push({
      bench: 'model',
      spans,
      parseMs: round(parseMs),
      buildMs: round(buildMs),
      ratio: round(buildMs / parseMs),
    });
  }
  return lines;
}

function timed(work: () => number): number {
  const from = performance.now();
  const result = work();
  const spent = performance.now() - from;
  if (Number.isNaN(result)) throw new Error('nothing was done');
  return spent;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * Segment documents as services of a busy shop write them: a segment with HTTP and origin, its subsegments nested two deep with AWS calls,
 * statements, annotations and now and then an exception; documents of at most 64 KB, shuffled as X-Ray returns them.
 */
export function realisticDocuments(spans: number): string[] {
  const random = generator(spans);
  const documents: string[] = [];
  const parents: string[] = [];
  const made = { count: 0 };
  const nextId = () => (++made.count).toString(16).padStart(16, '0');
  while (made.count < spans) {
    const segmentId = nextId();
    const start = START + random() * 20;
    const parent = parents.length === 0 ? undefined : parents[Math.floor(random() * parents.length)];
    const head = segment(segmentId, parent, start, made.count);
    const subsegments: string[] = [];
    const wanted = 20 + Math.floor(random() * 90);
    let bytes = head.length;
    while (subsegments.length < wanted && made.count < spans) {
      const id = nextId();
      parents.push(id);
      const nested = made.count < spans && random() < 0.3 ? subsegment(nextId(), start + random(), '', made.count) : '';
      const text = subsegment(id, start + random() * 2, nested, made.count);
      if ((bytes += text.length) > DOCUMENT_BYTES) break;
      subsegments.push(text);
    }
    documents.push(`${head},"subsegments":[${subsegments.join(',')}]}`);
  }
  return shuffled(documents, random);
}

function segment(id: string, parent: string | undefined, start: number, n: number): string {
  return `{"id":"${id}","name":"orders-${n % 40}","start_time":${e9(start)},"trace_id":"${TRACE_ID}","end_time":${e9(start + 2.5)}${
    parent === undefined ? '' : `,"parent_id":"${parent}"`
  },"http":{"request":{"url":"https://shop.example.com/api/orders/${n}","method":"POST","user_agent":"curl/8.4.0","client_ip":"203.0.113.9"},"response":{"status":200,"content_length":512}},"aws":{"account_id":"111122223333","ecs":{"container_arn":"arn:aws:ecs:eu-west-1:111122223333:container/cluster/${n}"},"xray":{"sdk":"X-Ray for Node.js","sdk_version":"3.12.0"}},"origin":"AWS::ECS::Fargate","annotations":{"tenant":"acme","retries":2},"metadata":{"default":{"cart":{"items":2,"total":41.5}}}`;
}

function subsegment(id: string, start: number, nested: string, n: number): string {
  const times = `"id":"${id}","start_time":${e9(start)},"end_time":${e9(start + (n % 97) / 1000)}`;
  const inner = nested === '' ? '' : `,"subsegments":[${nested}]`;
  if (n % 10 === 0) {
    return `{${times},"name":"ebdb@db.example.com","namespace":"remote","sql":{"url":"jdbc:postgresql://db.example.com:5432/ebdb","user":"app","database_type":"PostgreSQL","sanitized_query":"SELECT * FROM orders WHERE id = ?"}${inner}}`;
  }
  if (n % 4 === 0) {
    return `{${times},"name":"## handler","annotations":{"step":${n % 7},"cold":false},"metadata":{"debug":{"note":"loaded from cache"}}${inner}}`;
  }
  const fault =
    n % 50 === 1
      ? `,"fault":true,"cause":{"working_directory":"/app","exceptions":[{"id":"${id}","type":"InternalServerError","message":"boom","remote":true,"stack":[{"path":"/app/db.js","line":41,"label":"put"},{"path":"/app/orders.js","line":17,"label":"handler"}]}]}`
      : '';
  return `{${times},"name":"DynamoDB","namespace":"aws","http":{"response":{"status":200,"content_length":${n % 900}}},"aws":{"operation":"PutItem","table_name":"orders-${n % 12}","region":"eu-west-1","request_id":"QX${id.toUpperCase()}VV4KQNSO5AEMVJF66Q9ASUAAJG","retries":0,"resource_names":["orders-${n % 12}"]}${fault}${inner}}`;
}

/** Epoch seconds as X-Ray's answers write them: `1.694542352123E9`. */
function e9(seconds: number): string {
  return `${(Math.round(seconds * 1e6) / 1e15).toFixed(15).replace(/0+$/, '0')}E9`;
}

/** A small generator (mulberry32): the same documents in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
