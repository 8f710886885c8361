import assert from 'node:assert/strict';
import { completeAt } from '../../../src/filter/complete';
import { offeredValues } from '../../../src/views/offeredValues';
import { filterList } from '../../../src/views/filterItems';
import { summaryAt, t } from '../search/drawn';

const KEY = 'AKIAPLANTED234567ABC';
const FOUND = [
  summaryAt(1000, {
    url: 'https://shop.example/pay?token=drawn-by-lot-1',
    users: ['ann', `user ${KEY}`],
    userAgent: 'agent Bearer abcdef0123456789',
    services: [
      { name: 'shop', type: 'AWS::Lambda' },
      { name: `https://me:pass-word@shop.example`, type: 'remote' },
    ],
    annotations: new Map([
      ['tenant', ['acme', `key ${KEY}`]],
      ['apiKey', ['drawn-by-lot-2']],
    ]),
  }),
  summaryAt(2000, { url: 'https://shop.example/orders' }),
];

describe('values offered in a filter expression', () => {
  it('leave out what looks like a credential: what is chosen is kept', () => {
    const offered = offeredValues(FOUND);
    const text = JSON.stringify([
      ...[...offered.values].flat(3),
      ...offered.services,
      ...[...offered.annotations].flat(3),
    ]);
    for (const secret of ['drawn-by-lot', KEY, 'abcdef0123456789', 'pass-word'])
      assert.ok(!text.includes(secret), secret);
    assert.deepEqual(offered.values.get('http.url'), ['https://shop.example/orders']);
    assert.deepEqual(offered.values.get('user'), ['ann']);
    assert.deepEqual(offered.annotations.get('tenant'), ['acme']);
    assert.deepEqual(offered.annotations.get('apiKey') ?? [], []);
    assert.deepEqual(offered.services, [{ name: 'shop', type: 'AWS::Lambda' }]);
    const rows = filterList('http.url = ', offered, [], t);
    assert.ok(!JSON.stringify(rows).includes('token'));
  });

  it('hold the names of groups', () => {
    const offered = offeredValues([], ['checkout']);
    const labels = completeAt('group.name = ', 13, offered).map(({ insert }) => insert);
    assert.ok(labels.includes('"checkout"'), labels.join(' '));
  });
});
