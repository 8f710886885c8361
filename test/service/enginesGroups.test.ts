import assert from 'node:assert/strict';
import { Bench, CONNECTION, until } from './enginesSetup';

const never = new AbortController().signal;

describe('groups', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.close());

  it('are read page by page, each with its name, expression and ARN', async () => {
    const many = Array.from({ length: 24 }, (_, index) => ({
      GroupName: `g${index}`,
      FilterExpression: `http.status = ${index}`,
    }));
    bench.service.configure({ groups: many, groupPageSize: 10 });
    const groups = await bench.aws.listGroups(CONNECTION, never);
    assert.deepEqual(
      groups.map(({ name, filter }) => `${name} ${filter}`),
      ['Default ', ...many.map(({ GroupName, FilterExpression }) => `${GroupName} ${FilterExpression}`)],
    );
    assert.equal(groups[0]?.arn, 'arn:aws:xray:eu-west-1:111122223333:group/Default');
    assert.equal(bench.counts['GetGroups'], 3);
  });

  for (const Groups of [
    undefined,
    null,
    'x',
    [null, 5, {}, { GroupName: 5 }, { GroupName: 'ok', FilterExpression: [] }],
  ]) {
    it(`survive ${JSON.stringify(Groups)}`, async () => {
      bench.service.fault({ kind: 'json', body: { Groups } });
      const names = (await bench.aws.listGroups(CONNECTION, never)).map(({ name, filter }) => `${name}${filter}`);
      assert.deepEqual(names, Array.isArray(Groups) ? ['ok'] : []);
    });
  }

  it('end an endless listing with a message', async () => {
    bench.service.fault({ kind: 'endlessToken', times: 999 });
    await assert.rejects(bench.aws.listGroups(CONNECTION, never), { reason: 'endlessPaging' });
  });

  it('are no longer asked for when cancelled', async () => {
    const controller = new AbortController();
    bench.service.fault({ kind: 'hang' });
    const listing = bench.aws.listGroups(CONNECTION, controller.signal);
    const reason = new Error('enough');
    const rejected = assert.rejects(listing, reason);
    await until(() => bench.counts['GetGroups'] === 1);
    controller.abort(reason);
    await rejected;
    await until(() => bench.service.calls[0]?.aborted === true);
  });
});
