import { apiGateway, awsCall, fargate, http, lambda, NODE_SDK, type Lambda } from '../aws';
import { TraceDraft, type DemoTrace, type Members, type SpanDraft } from '../draft';
import { PROVIDER_UNAVAILABLE, TOO_MANY_REQUESTS, type Frame } from '../frames';

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/receipts';
const CHARGES = 'https://payments.example.com/v2/charges';

function thrown(span: TraceDraft, type: string, message: string, stack: readonly Frame[]): Members {
  return {
    working_directory: '/var/task',
    exceptions: [{ id: span.random.hex(16), type, message, remote: false, truncated: 0, stack }],
  };
}

/** Cart, prices one by one, and the stock: what every checkout begins with. */
function prepare(trace: TraceDraft, handler: SpanDraft, from: number, items: number): number {
  awsCall(handler, 'DynamoDB', 'GetItem', from, from + 14, {
    table_name: 'carts',
    resource_names: ['carts'],
    retries: 1,
  });
  let at = from + 18;
  for (let item = 0; item < items; item++) {
    const took = trace.random.between(6, 9);
    const call = awsCall(handler, 'DynamoDB', 'GetItem', at, at + took, {
      table_name: 'prices',
      resource_names: ['prices'],
    });
    if (item === 0) trace.inferred(call, 'prices', 'AWS::DynamoDB::Table');
    at += took + 1;
  }
  return stock(trace, handler, at + 4);
}

/** The inventory service over HTTP, and its database. Returns when the answer was there. */
function stock(trace: TraceDraft, handler: SpanDraft, from: number): number {
  const call = handler.sub('inventory.example.com', from, from + 402, {
    ...http('POST', 'https://inventory.example.com/reservations', 200, 48),
    traced: true,
    namespace: 'remote',
  });
  const service = trace.segment('inventory', from + 6, from + 397, {
    parent_id: call.id,
    ...http('POST', 'http://inventory.example.com/reservations', 200, 48),
    service: { version: '4.2.0', runtime: 'node', runtime_version: 'v22.11.0' },
    aws: fargate('inventory'),
    origin: 'AWS::ECS::Fargate',
  });
  const query = service.sub('stock@inventory-db.example.com', from + 18, from + 362, {
    sql: {
      url: 'jdbc:postgresql://inventory-db.example.com:5432/stock',
      user: 'inventory',
      database_type: 'PostgreSQL',
      database_version: '16.4',
      sanitized_query: 'SELECT sku, on_hand FROM stock WHERE sku = ANY($1) FOR UPDATE',
    },
    namespace: 'remote',
  });
  trace.inferred(query, 'stock@inventory-db.example.com', 'Database::SQL');
  return from + 402;
}

/** A checkout that fails: cold start, 24 identical price lookups, a provider that throttles twice and then breaks down. */
export function checkoutFailed(start: number, receiptsTrace: { id: string; segment: string }): DemoTrace {
  const trace = new TraceDraft('checkout-failed', 'Checkout fails: payments throttled, then down', start);
  const { call } = apiGateway(trace, 'POST', '/checkout', 502, 2310, 'checkout');
  const { invocation } = lambda(trace, 'checkout', 8, 2296, { parentId: call.id, coldStart: 612, trouble: 'fault' });
  const handler = invocation.sub('## handler', 640, 2280, {
    fault: true,
    annotations: { ColdStart: true, Service: 'checkout', tenant: 'acme', cart_items: 24 },
    metadata: {
      checkout: {
        'handler error': 'ProviderUnavailableError: payments provider answered 503',
        cart: { id: 'c-4711', currency: 'EUR', items: 24, total: 312.4 },
      },
    },
  });
  const ready = prepare(trace, handler, 650, 24);
  const throttled = (): Members =>
    thrown(trace, 'TooManyRequestsError', 'rate limit exceeded for account', TOO_MANY_REQUESTS);
  const charge = handler.sub('payments.example.com', 1452, 2258, {
    ...http('POST', CHARGES, 429, 212),
    cause: throttled(),
    annotations: { attempts: 3, provider: 'acmepay' },
    metadata: {
      payments: {
        request: {
          headers: {
            authorization: 'Bearer not-a-real-token.c2hvcC1kZW1v.ZGVtbw',
            'content-type': 'application/json',
            'idempotency-key': trace.random.uuid(),
          },
          body: { customer: 'u-7', cents: 31_240 },
        },
        waits: [118, 326],
      },
    },
    namespace: 'remote',
  });
  const attempt = (number: number, from: number, to: number, status: number, cause: Members): SpanDraft =>
    charge.sub(`attempt ${number}`, from, to, { ...http('POST', CHARGES, status, 212), cause, namespace: 'remote' });
  attempt(1, 1452, 1572, 429, throttled());
  attempt(2, 1690, 1808, 429, throttled());
  const down = thrown(trace, 'ProviderUnavailableError', 'payments provider answered 503', PROVIDER_UNAVAILABLE);
  const last = attempt(3, 2134, 2256, 503, down);
  // The SDK records an error where it is first caught, and only refers to it further up.
  handler.add({ cause: { id: last.id, exceptions: [] } });
  const send = awsCall(
    handler,
    'SQS',
    'SendMessage',
    2260,
    2272,
    { queue_url: QUEUE, message_id: trace.random.uuid(), resource_names: ['receipts'] },
    {
      links: [
        {
          trace_id: receiptsTrace.id,
          id: receiptsTrace.segment,
          attributes: {
            'aws.xray.reserved.reference_type': 'child',
            'aws.xray.reserved.type': 'AWS::Lambda',
            'aws.xray.reserved.names': ['receipts'],
          },
        },
      ],
    },
  );
  trace.inferred(send, QUEUE, 'AWS::SQS::Queue');
  trace.segment('receipts', 2284, undefined, {
    parent_id: send.id,
    aws: {
      account_id: '111122223333',
      function_arn: 'arn:aws:lambda:us-east-1:111122223333:function:receipts',
      cloudwatch_logs: [{ log_group: '/aws/lambda/receipts' }],
    },
    origin: 'AWS::Lambda::Function',
  });
  // Its parent's document was never delivered.
  trace.segment('audit', ready + 700, ready + 792, {
    parent_id: '6f1c0b9e22d4a7f3',
    origin: 'AWS::EC2::Instance',
    aws: { ec2: { instance_id: 'i-0b5a4678fc325bf98', availability_zone: 'us-east-1b' }, xray: NODE_SDK },
  });
  return trace.finish();
}

