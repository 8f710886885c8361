import { awsCall, flags, lambda } from '../aws';
import { idOf, TraceDraft, type DemoTrace } from '../draft';
import { KEY_ERROR } from '../frames';

const ACCOUNT_ARN = 'us-east-1:111122223333';

/** A Python function fails on a message without a language; frames are base names, outermost first. */
export function keyError(start: number): DemoTrace {
  const trace = new TraceDraft('key-error', 'Receipt fails: KeyError in Python', start);
  const exception = {
    id: trace.random.hex(16),
    message: 'None',
    type: 'KeyError',
    remote: false,
    stack: KEY_ERROR,
  };
  const { invocation } = lambda(trace, 'receipts', 0, 96, { trouble: 'fault', cause: { exceptions: [exception] } });
  invocation.sub('## handler', 5, 84, {
    namespace: 'local',
    in_progress: false,
    fault: true,
    cause: {
      working_directory: '/var/task',
      exceptions: [{ ...exception, id: trace.random.hex(16) }],
    },
    annotations: { ColdStart: false, Service: 'receipts' },
    metadata: { receipts: { 'handler error': { order: 'c-4712', language: null } } },
  });
  return trace.finish();
}

/** A state machine that packs twelve parcels at once; one of the functions has to try twice. */
export function fulfilment(start: number): DemoTrace {
  const trace = new TraceDraft('fulfilment', 'Order fulfilment: twelve parcels at once', start);
  const machine = trace.segment('order-fulfilment', 0, 4310, {
    ...flags('ok'),
    aws: { request_id: trace.random.uuid(), account_id: '111122223333' },
    origin: 'AWS::StepFunctions::StateMachine',
    resource_arn: `arn:aws:states:${ACCOUNT_ARN}:stateMachine:order-fulfilment`,
    cause: {},
  });
  const validate = machine.sub('Validate', 12, 160, { cause: {} });
  task(validate, 'validate-order', 14, 156);
  const pack = machine.sub('Pack parcels', 166, 3904);
  for (let parcel = 0; parcel < 12; parcel++) {
    const from = 170 + parcel * 11;
    const to = from + 900 + trace.random.between(0, 2600);
    const branch = pack.sub(`Branch ${parcel + 1}`, from, to);
    const isRetried = parcel === 7;
    if (isRetried) task(branch, 'pack-parcel', from + 4, from + 380, true);
    task(branch, 'pack-parcel', from + (isRetried ? 400 : 4), to - 3);
  }
  const ship = machine.sub('Book carrier', 3910, 4296);
  task(ship, 'book-carrier', 3914, 4290);
  return trace.finish();

  function task(state: ReturnType<typeof machine.sub>, name: string, from: number, to: number, fails = false): void {
    const trouble = fails ? 'fault' : 'ok';
    const call = state.sub('Lambda', from, to, {
      ...flags(trouble),
      http: {
        request: {
          url: `https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/${name}/invocations`,
          method: 'POST',
        },
        response: { status: 200, content_length: 2 },
      },
      aws: { function_name: name, region: 'us-east-1', operation: 'Invoke', resource_names: [name] },
      namespace: 'aws',
    });
    const { invocation } = lambda(trace, name, from + 6, to - 4, {
      parentId: call.id,
      coldStart: to - from > 1400 ? 310 : 0,
      trouble,
    });
    if (fails)
      invocation.sub('print label', from + 30, to - 20, { fault: true, cause: { message: 'printer offline' } });
    else
      awsCall(invocation, 'S3', 'PutObject', to - 90, to - 30, { bucket_name: 'labels', resource_names: ['labels'] });
  }
}

