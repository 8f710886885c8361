import type { Members, SpanDraft, TraceDraft } from './draft';

/** The account and region the demo lives in. */
export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** What went wrong, as flags of a (sub)segment. */
export type Trouble = 'ok' | 'error' | 'throttle' | 'fault';

/** Flags for a kind of trouble; a throttled call is an error too, as X-Ray records it. */
export function flags(trouble: Trouble): Members {
  if (trouble === 'ok') return {};
  return trouble === 'throttle' ? { error: true, throttle: true } : { [trouble]: true };
}

export function troubleOf(status: number): Trouble {
  if (status === 429) return 'throttle';
  if (status >= 500) return 'fault';
  return status >= 400 ? 'error' : 'ok';
}

/** An HTTP exchange with the flags its status stands for. */
export function http(method: string, url: string, status: number, contentLength?: number): Members {
  return {
    http: {
      request: { url, method },
      response: { status, ...(contentLength === undefined ? {} : { content_length: contentLength }) },
    },
    ...flags(troubleOf(status)),
  };
}

/** A call of an AWS service made with an SDK: a subsegment in namespace `aws`. */
export function awsCall(
  caller: SpanDraft,
  service: string,
  operation: string,
  from: number,
  to: number,
  aws: Members,
  { status = 200, ...more }: Members & { readonly status?: number } = {},
): SpanDraft {
  return caller.sub(service, from, to, {
    http: { response: { status, content_length: caller.trace.random.between(2, 900) } },
    ...flags(troubleOf(status)),
    ...more,
    aws: {
      operation,
      region: REGION,
      request_id: caller.trace.random.hex(32).toUpperCase(),
      retries: 0,
      ...aws,
    },
    namespace: 'aws',
  });
}

export interface Lambda {
  /** `AWS::Lambda`: queueing and the invocation as the service sees it. */
  readonly service: SpanDraft;
  /** `AWS::Lambda::Function`: the code. */
  readonly code: SpanDraft;
  readonly invocation: SpanDraft;
}

/**
 * The two segments of a synchronous invocation. With a cold start, `Initialization` lies before the function segment's
 * start, as Lambda records it.
 */
export function lambda(
  trace: TraceDraft,
  name: string,
  from: number,
  to: number,
  { parentId, coldStart = 0, trouble = 'ok', cause, requestId, links }: LambdaOptions = {},
): Lambda {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
  const service = trace.segment(name, from, to, {
    ...(parentId === undefined ? {} : { parent_id: parentId }),
    http: { response: { status: 200 } },
    ...flags(trouble),
    aws: { request_id: requestId ?? trace.random.uuid() },
    origin: 'AWS::Lambda',
    resource_arn: arn,
    ...(links === undefined ? {} : { links }),
  });
  const begin = from + 2 + (coldStart > 0 ? coldStart + 10 : 0);
  const code = trace.segment(name, begin, to - 1, {
    parent_id: service.id,
    ...flags(trouble),
    ...(cause === undefined ? {} : { cause }),
    aws: {
      account_id: ACCOUNT,
      function_arn: arn,
      cloudwatch_logs: [{ log_group: `/aws/lambda/${name}` }],
      resource_names: [name],
    },
    origin: 'AWS::Lambda::Function',
  });
  const phase: Members = { aws: { function_arn: arn } };
  if (coldStart > 0) code.sub('Initialization', begin - coldStart - 4, begin - 4, phase);
  const invocation = code.sub('Invocation', begin + 1, to - 8, { ...phase, ...flags(trouble) });
  code.sub('Overhead', to - 8, to - 1, phase);
  return { service, code, invocation };
}

export interface LambdaOptions {
  readonly parentId?: string;
  /** Milliseconds of initialization; 0 = warm. */
  readonly coldStart?: number;
  readonly trouble?: Trouble;
  readonly cause?: unknown;
  readonly requestId?: string;
  readonly links?: readonly Members[];
}

/** A stage of API Gateway and its call of the Lambda function behind it. */
export function apiGateway(
  trace: TraceDraft,
  method: string,
  path: string,
  status: number,
  to: number,
  functionName: string,
): { readonly stage: SpanDraft; readonly call: SpanDraft } {
  const requestId = trace.random.uuid();
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}`;
  const stage = trace.segment('shop/prod', 0, to, {
    http: {
      request: {
        url: `https://shop.example.com${path}`,
        method,
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
        client_ip: '203.0.113.24',
        x_forwarded_for: true,
      },
      response: { status, content_length: trace.random.between(20, 400) },
    },
    ...flags(troubleOf(status)),
    aws: { api_gateway: { account_id: ACCOUNT, rest_api_id: 'q7x1m2kd9f', stage: 'prod', request_id: requestId } },
    annotations: { 'aws:api_id': 'q7x1m2kd9f', 'aws:api_stage': 'prod' },
    metadata: { default: { extended_request_id: 'TqS1fGZDjoEFxbA=', request_id: requestId } },
    origin: 'AWS::ApiGateway::Stage',
    resource_arn: `arn:aws:apigateway:${REGION}::/restapis/q7x1m2kd9f/stages/prod`,
  });
  const call = stage.sub('Lambda', 3, to - 2, {
    ...http(
      'POST',
      `https://lambda.${REGION}.amazonaws.com/2015-03-31/functions/${arn}/invocations`,
      200,
      trace.random.between(40, 600),
    ),
    aws: { function_name: functionName, region: REGION, operation: 'Invoke', resource_names: [functionName] },
    namespace: 'aws',
  });
  return { stage, call };
}

/** What the X-Ray SDK for Node.js writes about itself. */
export const NODE_SDK: Members = { sdk: 'X-Ray for Node.js', sdk_version: '3.12.0', package: 'aws-xray-sdk-core' };

/** The `aws` member of a container on Fargate. */
export function fargate(name: string): Members {
  const cluster = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/shop`;
  return {
    account_id: ACCOUNT,
    ecs: {
      container: name,
      container_arn: `arn:aws:ecs:${REGION}:${ACCOUNT}:container/shop/0f3c/${name}`,
      task_family: `shop-${name}`,
      cluster_arn: cluster,
      launch_type: 'FARGATE',
    },
    cloudwatch_logs: [{ log_group: `/ecs/shop-${name}` }],
    xray: { ...NODE_SDK, sampling_rule_name: 'Default' },
  };
}
