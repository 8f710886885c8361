import assert from 'node:assert/strict';
import { LONGEST_SLICE, readSummary, slicesOf } from '../../../src/aws/summaries';
import { distinctTraces } from '../../../src/aws/wantedTraces';

const HOUR = 3_600_000;
const ID = '1-65000000-000000000000000000000001';

describe('slices of a time range', () => {
  it('are at most six hours long, newest first, without gap or overlap', () => {
    assert.equal(LONGEST_SLICE, 6 * HOUR);
    assert.deepEqual(slicesOf(0, 13 * HOUR), [
      { start: 7 * HOUR, end: 13 * HOUR },
      { start: HOUR, end: 7 * HOUR },
      { start: 0, end: HOUR },
    ]);
    assert.deepEqual(slicesOf(0, 6 * HOUR), [{ start: 0, end: 6 * HOUR }]);
    assert.deepEqual(slicesOf(5, 5), []);
    assert.deepEqual(slicesOf(6, 5), []);
  });
});

describe('trace summaries', () => {
  it('are read with milliseconds and plain names', () => {
    const summary = readSummary({
      Id: ID,
      StartTime: new Date(1000),
      Duration: 1.5,
      ResponseTime: 0.5,
      HasFault: true,
      Http: { HttpMethod: 'POST', HttpURL: 'https://shop.example/checkout', HttpStatus: 502 },
      EntryPoint: { Name: 'shop' },
    });
    assert.deepEqual(summary, {
      id: ID,
      start: 1000,
      duration: 1500,
      responseTime: 500,
      fault: true,
      error: false,
      throttle: false,
      partial: false,
      name: 'shop',
      method: 'POST',
      url: 'https://shop.example/checkout',
      httpStatus: 502,
    });
  });

  it('need nothing but an ID', () => {
    assert.deepEqual(readSummary({ Id: ID, StartTime: new Date(Number.NaN) })?.start, undefined);
    assert.equal(readSummary({}), undefined);
    assert.equal(readSummary(null), undefined);
  });
});

describe('wanted traces', () => {
  it('are told apart in X-Ray form, each once, with the first time known', () => {
    const { traces, malformed } = distinctTraces([
      { id: '65000000000000000000000000000001' },
      { id: ID.toUpperCase(), around: 5 },
      { id: ' 1-5759e988-bd862e3fe1be46a994272793 ' },
      { id: '1-5759e988-xmpl2e3fe1be46a994272793' },
      { id: '' },
      { id: '' },
    ]);
    assert.deepEqual([...traces.keys()], [ID, '1-5759e988-bd862e3fe1be46a994272793']);
    assert.equal(traces.get(ID)?.around, 5);
    assert.deepEqual(malformed, ['1-5759e988-xmpl2e3fe1be46a994272793', '']);
  });
});
