import * as fc from 'fast-check';
import { DRAWN_ID, DRAWN_START } from '../model/drawTrace';

// A second opinion on what filter expressions mean, written from the guide alone: it imports nothing of the extension's, so that both can
// only agree by being right, or by the same misunderstanding.

type Scalar = string | number | boolean;

/** One segment of a small trace; times are milliseconds since the trace's start. */
export interface Segment {
  readonly name: string;
  readonly type: string | undefined;
  /** Index of the segment that called it; the first one is the root. */
  readonly parent: number;
  /** Whether it was called from the parent's subsegment. */
  readonly throughSubsegment: boolean;
  readonly end: number | undefined;
  readonly flags: { readonly fault: boolean; readonly error: boolean; readonly throttle: boolean } | undefined;
  readonly status: number | undefined;
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly user: string | undefined;
  readonly account: string | undefined;
  readonly zone: string | undefined;
  readonly inferred: boolean;
  readonly annotations: Readonly<Record<string, Scalar>>;
  readonly message: string | undefined;
  readonly subsegment:
    | { readonly annotations: Readonly<Record<string, Scalar>>; readonly throttle: boolean }
    | undefined;
}

export type Wanted =
  | { readonly is: 'all' | 'any'; readonly of: readonly Wanted[] }
  | { readonly is: 'not'; readonly of: Wanted }
  | { readonly is: 'compare'; readonly what: string; readonly by?: readonly [string, Scalar] }
  | { readonly is: 'annotation'; readonly key: string; readonly by?: readonly [string, Scalar] }
  | { readonly is: 'service'; readonly name?: string; readonly type?: string; readonly filter?: Wanted }
  | { readonly is: 'edge'; readonly from: string; readonly to: string; readonly filter?: Wanted };

const NAMES = ['shop', 'pay', 'stock'];
const TYPES = ['AWS::Lambda::Function', 'AWS::ECS::Container'];
const WORDS = ['', 'a', 'ab', 'b', 'AB'];

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const scalar = fc.oneof(fc.constantFrom<Scalar>('a', 'ab', 'b', 'true', '2'), fc.constantFrom(1, 2, 3), fc.boolean());
const annotations = fc.dictionary(fc.constantFrom('k', 'key.dotted', 'on'), scalar, { maxKeys: 2 });

const segment: fc.Arbitrary<Segment> = fc.record({
  name: fc.constantFrom(...NAMES),
  type: optional(fc.constantFrom(...TYPES)),
  parent: fc.nat(3),
  throughSubsegment: fc.boolean(),
  end: optional(fc.constantFrom(10, 250, 1000, 2500, 6000)),
  flags: optional(fc.record({ fault: fc.boolean(), error: fc.boolean(), throttle: fc.boolean() })),
  status: optional(fc.constantFrom(200, 204, 302, 404, 429, 503)),
  url: optional(fc.constantFrom('/a', '/ab', '/b')),
  method: optional(fc.constantFrom('GET', 'POST')),
  user: optional(fc.constantFrom('a', 'ab', 'b')),
  account: optional(fc.constantFrom('111122223333', '444455556666')),
  zone: optional(fc.constantFrom('eu-1a', 'eu-1b')),
  inferred: fc.boolean(),
  annotations,
  message: optional(fc.constantFrom('a', 'ab')),
  subsegment: optional(fc.record({ annotations, throttle: fc.boolean() })),
});

/** One to four segments; each one's parent is an earlier one. */
export const segmentsArbitrary: fc.Arbitrary<readonly Segment[]> = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((list) => list.map((one, index) => ({ ...one, parent: index === 0 ? -1 : one.parent % index })));

const equality = fc.constantFrom('=', '!=');
const order = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const texts = fc.constantFrom('=', '!=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH');
const text = fc.constantFrom(...WORDS, '/a', 'POST', ...NAMES);

