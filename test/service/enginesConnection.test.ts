import assert from 'node:assert/strict';
import { isTraceError, type TraceError } from '../../src/traces/traceError';
import { explain } from '../../src/views/explain';
import { Bench, collect, CONNECTION, KEYS, reasonOf, traceId, type Outcome } from './enginesSetup';
import { OtherClock, withoutNames } from './faultsOfConnection';

const t = (text: string, ...values: unknown[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

const errorOf = ({ thrown, failed }: Outcome): TraceError => {
  const error = thrown ?? failed.get(traceId(1));
  if (!isTraceError(error)) throw new Error('it did not fail', { cause: error });
  return error;
};
const said = (error: TraceError, region = CONNECTION.region) => explain(error, { profile: '', region }, t);

describe('a connection that is broken', () => {
  let bench: Bench;
  let undo: (() => void) | undefined;

  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(async () => {
    undo?.();
    undo = undefined;
    await bench.close();
  });

  const open = (endpoint: string | undefined, region = CONNECTION.region): Promise<Outcome> => {
    const aws = bench.engines({ endpoint: () => endpoint, env: KEYS });
    return collect(aws.openTraces({ profile: '', region }, [{ id: traceId(1) }], new AbortController().signal));
  };

  for (const [minutes, code, sentence] of [
    [12, 'InvalidSignatureException', 'The clock of this computer is 12 minutes ahead of AWS.'],
    [-70, 'RequestTimeTooSkewed', 'The clock of this computer is 70 minutes behind AWS.'],
    [-7, 'SignatureDoesNotMatch', 'The clock of this computer is 7 minutes behind AWS.'],
  ] as const) {
    it(`by a wrong clock says how wrong it is, and asks once: ${minutes} min, ${code}`, async () => {
      const service = await new OtherClock(minutes, code).start();
      undo = () => service.stop();
      const error = errorOf(await open(service.url));
      assert.deepEqual(reasonOf(error), ['clockSkew', { minutes }]);
      const { title, detail, next } = said(error);
      assert.equal(title, sentence);
      assert.match(detail, /Set the clock/);
      assert.equal(next[0]?.id, 'retry');
      // The SDK would have signed anew with the service's time.
      assert.equal(service.requests.length, 1);
    });
  }

  it('by nothing but a bad key does not blame the clock', async () => {
    bench.service.fault({ kind: 'status', status: 403, code: 'InvalidSignatureException' });
    assert.equal(errorOf(await open(bench.service.url)).reason, 'credentialsInvalid');
  });

  it('by a region that does not exist says so, and offers to select one', async () => {
    const names = withoutNames('ENOTFOUND');
    undo = names.undo;
    const error = errorOf(await open(undefined, 'eu-west-9'));
    assert.deepEqual(names.asked, ['xray.eu-west-9.amazonaws.com']);
    const { title, next } = said(error, 'eu-west-9');
    assert.match(title, /no AWS region “eu-west-9”/);
    assert.equal(next[0]?.id, 'selectRegion');
  });

  for (const code of ['ENOTFOUND', 'EAI_AGAIN'] as const) {
    it(`by names that cannot be looked up asks whether there is a network: ${code}`, async () => {
      undo = withoutNames(code).undo;
      const error = errorOf(await open(undefined));
      const { title, detail, next } = said(error);
      assert.equal(title, 'The name xray.eu-west-1.amazonaws.com cannot be looked up.');
      assert.match(detail, new RegExp(`online.*${code}$`));
      assert.equal(next[0]?.id, 'retry');
    });
  }

  it('by a service that is not there names it', async () => {
    const { title, detail } = said(errorOf(await open('http://127.0.0.1:9')));
    assert.equal(title, 'X-Ray cannot be reached at 127.0.0.1:9.');
    assert.match(detail, /ECONNREFUSED/);
  });

  for (const [what, fault] of [
    ['a proxy’s page', { kind: 'html', status: 200 }],
    ['half an answer', { kind: 'truncate' }],
    ['something else than an answer', { kind: 'json', body: ['no', 'traces'] }],
  ] as const) {
    it(`by ${what} says that X-Ray did not answer, and what came`, async () => {
      bench.service.fault({ ...fault, times: 10 });
      const error = errorOf(await open(bench.service.url));
      const { title, next } = said(error);
      assert.match(title, /^The answer does not come from X-Ray: /);
      assert.deepEqual(next.map(({ id }) => id).slice(0, 2), ['retry', 'openProxySettings']);
    });
  }
});
