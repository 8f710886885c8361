import assert from 'node:assert/strict';
import { TraceError, type TraceErrorParams, type TraceErrorReason } from '../../src/traces/traceError';
import { endpointSetting } from '../../src/views/endpointSetting';
import { explain } from '../../src/views/explain';
import type { Localize } from '../../src/views/localize';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

/** One example of every reason: the compiler asks for each, the tests below look at all. */
const EXAMPLES: Record<TraceErrorReason, TraceErrorParams> = {
  malformedId: { id: '1-58406520-xmpl' },
  notFound: { id: '1-6a633a34-0123456789abcdef01234567', destination: 'XRay', retrievalTried: false },
  timeRangeNeeded: { id: '1-ffffffff-0123456789abcdef01234567' },
  accessDenied: { action: 'xray:BatchGetTraces' },
  credentialsExpired: { profile: 'dev', login: 'sso' },
  signInNotRun: { profile: 'dev', login: 'sso', closed: false },
  credentialsInvalid: { profile: 'dev' },
  credentialsMissing: { profile: '' },
  mfaFailed: { profile: 'dev' },
  dismissed: { profile: 'dev' },
  wouldPrompt: { profile: 'dev', how: 'mfa' },
  profileMissing: { profile: 'dev' },
  processFailed: { profile: 'dev', detail: 'exit 1' },
  untrusted: { profile: 'dev' },
  configMalformed: { profile: 'dev', file: '/home/me/.aws/config', line: 7, what: 'noEquals' },
  clockSkew: { minutes: -12 },
  noRegion: { profile: 'dev' },
  throttled: { operation: 'BatchGetTraces' },
  serverError: { operation: 'BatchGetTraces', status: 503 },
  network: { operation: 'BatchGetTraces', code: 'ECONNREFUSED', host: 'xray.eu-west-1.amazonaws.com' },
  badResponse: { operation: 'BatchGetTraces', detail: '<html>' },
  invalidRequest: { operation: 'BatchGetTraces', message: 'too many' },
  resourceNotFound: { operation: 'ListRetrievedTraces' },
  endlessPaging: { operation: 'BatchGetTraces', pages: 100 },
  retrievalFailed: { ids: 1 },
  retrievalTimeout: { ids: 1 },
  retrievalCancelled: { ids: 1 },
  malformedQuery: { message: 'unexpected symbol', start: 12, end: 14 },
  queryLimit: { operation: 'StartQuery' },
  queryFailed: { status: 'Failed' },
  noTraceIds: { rows: 12, fields: '@timestamp, service' },
  unreadableFile: { file: 'a.json', detail: '' },
  unexpected: { operation: 'open' },
};

const CONTEXT = { profile: 'dev', region: 'eu-west-1', now: Date.UTC(2026, 6, 24, 12) };
const of = (reason: TraceErrorReason, params: TraceErrorParams = EXAMPLES[reason]) =>
  explain(new TraceError(reason, params), CONTEXT, t);

describe('explain', () => {
  for (const reason of Object.keys(EXAMPLES) as TraceErrorReason[]) {
    it(`says what happened and what to do: ${reason}`, () => {
      const { title, detail, next } = of(reason);
      for (const text of [title, detail, ...next.map(({ label }) => label)]) {
        assert.ok(text.length > 0);
        assert.doesNotMatch(text, /undefined|\{\d\}|\bnull\b|\[object/);
      }
      assert.ok(next.length >= 1 && next.length <= 4, 'one to four next steps');
      assert.equal(new Set(next.map(({ id }) => id)).size, next.length);
    });

    it(`stays a sentence when nothing else is known: ${reason}`, () => {
      const { title, detail } = explain(new TraceError(reason), { profile: '', region: '' }, t);
      for (const text of [title, detail]) assert.doesNotMatch(text, /undefined|\{\d\}|\bnull\b|“”/);
    });
  }

  it('names the missing IAM action and offers its policy', () => {
    const { title, next } = of('accessDenied');
    assert.match(title, /xray:BatchGetTraces$/);
    assert.equal(next[0]?.id, 'copyPolicy');
  });

  it('offers the sign-in that fits the profile, and none where there is none', () => {
    assert.equal(of('credentialsExpired').next[0]?.label, 'Sign In (aws sso login)');
    assert.equal(of('credentialsExpired', { profile: 'dev', login: 'login' }).next[0]?.label, 'Sign In (aws login)');
    assert.ok(of('credentialsExpired', { profile: 'dev', login: '' }).next.every(({ id }) => id !== 'signIn'));
  });

  it('names the service that was asked, and the setting that says where', () => {
    const reasons = ['throttled', 'serverError', 'network', 'badResponse', 'invalidRequest', 'endlessPaging'] as const;
    for (const reason of reasons) {
      for (const [operation, service, other, setting] of [
        ['GetTraceSummaries', 'X-Ray', 'CloudWatch Logs', 'xrayTraces.endpoint'],
        ['GetQueryResults', 'CloudWatch Logs', 'X-Ray', 'xrayTraces.logsEndpoint'],
      ] as const) {
        const params = { ...EXAMPLES[reason], operation, host: 'example.com' };
        const { title, detail } = of(reason, params);
        assert.ok(title.includes(service) && !`${title} ${detail}`.includes(other), `${title} ${detail}`);
        assert.equal(endpointSetting(new TraceError(reason, params)), setting);
      }
    }
    assert.match(of('network', { operation: 'logsEndpoint', code: 'ERR_INVALID_URL' }).title, /^CloudWatch Logs/);
    const forgotten = of('resourceNotFound', { operation: 'GetQueryResults' });
    assert.match(forgotten.title, /^CloudWatch Logs does not know/);
    assert.doesNotMatch(forgotten.detail, /retrieval/i);
  });

  it('tells the four kinds of not found apart', () => {
    const id = '1-6a633a34-8f3c21d07be94a5566d1c0e2';
    const notFound = (params: TraceErrorParams) => of('notFound', { id, ...params });
    const kinds = [
      notFound({ destination: 'XRay', retrievalTried: false }),
      notFound({ destination: 'CloudWatchLogs', retrievalTried: true }),
      notFound({ destination: 'CloudWatchLogs', retrievalTried: false }),
      notFound({ destination: 'unknown', retrievalTried: false }),
    ];
    assert.equal(new Set(kinds.map(({ title, detail }) => title + detail)).size, 4);
    assert.ok(
      kinds[0]!.next.every((step) => step.id !== 'retrieve'),
      'nothing to retrieve where X-Ray keeps the spans',
    );
    assert.equal(kinds[2]!.next[0]?.id, 'retrieve');
    assert.match(kinds[3]!.detail, /xray:GetTraceSegmentDestination/);
  });
});