const compare = fc
  .oneof(
    fc.record({
      is: fc.constant('compare' as const),
      what: fc.constantFrom('fault', 'error', 'throttle', 'ok', 'partial', 'inferred'),
      by: fc.option(fc.tuple(equality, fc.boolean()), { nil: undefined }),
    }),
    fc.record({
      is: fc.constant('compare' as const),
      what: fc.constantFrom('duration', 'responsetime', 'http.status'),
      by: fc.tuple(order, fc.constantFrom(0.1, 0.5, 2, 4, 200, 404, 429, 503)),
    }),
    fc.record({
      is: fc.constant('compare' as const),
      what: fc.constantFrom(
        'http.url',
        'http.method',
        'user',
        'name',
        'type',
        'message',
        'account.id',
        'availabilityzone',
      ),
      by: fc.option(fc.tuple(texts, text), { nil: undefined }),
    }),
  )
  .map(({ is, what, by }): Wanted => (by === undefined ? { is, what } : { is, what, by }));

const annotation = fc
  .record({
    key: fc.constantFrom('k', 'key.dotted', 'on', 'missing'),
    by: fc.option(
      fc.oneof(
        fc.tuple(equality, scalar),
        fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom(1, 2)),
        fc.tuple(fc.constantFrom('CONTAINS', 'BEGINSWITH', 'ENDSWITH'), fc.constantFrom(...WORDS)),
      ),
      { nil: undefined },
    ),
  })
  .map(({ key, by }): Wanted =>
    by === undefined ? { is: 'annotation', key } : { is: 'annotation', key, by: [by[0], by[1]] },
  );

function combined(leaf: fc.Arbitrary<Wanted>, depth: number): fc.Arbitrary<Wanted> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  const several = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    fc.record({ is: fc.constantFrom('all' as const, 'any' as const), of: several }),
    fc.record({ is: fc.constant('not' as const), of: inner }),
  );
}

const inBraces = fc.option(combined(compare, 1), { nil: undefined });
const service = fc
  .tuple(optional(fc.constantFrom(...NAMES, 'nobody')), optional(fc.constantFrom(...TYPES)), inBraces)
  .map(([name, type, filter]): Wanted => ({
    is: 'service',
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
    ...(filter ? { filter } : {}),
  }));
const edge = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), inBraces)
  .map(([from, to, filter]): Wanted => ({ is: 'edge', from, to, ...(filter ? { filter } : {}) }));

export const wantedArbitrary: fc.Arbitrary<Wanted> = combined(fc.oneof(compare, annotation, service, edge), 3);

/** The documents X-Ray would hand out. */
export function documentsOf(segments: readonly Segment[]): string[] {
  return segments.map((one, index) => {
    const id = idOf(index);
    const start = DRAWN_START;
    const above = segments[one.parent];
    return JSON.stringify({
      trace_id: DRAWN_ID,
      id,
      parent_id: above ? idOf(one.parent, one.throughSubsegment && above.subsegment !== undefined) : undefined,
      name: one.name,
      origin: one.type,
      start_time: start,
      ...(one.end === undefined ? { in_progress: true } : { end_time: start + one.end / 1000 }),
      ...one.flags,
      ...(one.inferred ? { inferred: true } : {}),
      http: { request: { url: one.url, method: one.method }, response: { status: one.status } },
      user: one.user,
      aws: { account_id: one.account, ec2: { availability_zone: one.zone } },
      annotations: one.annotations,
      cause: one.message === undefined ? undefined : { exceptions: [{ id: 'e', type: 'E', message: one.message }] },
      subsegments: one.subsegment && [
        {
          id: idOf(index, true),
          name: 'call',
          start_time: start,
          end_time: start,
          annotations: one.subsegment.annotations,
          throttle: one.subsegment.throttle,
        },
      ],
    });
  });
}

function idOf(index: number, isSubsegment = false): string {
  return `${isSubsegment ? 'b' : 'a'}00000000000000${index}`;
}

