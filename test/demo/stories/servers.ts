import { awsCall, fargate, http } from '../aws';
import { TraceDraft, type DemoTrace, type Members, type SpanDraft } from '../draft';
import { OUT_OF_STOCK, SQL_FAILED } from '../frames';

const SERVICE: Members = { version: '4.2.0', runtime: 'node', runtime_version: 'v22.11.0' };

function reservation(trace: TraceDraft, status: number, to: number, more: Members): SpanDraft {
  return trace.segment('inventory', 0, to, {
    http: {
      request: {
        method: 'POST',
        url: 'http://inventory.example.com/reservations',
        user_agent: 'node',
        client_ip: '10.0.4.17',
      },
      response: { status },
    },
    service: SERVICE,
    aws: fargate('inventory'),
    origin: 'AWS::ECS::Fargate',
    user: 'checkout',
    ...more,
  });
}

function query(parent: SpanDraft, from: number, to: number, statement: string, more: Members = {}): SpanDraft {
  return parent.sub('stock@inventory-db.example.com', from, to, {
    sql: {
      url: 'postgresql://inventory-db.example.com:5432/stock',
      user: 'inventory',
      database_type: 'PostgreSQL',
      sanitized_query: statement,
    },
    ...more,
    namespace: 'remote',
  });
}

const SELECT = 'SELECT sku, on_hand FROM stock WHERE sku = ANY($1) FOR UPDATE';

/** A plain Node application refuses: its exception names lines of the sample app. */
export function outOfStock(start: number): DemoTrace {
  const trace = new TraceDraft('out-of-stock', 'Reservation refused: out of stock', start);
  const id = trace.random.hex(16);
  const segment = reservation(trace, 409, 58, {
    error: true,
    cause: {
      working_directory: '/srv/shop',
      exceptions: [
        {
          id,
          type: 'OutOfStockError',
          message: 'B-7: 2 pieces short',
          remote: false,
          truncated: 14,
          stack: OUT_OF_STOCK,
        },
      ],
    },
  });
  query(segment, 6, 31, SELECT);
  query(segment, 33, 52, 'UPDATE stock SET on_hand = $2 WHERE sku = $1');
  return trace.finish();
}

/** The database fails twice: the SDK records the cause once, and refers to it further up. */
export function deadlock(start: number): DemoTrace {
  const trace = new TraceDraft('deadlock', 'Reservation fails: deadlock in the database', start);
  const message =
    'deadlock detected\nDETAIL: Process 412 waits for ShareLock on transaction 9911; blocked by process 398.';
  const id = trace.random.hex(16);
  const segment = reservation(trace, 500, 1086, { fault: true });
  const work = segment.sub('reserveStock', 4, 1080, { fault: true });
  const failed = query(work, 8, 1076, SELECT, {
    fault: true,
    cause: {
      working_directory: '/srv/shop',
      exceptions: [{ id, type: 'error', message, remote: true, truncated: 9, stack: SQL_FAILED }],
    },
  });
  work.add({ cause: { id: failed.id, exceptions: [] } });
  segment.add({ cause: { id: failed.id } });
  return trace.finish();
}

/** Spring Boot with JDBC: the trace whose ID stands in the Java log. */
export function pricing(start: number): DemoTrace {
  const trace = new TraceDraft('pricing', 'Prices calculated (Java)', start);
  const segment = trace.segment('pricing', 0, 96, {
    ...http('GET', 'http://pricing.example.com/prices?sku=A-1', 200, 118),
    service: { version: '2.8.1' },
    aws: {
      elastic_beanstalk: { environment_name: 'pricing-prod', version_label: '2.8.1-44', deployment_id: 44 },
      ec2: { instance_id: 'i-0a94f2c7de1b5a663', availability_zone: 'us-east-1a' },
      xray: { sdk: 'X-Ray for Java', sdk_version: '2.18.2' },
    },
    origin: 'AWS::ElasticBeanstalk::Environment',
  });
  const repository = segment.sub('PriceRepository', 8, 71, { annotations: { cache: 'miss', region_count: 3 } });
  repository.sub('prices@pricing-db.example.com', 11, 69, {
    sql: {
      url: 'jdbc:mysql://pricing-db.example.com:3306/prices',
      preparation: 'statement',
      database_type: 'MySQL',
      database_version: '8.0.39',
      driver_version: 'mysql-connector-j-9.1.0',
      user: 'pricing',
      sanitized_query: 'select p.sku, p.cents from prices p where p.sku = ?',
    },
    namespace: 'remote',
  });
  segment.sub('round', 73, 74);
  return trace.finish();
}

/** Throttled twice by DynamoDB, saved by the SDK's retries; then an object that is not there. */
export function throttledTable(start: number): DemoTrace {
  const trace = new TraceDraft('throttled-table', 'Recommendations: table throttled, picture missing', start);
  const segment = trace.segment('recommendations', 0, 412, {
    ...http('GET', 'http://recommendations.example.com/for/u-7', 200, 940),
    service: SERVICE,
    aws: fargate('recommendations'),
    origin: 'AWS::ECS::Fargate',
    user: 'u-7',
    annotations: {
      experiment: 'B',
      score: 0.82,
      personalised: true,
      'model.version': '2026.11',
      'aws:responseLatency': 412,
    },
    metadata: {
      default: { shown: ['A-1', 'B-7', 'Ü-2'], weights: { recency: 0.4, price: 0.1 }, fallback: null },
      feature: { flags: [true, null, 1.5], nested: { deep: { deeper: { deepest: 'here' } } } },
    },
  });
  awsCall(
    segment,
    'DynamoDB',
    'Query',
    4,
    308,
    {
      table_name: 'views',
      index_name: 'by-customer',
      resource_names: ['views'],
      retries: 2,
      count: 40,
      scanned_count: 40,
    },
    {
      status: 400,
      error: true,
      throttle: true,
      cause: {
        working_directory: '/srv/shop',
        exceptions: [
          {
            id: trace.random.hex(16),
            type: 'ProvisionedThroughputExceededException',
            message: 'The level of configured provisioned throughput for the table was exceeded',
            remote: true,
            truncated: 0,
            skipped: 0,
          },
        ],
      },
    },
  );
  awsCall(segment, 'DynamoDB', 'Query', 318, 340, { table_name: 'views', resource_names: ['views'] });
  awsCall(
    segment,
    'S3',
    'GetObject',
    346,
    401,
    { bucket_name: 'shop-pictures', key: 'Ü-2/large.webp', resource_names: ['shop-pictures'] },
    { status: 404, cause: { message: 'The specified key does not exist.' } },
  );
  return trace.finish();
}