/** The other end of the queue: it names the checkout it came from. */
export function receiptsSent(start: number, checkoutTrace: { id: string }): DemoTrace & { readonly segment: string } {
  const trace = new TraceDraft('receipts-sent', 'Receipt sent from the queue', start);
  const { service, invocation } = lambda(trace, 'receipts', 0, 184, {
    links: [
      {
        trace_id: checkoutTrace.id,
        id: trace.random.hex(16),
        attributes: {
          'aws.xray.reserved.reference_type': 'parent',
          'aws.xray.reserved.type': 'AWS::SQS::Queue',
          'aws.xray.reserved.names': ['receipts'],
        },
      },
    ],
  });
  service.sub('QueueTime', -1310, -4, { aws: { queue_url: QUEUE } });
  const handler = invocation.sub('## handler', 6, 170, {
    annotations: { ColdStart: false, Service: 'receipts', batch_size: 1 },
  });
  awsCall(handler, 'SES', 'SendEmail', 12, 158, { message_id: trace.random.hex(24) });
  return { ...trace.finish(), segment: service.id };
}

/** A checkout as it should be: the same way, warm, and paid at the first attempt. */
export function checkoutPaid(start: number): DemoTrace {
  const trace = new TraceDraft('checkout-paid', 'Checkout paid', start);
  const { call } = apiGateway(trace, 'POST', '/checkout', 200, 742, 'checkout');
  const { invocation }: Lambda = lambda(trace, 'checkout', 6, 736, { parentId: call.id });
  const handler = invocation.sub('## handler', 10, 724, {
    annotations: { ColdStart: false, Service: 'checkout', tenant: 'acme', cart_items: 3 },
    metadata: { checkout: { 'handler response': { statusCode: 200 } } },
  });
  const ready = prepare(trace, handler, 14, 3);
  handler.sub('payments.example.com', ready + 4, ready + 128, {
    ...http('POST', CHARGES, 201, 96),
    namespace: 'remote',
  });
  awsCall(handler, 'SQS', 'SendMessage', ready + 132, ready + 141, {
    queue_url: QUEUE,
    message_id: trace.random.uuid(),
    resource_names: ['receipts'],
  });
  return trace.finish();
}

/** The shortest useful request: one function, one table. */
export function cartRead(start: number): DemoTrace {
  const trace = new TraceDraft('cart-read', 'Cart read', start);
  const { call } = apiGateway(trace, 'GET', '/carts/c-4711', 200, 41, 'carts');
  const { invocation } = lambda(trace, 'carts', 5, 38, { parentId: call.id });
  const get = awsCall(invocation, 'DynamoDB', 'GetItem', 9, 22, {
    table_name: 'carts',
    resource_names: ['carts'],
    consistent_read: true,
    projection_expression: null,
  });
  trace.inferred(get, 'carts', 'AWS::DynamoDB::Table');
  return trace.finish();
}
