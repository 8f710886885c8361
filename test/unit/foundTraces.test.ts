import assert from 'node:assert/strict';
import { acceptedOf, asText, detailOf, endText } from '../../src/features/foundTraces';
import type { TraceSummary } from '../../src/traces/source';
import type { Localize } from '../../src/views/localize';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

const SUMMARY: TraceSummary = {
  id: '1-65000000-000000000000000000000001',
  start: 1000,
  duration: 5,
  responseTime: 5,
  fault: false,
  error: false,
  throttle: false,
  partial: false,
  name: 'shop',
  method: 'GET',
  url: '',
  httpStatus: 200,
  clientIp: '',
  userAgent: '',
  users: [],
  services: [],
  annotations: new Map(),
  rootCauses: [],
  matchedAt: undefined,
  revision: 1,
};

describe('traces found in a time range', () => {
  it('are opened when checked; with none checked, the one in front is', () => {
    assert.deepEqual(acceptedOf({ selectedItems: ['b', 'c'], activeItems: ['a'] }), ['b', 'c']);
    assert.deepEqual(acceptedOf({ selectedItems: [], activeItems: ['a'] }), ['a']);
  });

  it('show no token and no password of their URLs', () => {
    const url = 'https://ola:hunter2@shop.example/x?page=2&access_token=s3cr3tvalue';
    const text = detailOf({ ...SUMMARY, url });
    assert.doesNotMatch(text, /hunter2|s3cr3tvalue/);
    assert.match(text, /^GET https:\/\/ola:.*page=2.*1-65000000-000000000000000000000001$/);
  });

  it('show text that looks like an icon as text', () => {
    assert.doesNotMatch(asText('a $(flame)'), /\$\(/);
    assert.doesNotMatch(detailOf({ ...SUMMARY, url: '/$(flame)' }), /\$\(/);
  });

  it('say whether there are more, or a part of the range was not searched', () => {
    const end = { found: 100, scanned: 5000, slicesDone: 3, slices: 8, oldest: undefined };
    const slice = { start: 0, end: 1000 };
    assert.equal(endText({ ...end, left: [] }, t), '100 traces found, 5000 looked at');
    assert.match(endText({ ...end, left: [{ ...slice, why: 'cap' }] }, t), /; there are more$/);
    const left = [
      { ...slice, why: 'cap' },
      { ...slice, why: 'failed' },
    ] as const;
    assert.match(endText({ ...end, left }, t), /a part of the time range was not searched$/);
  });
});