/** An upload handled asynchronously: the function's attempts run on after the service segment has answered. */
export function thumbnail(start: number): DemoTrace {
  const trace = new TraceDraft('thumbnail', 'Picture uploaded: two attempts, one dwelling', start);
  const arn = `arn:aws:lambda:${ACCOUNT_ARN}:function:thumbnail`;
  const service = trace.segment('thumbnail', 0, 640, {
    http: { response: { status: 202 } },
    aws: { request_id: trace.random.uuid() },
    origin: 'AWS::Lambda',
    resource_arn: arn,
  });
  service.sub('Dwell Time', 0, 212);
  const first = service.sub('Attempt #1', 212, 640, { fault: true, http: { response: { status: 200 } } });
  const second = service.sub('Attempt #2', 61_010, 61_870, { http: { response: { status: 200 } } });
  for (const [attempt, from, to] of [
    [first, 230, 628],
    [second, 61_016, 61_864],
  ] as const) {
    const isFirst = attempt === first;
    const code = trace.segment('thumbnail', from, to, {
      parent_id: attempt.id,
      ...flags(isFirst ? 'fault' : 'ok'),
      ...(isFirst
        ? {
            cause: {
              working_directory: '/var/task',
              exceptions: [
                { type: 'Runtime.OutOfMemory', message: 'Error: Runtime exited with error: signal: killed' },
              ],
            },
          }
        : {}),
      aws: { account_id: '111122223333', function_arn: arn, cloudwatch_logs: [{ log_group: '/aws/lambda/thumbnail' }] },
      origin: 'AWS::Lambda::Function',
    });
    if (isFirst) code.sub('Initialization', from - 190, from - 4, { aws: { function_arn: arn } });
    const invocation = code.sub('Invocation', from + 2, to - 6, flags(isFirst ? 'fault' : 'ok'));
    const picture = { bucket_name: 'uploads', key: 'u-7/IMG_2231.heic', resource_names: ['uploads'] };
    awsCall(invocation, 'S3', 'GetObject', from + 8, from + 96, picture);
    if (!isFirst) awsCall(invocation, 'S3', 'PutObject', to - 120, to - 12, { ...picture, bucket_name: 'thumbnails' });
  }
  return trace.finish();
}

/** A distributed map over the catalogue: X-Ray kept only part of it, and said so. */
export function reindex(start: number): DemoTrace {
  const trace = new TraceDraft('reindex', 'Catalogue reindexed: more than X-Ray keeps', start);
  const machine = trace.segment('reindex-catalogue', 0, undefined, {
    aws: { request_id: trace.random.uuid() },
    origin: 'AWS::StepFunctions::StateMachine',
    resource_arn: `arn:aws:states:${ACCOUNT_ARN}:stateMachine:reindex-catalogue`,
  });
  const map = machine.sub('Map items', 40, undefined);
  for (let item = 0; item < 60; item++) {
    const from = 60 + item * 45 + trace.random.between(0, 30);
    const to = from + trace.random.between(80, 420);
    // Two out of three parents were among the documents that X-Ray did not keep.
    const parentId = item % 3 === 0 ? map.sub(`Item ${item}`, from - 4, to + 4).id : trace.random.hex(16);
    const { invocation } = lambda(trace, 'index-item', from, to, { parentId, trouble: item === 33 ? 'fault' : 'ok' });
    awsCall(invocation, 'OpenSearch', 'Index', from + 12, to - 14, { resource_names: ['catalogue'] });
  }
  return trace.finish({ limitExceeded: true });
}

/** A function that is still running: nothing has ended yet. */
export function runningReport(start: number): DemoTrace {
  const trace = new TraceDraft('running-report', 'Monthly report, still running', start);
  const service = trace.segment('monthly-report', 0, undefined, {
    aws: { request_id: trace.random.uuid() },
    origin: 'AWS::Lambda',
    resource_arn: `arn:aws:lambda:${ACCOUNT_ARN}:function:monthly-report`,
  });
  const code = trace.segment('monthly-report', 30, undefined, {
    parent_id: service.id,
    aws: {
      account_id: '111122223333',
      function_arn: `arn:aws:lambda:${ACCOUNT_ARN}:function:monthly-report`,
      cloudwatch_logs: [{ log_group: '/aws/lambda/monthly-report' }],
    },
    origin: 'AWS::Lambda::Function',
  });
  const invocation = code.sub('Invocation', 34, undefined);
  awsCall(invocation, 'Athena', 'StartQueryExecution', 60, 230, { resource_names: ['reports'] });
  invocation.sub('wait for query', 240, undefined, { annotations: { query: idOf('query', start).slice(11) } });
  return trace.finish();
}
