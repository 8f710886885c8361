import type { TraceSummary } from '../../src/traces/source';

/** Numbers that look random and are the same each time. Source: mulberry32, by Tommy Ettinger (public domain). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The end of the range that is drawn; an hour before it is the begin. */
export const DRAWN_END = Date.UTC(2026, 10, 20, 15, 0);
export const DRAWN_RANGE = { start: DRAWN_END - 3_600_000, end: DRAWN_END };

interface Route {
  readonly method: string;
  readonly path: string;
  readonly share: number;
  /** Milliseconds: the middle of the durations. */
  readonly usual: number;
  readonly failing: number;
  readonly services: readonly string[];
}

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/products/{n}',
    share: 34,
    usual: 42,
    failing: 0.01,
    services: ['catalog', 'products-table'],
  },
  { method: 'GET', path: '/search?q={w}', share: 22, usual: 130, failing: 0.02, services: ['search'] },
  { method: 'POST', path: '/cart/items', share: 16, usual: 85, failing: 0.03, services: ['cart', 'carts-table'] },
  {
    method: 'POST',
    path: '/checkout',
    share: 14,
    usual: 640,
    failing: 0.14,
    services: ['orders', 'payments', 'stock', 'mail-queue'],
  },
  { method: 'GET', path: '/orders/{n}', share: 9, usual: 60, failing: 0.02, services: ['orders', 'orders-table'] },
  {
    method: 'PUT',
    path: '/account/address?token=s3cr3t{n}',
    share: 5,
    usual: 210,
    failing: 0.05,
    services: ['accounts'],
  },
];
const TYPES: Readonly<Record<string, string>> = {
  'products-table': 'AWS::DynamoDB::Table',
  'carts-table': 'AWS::DynamoDB::Table',
  'orders-table': 'AWS::DynamoDB::Table',
  'mail-queue': 'AWS::SQS::Queue',
  search: 'AWS::Lambda::Function',
};
const WORDS = ['lamp', 'desk', 'oak%20chair', 'rug', 'mirror'];
const TENANTS = ['acme', 'globex', 'initech', 'umbrella'];
const EXCEPTIONS = ['TimeoutException', 'CardDeclined', 'ConnectionReset'];

/** Summaries of a shop's hour, as GetTraceSummaries would find them, newest first. */
export function drawSummaries(count: number, seed = 7): TraceSummary[] {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const shares = ROUTES.flatMap((route) => Array.from({ length: route.share }, () => route));
  const summaries = Array.from({ length: count }, (_, index): TraceSummary => {
    const start = DRAWN_RANGE.start + ((count - 1 - index + random()) / count) * 3_600_000;
    const route = pick(shares);
    // An incident, twenty minutes long: payments answer late, and then not at all.
    const minute = (start - DRAWN_RANGE.start) / 60_000;
    const isIncident = minute > 31 && minute < 48 && route.path === '/checkout';
    const spread = Math.exp((random() + random() + random() - 1.5) * 1.6);
    const duration = route.usual * spread * (isIncident ? 6 + random() * 14 : random() < 0.02 ? 12 : 1);
    const dice = random();
    const failing = isIncident ? 0.55 : route.failing;
    const httpStatus =
      dice < failing ? (random() < 0.7 ? 503 : 500) : dice < failing + 0.03 ? 404 : dice < failing + 0.045 ? 429 : 200;
    const cause =
      httpStatus >= 500
        ? `${route.services.at(-1) === 'mail-queue' ? 'payments' : route.services[0]}: ${pick(EXCEPTIONS)}`
        : '';
    return {
      id: `1-${Math.floor(start / 1000).toString(16)}-${index.toString(16).padStart(24, '0')}`,
      start,
      duration: random() < 0.004 ? undefined : duration,
      responseTime: duration * (0.7 + random() * 0.3),
      fault: httpStatus >= 500,
      error: httpStatus >= 400 && httpStatus < 500,
      throttle: httpStatus === 429,
      partial: random() < 0.004,
      name: 'shop.example.com',
      method: route.method,
      url: `https://shop.example.com${route.path.replace('{n}', String(1000 + Math.floor(random() * 9000))).replace('{w}', pick(WORDS))}`,
      httpStatus,
      clientIp: `203.0.113.${Math.floor(random() * 255)}`,
      userAgent: random() < 0.5 ? 'Mozilla/5.0' : 'shop-app/4.2',
      users: random() < 0.6 ? [`user-${Math.floor(random() * 40)}`] : [],
      services: ['shop.example.com', ...route.services].map((name) => ({
        name,
        type: TYPES[name] ?? 'AWS::ECS::Container',
      })),
      annotations: new Map<string, readonly (string | number | boolean)[]>([
        ['tenant', [pick(TENANTS)]],
        ['cold_start', [random() < 0.05]],
        ...(route.path === '/checkout' ? ([['items', [1 + Math.floor(random() * 8)]]] as const) : []),
      ]),
      rootCauses: cause ? [{ of: 'fault', text: cause }] : [],
      matchedAt: undefined,
      revision: 1,
    };
  });
  return summaries;
}

/** Texts that do harm where text becomes markup, breaks lines, or turns the row round. */
export function hostileSummaries(): TraceSummary[] {
  const [plain] = drawSummaries(1);
  const markup = '</script><img src=x onerror="window.harmed=1">{{constructor}}$(trash)';
  const texts = [
    markup,
    'line one\nline two\r\n\tline three\u2028line four',
    'مرحبا بالعالم \u202egnp.exe',
    `https://shop.example.com/${'x'.repeat(10_240)}?token=abcdefghijklmnop1234`,
    '🛒👩‍👩‍👧‍👦 e\u0301 \u0000\u0007',
  ];
  return texts.map((text, index) => ({
    ...plain!,
    id: `1-691f2f00-${index.toString(16).padStart(24, 'b')}`,
    start: plain!.start! - index * 1000,
    name: text,
    url: text,
    method: index === 0 ? markup : 'GET',
    users: [text],
    services: [{ name: text, type: text.slice(0, 20) }],
    annotations: new Map([[text.slice(0, 60), [text]]]),
    rootCauses: [{ of: 'fault', text }],
  }));
}
