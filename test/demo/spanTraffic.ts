import type { DemoTrace } from './draft';
import { RecordDraft, serviceOf } from './stories/telemetry';

const MINUTE = 60_000;
const TENANTS = ['acme', 'globex', 'initech'];
/** Minutes between two requests, and how many there are: six hours of them. */
const PAUSE = 9;
const REQUESTS = 40;

/**
 * Requests for suggestions that Transaction Search keeps and X-Ray does not index: something for Find Spans… to find. Most are quick,
 * some slow, some fail; the same `now` gives the same.
 * @param now epoch milliseconds; every request ended before it
 */
export function spanTraffic(now: number): DemoTrace[] {
  return Array.from({ length: REQUESTS }, (_, number) =>
    suggestions(number, Math.floor(now - (number * PAUSE + 3) * MINUTE)),
  );
}

function suggestions(number: number, start: number): DemoTrace {
  const draft = new RecordDraft(`suggestions-${number}`, start);
  const { random } = draft;
  const frontend = serviceOf('storefront', 'nodejs');
  const suggest = serviceOf('suggestions', 'python');
  const tenant = TENANTS[number % TENANTS.length]!;
  const isSlow = number % 7 === 3;
  const status = number % 11 === 5 ? 503 : number % 13 === 7 ? 429 : 200;
  const took = isSlow ? random.between(1600, 2900) : random.between(40, 220);
  const failed = status >= 500 ? { status: { code: 'ERROR', message: 'no model is loaded' } } : {};
  const root = draft.span(frontend, 'SERVER', 'GET /suggestions', 0, took, {
    'http.request.method': 'GET',
    'http.route': '/suggestions',
    'url.path': '/suggestions',
    'http.response.status_code': status,
    'aws.local.operation': 'GET /suggestions',
    'aws.span.kind': 'LOCAL_ROOT',
    tenant,
    PlatformType: 'AWS::EKS',
    ...failed,
  });
  const call = draft.span(frontend, 'CLIENT', 'GET', 3, took - 2, {
    parentSpanId: root,
    'http.request.method': 'GET',
    'url.full': `http://suggestions.shop.svc.cluster.local/v1/for/${tenant}`,
    'http.response.status_code': status,
    ...failed,
  });
  draft.span(suggest, 'SERVER', 'GET /v1/for/{tenant}', 5, took - 4, {
    parentSpanId: call,
    'http.request.method': 'GET',
    'http.route': '/v1/for/{tenant}',
    'http.response.status_code': status,
    'model.name': 'suggest-2026-11',
    tenant,
    ...failed,
  });
  return draft.finish(`Suggestions for ${tenant} (Transaction Search)`);
}
