import assert from 'node:assert/strict';
import { produce } from '../../../src/aws/produce';

const never = new AbortController().signal;
async function drain<Item>(items: AsyncIterable<Item>, into: Item[] = []): Promise<Item[]> {
  for await (const item of items) into.push(item);
  return into;
}

describe('produce', () => {
  it('hands on what is pushed, in order, and ends with the work', async () => {
    const items = produce<number>(never, async (push) => {
      push(1);
      await Promise.resolve();
      push(2);
      push(3);
    });
    assert.deepEqual(await drain(items), [1, 2, 3]);
  });

  it('throws what the work throws, after what it pushed', async () => {
    const got: number[] = [];
    const items = produce<number>(never, (push) => {
      push(1);
      return Promise.reject(new Error('broken'));
    });
    await assert.rejects(drain(items, got), { message: 'broken' });
    assert.deepEqual(got, [1]);
  });

  it('throws the reason when aborted, without waiting for work that does not listen', async () => {
    const controller = new AbortController();
    const got: number[] = [];
    const items = produce<number>(controller.signal, (push) => {
      push(1);
      return new Promise(() => undefined);
    });
    const drained = drain(items, got);
    setImmediate(() => controller.abort(new Error('enough')));
    await assert.rejects(drained, { message: 'enough' });
    assert.deepEqual(got, [1]);
  });

  it('does not begin when aborted already', async () => {
    const items = produce<number>(AbortSignal.abort(new Error('too late')), () => assert.fail('began'));
    await assert.rejects(drain(items), { message: 'too late' });
  });

  it('stops the work when nobody iterates any more, and when one part of it fails', async () => {
    let signal: AbortSignal | undefined;
    for await (const item of produce<number>(never, (push, inner) => {
      signal = inner;
      push(1);
      return new Promise(() => undefined);
    })) {
      assert.equal(item, 1);
      break;
    }
    assert.equal(signal?.aborted, true);
    const failing = produce<number>(never, (_, inner) => {
      signal = inner;
      return Promise.reject(new Error('broken'));
    });
    await assert.rejects(drain(failing));
    assert.equal(signal.aborted, true);
  });
});
