import { apiGateway, awsCall, fargate, http, lambda } from './aws';
import { TraceDraft, type DemoTrace, type Members, type SpanDraft } from './draft';
import { Random } from './random';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How many traces each stretch of the past holds, newest first: what people look at is dense, the days before are there. */
const STRETCHES: readonly { readonly since: number; readonly until: number; readonly traces: number }[] = [
  { since: HOUR, until: 3 * MINUTE, traces: 120 },
  { since: 6 * HOUR, until: HOUR, traces: 90 },
  { since: 24 * HOUR, until: 6 * HOUR, traces: 90 },
  { since: 72 * HOUR, until: 24 * HOUR, traces: 100 },
];
/** A deployment broke payments this long ago; it was rolled back later. */
const BROKEN = { since: 42 * MINUTE, until: 12 * MINUTE };
const TENANTS = ['acme', 'globex', 'initech', 'umbrella', 'hooli'] as const;
const USERS = ['ola', 'kari', 'juan', 'mei', 'amara', 'lena', 'tomas'] as const;
const CLIENTS: readonly { readonly client_ip: string; readonly user_agent: string }[] = [
  { client_ip: '203.0.113.24', user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
  { client_ip: '198.51.100.7', user_agent: 'ShopApp/7.2 (iPhone; iOS 26.1)' },
  { client_ip: '198.51.100.93', user_agent: 'ShopApp/7.1 (Android 16)' },
  { client_ip: '192.0.2.200', user_agent: 'partner-sync/1.4' },
];

interface Visit {
  readonly trace: TraceDraft;
  readonly random: Random;
  readonly tenant: string;
  readonly user: string;
  readonly client: Members;
  /** The deployment that broke payments is out. */
  readonly isBroken: boolean;
}

/** A kind of request, and how often it comes. */
interface Route {
  readonly share: number;
  readonly write: (visit: Visit) => void;
}

/**
 * What a shop's ordinary customers leave behind in three days: a few hundred small traces, so that searches have something to find,
 * refine and compare. Deterministic, and moving with `now`, as the stories are.
 * @param now epoch milliseconds
 */
export function demoTraffic(now: number): DemoTrace[] {
  return STRETCHES.flatMap(({ since, until, traces }, stretch) =>
    Array.from({ length: traces }, (_, number) => {
      const random = new Random(`traffic ${stretch} ${number}`);
      const ago = until + ((number + random.next()) / traces) * (since - until);
      const trace = new TraceDraft(`traffic-${stretch}-${number}`, 'Traffic', Math.floor(now - ago));
      const client = CLIENTS[random.between(0, CLIENTS.length - 1)] ?? {};
      pick(ROUTES, random).write({
        trace,
        random,
        tenant: oneOf(TENANTS, random),
        user: oneOf(USERS, random),
        client,
        isBroken: ago < BROKEN.since && ago > BROKEN.until,
      });
      return trace.finish();
    }),
  );
}

const ROUTES: readonly Route[] = [
  { share: 9, write: product },
  { share: 4, write: search },
  { share: 4, write: cart },
  { share: 5, write: checkout },
  { share: 2, write: account },
  { share: 1, write: nightly },
];

function product(visit: Visit): void {
  const { random } = visit;
  const sku = `sku-${random.between(100, 140)}`;
  const took = spread(random, 18, 90);
  const status = random.next() < 0.04 ? 404 : 200;
  const web = frontEnd(visit, 'GET', `/products/${sku}`, status, took);
  const read = awsCall(web, 'DynamoDB', 'GetItem', 4, took - 6, {
    table_name: 'products',
    resource_names: ['products'],
  });
  visit.trace.inferred(read, 'products', 'AWS::DynamoDB::Table');
}

function search(visit: Visit): void {
  const { trace, random } = visit;
  const words = oneOf(['tea', 'lamp', 'desk+chair', 'usb+cable'], random);
  const took = spread(random, 60, 700);
  const web = frontEnd(visit, 'GET', `/search?q=${words}`, 200, took);
  const call = web.sub('search.internal', 3, took - 5, {
    ...http('GET', `http://search.internal/query?q=${words}`, 200, random.between(300, 9000)),
    traced: true,
    namespace: 'remote',
  });
  trace.segment('search', 6, took - 8, {
    parent_id: call.id,
    ...http('GET', `http://search.internal/query?q=${words}`, 200),
    origin: 'AWS::EC2::Instance',
    aws: {
      ec2: {
        instance_id: `i-0${random.between(1, 3)}c4d2`,
        availability_zone: `us-east-1${oneOf(['a', 'b'], random)}`,
      },
    },
    annotations: { results: random.between(0, 200), cached: random.next() < 0.3 },
  });
}

function cart(visit: Visit): void {
  const { trace, random } = visit;
  const took = spread(random, 25, 120);
  const { call } = apiGateway(trace, 'GET', `/carts/c-${random.between(4700, 4799)}`, 200, took, 'carts');
  const coldStart = random.next() < 0.08 ? 380 : 0;
  const { invocation } = lambda(trace, 'carts', 4, took - 3 + coldStart, { parentId: call.id, coldStart });
  invocation.add({ annotations: { tenant: visit.tenant, ColdStart: coldStart > 0 } });
}

function checkout(visit: Visit): void {
  const { trace, random, isBroken } = visit;
  const outcome = random.next();
  const [fails, isThrottled] = isBroken ? [outcome < 0.6, outcome > 0.9] : [outcome < 0.02, outcome > 0.97];
  const took = fails ? spread(random, 3000, 3400) : spread(random, 350, 1500);
  const web = frontEnd(visit, 'POST', '/checkout', fails ? 502 : isThrottled ? 429 : 200, took);
  web.add({
    annotations: { tenant: visit.tenant, version: isBroken ? '8.4.0' : '8.3.2', cart_items: random.between(1, 24) },
  });
  const charge = web.sub('payments', 12, took - 9, {
    ...http('POST', 'http://payments.internal/charges', fails ? 500 : isThrottled ? 429 : 201, 64),
    traced: true,
    namespace: 'remote',
  });
  const payments = trace.segment('payments', 15, took - 12, {
    parent_id: charge.id,
    ...http('POST', 'http://payments.internal/charges', fails ? 500 : isThrottled ? 429 : 201),
    origin: 'AWS::ECS::Fargate',
    aws: fargate('payments'),
    annotations: { provider: 'acmepay' },
  });
  payments.sub('api.acmepay.example', 18, took - 15, {
    ...http('POST', 'https://api.acmepay.example/v2/charges', fails ? 504 : isThrottled ? 429 : 201),
    ...(fails ? thrown(trace, 'TimeoutError', 'no answer from acmepay within 3000 ms') : {}),
    namespace: 'remote',
  });
  if (!fails && !isThrottled) return;
  const type = fails ? 'TimeoutError' : 'TooManyRequestsError';
  payments.add(thrown(trace, type, fails ? 'no answer from acmepay within 3000 ms' : 'rate limit exceeded'));
}

function account(visit: Visit): void {
  const { random } = visit;
  const status = random.next() < 0.25 ? 401 : 200;
  const took = spread(random, 40, 200);
  const web = frontEnd(visit, 'POST', '/login', status, took);
  web.sub('accounts@accounts-db.example.com', 5, took - 10, {
    sql: { database_type: 'PostgreSQL', sanitized_query: 'SELECT id, hash FROM accounts WHERE email = $1' },
    namespace: 'remote',
  });
}

/** A job nobody called: no HTTP, minutes long, now and then in pieces that never arrived. */
function nightly({ trace, random }: Visit): void {
  const took = random.between(20_000, 150_000);
  const job = trace.segment('invoices', 0, took, {
    origin: 'AWS::ECS::Fargate',
    aws: fargate('invoices'),
    annotations: { invoices: random.between(40, 900) },
  });
  awsCall(job, 'S3', 'PutObject', took - 900, took - 40, { bucket_name: 'invoices', resource_names: ['invoices'] });
  if (random.next() < 0.3)
    trace.segment('mailer', took - 30, took - 4, { parent_id: random.hex(16), origin: 'AWS::Lambda::Function' });
}

/** The shop's web server, which most requests reach first. */
function frontEnd(visit: Visit, method: string, path: string, status: number, took: number): SpanDraft {
  const { http: exchange, ...rest } = http(
    method,
    `https://shop.example.com${path}`,
    status,
    visit.random.between(20, 4000),
  );
  const { request, response } = exchange as { request: Members; response: Members };
  return visit.trace.segment('storefront', 0, took, {
    http: { request: { ...request, ...visit.client }, response },
    ...rest,
    user: visit.user,
    origin: 'AWS::ECS::Fargate',
    aws: fargate('storefront'),
    annotations: { tenant: visit.tenant },
  });
}

function thrown({ random }: TraceDraft, type: string, message: string): Members {
  return {
    fault: true,
    cause: { working_directory: '/srv/shop', exceptions: [{ id: random.hex(16), type, message, remote: false }] },
  };
}

/** Milliseconds between two bounds, most of them near the lower one, as latencies are. */
function spread(random: Random, least: number, most: number): number {
  return Math.round(least + (most - least) * random.next() ** 3);
}

function oneOf<Item>(items: readonly [Item, ...Item[]], random: Random): Item {
  return items[random.between(0, items.length - 1)] ?? items[0];
}

function pick(routes: readonly Route[], random: Random): Route {
  let left = random.next() * routes.reduce((sum, { share }) => sum + share, 0);
  const route = routes.find(({ share }) => (left -= share) < 0);
  if (!route) throw new RangeError('shares that do not add up');
  return route;
}