/** What X-Ray's answer to a search would say of the trace. Milliseconds. */
export function summaryOf(segments: readonly Segment[]) {
  const [root] = segments as [Segment];
  const { fault, error } = flagsOf(root);
  const found = new Map<string, Scalar[]>();
  for (const [key, value] of segments.flatMap((one) => annotationsOf(one)))
    found.set(key, [...(found.get(key) ?? []), value]);
  return {
    duration: durationOf(segments) * 1000,
    responseTime: root.end,
    fault,
    error,
    throttle: isThrottled(segments),
    partial: segments.some(({ end }) => end === undefined),
    name: root.name,
    method: root.method ?? '',
    url: root.url ?? '',
    httpStatus: root.status ?? 0,
    clientIp: '',
    userAgent: '',
    users: segments.flatMap(({ user }) => user ?? []),
    services: segments.map(({ name, type }) => ({ name, type: type ?? '' })),
    annotations: found,
    rootCauses: [],
  };
}

/** Whether the trace is found. */
export function isFound(wanted: Wanted, segments: readonly Segment[]): boolean {
  switch (wanted.is) {
    case 'all':
      return wanted.of.every((one) => isFound(one, segments));
    case 'any':
      return wanted.of.some((one) => isFound(one, segments));
    case 'not':
      return !isFound(wanted.of, segments);
    case 'compare':
      return holds(ofTrace(wanted.what, segments), wanted.by);
    case 'annotation':
      return holds(
        segments.flatMap((one) => annotationsOf(one).flatMap(([key, value]) => (key === wanted.key ? [value] : []))),
        wanted.by,
      );
    case 'service':
      return segments.some(
        (one) =>
          (wanted.name === undefined || one.name === wanted.name) &&
          (wanted.type === undefined || one.type === wanted.type) &&
          (!wanted.filter || isTrueOf(wanted.filter, one)),
      );
    case 'edge':
      return segments.some(
        (one) =>
          one.parent >= 0 &&
          segments[one.parent]!.name === wanted.from &&
          one.name === wanted.to &&
          (!wanted.filter || isTrueOf(wanted.filter, one)),
      );
  }
}

/** What stands in braces, of one segment. */
function isTrueOf(wanted: Wanted, one: Segment): boolean {
  if (wanted.is === 'all') return wanted.of.every((inner) => isTrueOf(inner, one));
  if (wanted.is === 'any') return wanted.of.some((inner) => isTrueOf(inner, one));
  if (wanted.is === 'not') return !isTrueOf(wanted.of, one);
  if (wanted.is !== 'compare') throw new Error('not generated in braces');
  return holds(ofSegment(wanted.what, one), wanted.by);
}

function ofTrace(what: string, segments: readonly Segment[]): Scalar[] {
  if (what === 'throttle') return [isThrottled(segments)];
  if (what === 'partial') return [segments.some(({ end }) => end === undefined)];
  if (what === 'inferred') return [segments.some(({ inferred }) => inferred)];
  if (what === 'duration') return [durationOf(segments)];
  const ofAny = ['user', 'name', 'type', 'message', 'account.id', 'availabilityzone'].includes(what);
  return ofAny ? segments.flatMap((one) => ofSegment(what, one)) : ofSegment(what, segments[0]!);
}

function ofSegment(what: string, one: Segment): Scalar[] {
  const { fault, error, throttle } = flagsOf(one);
  const isSuccess = one.status === undefined || String(one.status).startsWith('2');
  const facts: Record<string, Scalar | undefined> = {
    fault,
    error,
    throttle,
    ok: !fault && !error && isSuccess,
    partial: one.end === undefined,
    inferred: one.inferred,
    duration: one.end === undefined ? undefined : one.end / 1000,
    responsetime: one.end === undefined ? undefined : one.end / 1000,
    'http.status': one.status,
    'http.url': one.url,
    'http.method': one.method,
    user: one.user,
    name: one.name,
    type: one.type,
    message: one.message,
    'account.id': one.account,
    availabilityzone: one.zone,
  };
  const value = facts[what];
  return value === undefined ? [] : [value];
}

/** X-Ray's flags; where a document has none of them, its HTTP status speaks. */
function flagsOf({ flags, status = 0 }: Segment): { fault: boolean; error: boolean; throttle: boolean } {
  return flags ?? { fault: status >= 500, error: status >= 400 && status < 500, throttle: status === 429 };
}

