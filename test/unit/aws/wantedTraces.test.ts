import assert from 'node:assert/strict';
import { distinctTraces } from '../../../src/aws/wantedTraces';

const ID = '1-65000000-000000000000000000000001';

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