function isThrottled(segments: readonly Segment[]): boolean {
  return segments.some((one) => flagsOf(one).throttle || one.subsegment?.throttle === true);
}

function durationOf(segments: readonly Segment[]): number {
  return Math.max(...segments.map(({ end = 0 }) => end)) / 1000;
}

function annotationsOf(one: Segment): [string, Scalar][] {
  return [...Object.entries(one.annotations), ...Object.entries(one.subsegment?.annotations ?? {})];
}

function holds(values: readonly Scalar[], by: readonly [string, Scalar] | undefined): boolean {
  if (!by) return values.some((value) => value !== false);
  const [operator, wanted] = by;
  const isSame = values.some((value) => typeof value === typeof wanted && value === wanted);
  if (operator === '=') return isSame;
  if (operator === '!=') return values.length > 0 && !isSame;
  return values.some((value) => {
    if (typeof value === 'number' && typeof wanted === 'number') {
      if (operator === '<') return value < wanted;
      if (operator === '<=') return !(value > wanted);
      return operator === '>' ? value > wanted : operator === '>=' && !(value < wanted);
    }
    if (typeof value !== 'string' || typeof wanted !== 'string') return false;
    if (operator === 'CONTAINS') return value.split(wanted).length > 1 || wanted === '';
    if (operator === 'BEGINSWITH') return value.slice(0, wanted.length) === wanted;
    return operator === 'ENDSWITH' && (wanted === '' || value.slice(-wanted.length) === wanted);
  });
}

/** The expression as somebody may write it: `seed` chooses case, blanks, needless parentheses, left-out ANDs. */
export function writtenAs(wanted: Wanted, seed: number): string {
  let state = seed;
  const chance = (parts: number): boolean => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % parts === 0;
  };
  const word = (known: string): string => (chance(3) ? known.toUpperCase() : chance(3) ? known.toLowerCase() : known);
  const compared = (by: readonly [string, Scalar] | undefined): string => {
    if (!by) return '';
    const [operator, wanted] = by;
    const space = /[A-Z]/.test(operator) || chance(2) ? ' ' : '';
    return `${space}${word(operator)}${space}${typeof wanted === 'string' ? `"${wanted}"` : wanted}`;
  };
  const braces = (filter: Wanted | undefined): string => {
    if (!filter) return '';
    return chance(2) ? `{${write(filter, 0)}}` : ` { ${write(filter, 0)} }`;
  };
  /** @param binding 0 anything, 1 within AND, 2 behind `!` */
  const write = (one: Wanted, binding: number): string => {
    const text = bare(one);
    const needs = (one.is === 'any' && binding > 0) || (one.is === 'all' && binding > 1);
    return needs || chance(6) ? `(${text})` : text;
  };
  const bare = (one: Wanted): string => {
    switch (one.is) {
      case 'all':
        return one.of.map((part) => write(part, 1)).join(chance(4) ? ' ' : ` ${word('AND')} `);
      case 'any':
        return one.of.map((part) => write(part, 0)).join(` ${word('OR')} `);
      case 'not':
        return `!${one.of.is === 'not' ? `(${write(one.of, 0)})` : write(one.of, 2)}`;
      case 'compare':
        return `${word(one.what)}${compared(one.by)}`;
      case 'annotation': {
        const key = one.key.includes('.') || chance(2) ? `[${one.key}]` : `.${one.key}`;
        return `${word('annotation')}${key}${compared(one.by)}`;
      }
      case 'service': {
        const fields = [
          ...(one.name === undefined ? [] : [`name: "${one.name}"`]),
          ...(one.type === undefined ? [] : [`type:"${one.type}"`]),
        ];
        const name =
          one.type === undefined && one.name !== undefined
            ? `"${one.name}"`
            : fields.length > 0
              ? `id(${fields.join(', ')})`
              : '';
        return `${word('service')}(${name})${braces(one.filter)}`;
      }
      case 'edge':
        return `${word('edge')}("${one.from}",${chance(2) ? ' ' : ''}"${one.to}")${braces(one.filter)}`;
    }
  };
  return write(wanted, 0);
}
