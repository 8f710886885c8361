import assert from 'node:assert/strict';
import { Late } from '../../../src/startup/late';
import { lazily } from '../../../src/startup/lazily';

/** What VS Code asks. */
class Asked extends Late<string> {
  ask(): Promise<string> {
    return this.get();
  }
}

describe('what the app provides', () => {
  it('is asked for before the app is there: all who ask wait for one loading', async () => {
    let loads = 0;
    const asked = new Asked(
      lazily(async () => {
        loads++;
        await Promise.resolve();
        asked.provide('rows');
      }),
    );
    assert.deepEqual(await Promise.all([asked.ask(), asked.ask()]), ['rows', 'rows']);
    assert.equal(await asked.ask(), 'rows');
    assert.equal(loads, 1);
  });

  it('is there with the next use after a loading that failed', async () => {
    let isBroken = true;
    const load = lazily(async () => {
      await Promise.resolve();
      if (isBroken) throw new Error('app.js is gone');
      asked.provide('rows');
    });
    const asked = new Asked(load);
    const [first, second] = await Promise.allSettled([asked.ask(), asked.ask()]);
    assert.deepEqual([first.status, second.status], ['rejected', 'rejected']);
    isBroken = false;
    assert.equal(await asked.ask(), 'rows');
  });

  it('is missed when the app was made without it', async () => {
    await assert.rejects(new Asked(() => Promise.resolve()).ask(), /did not provide/);
  });
});
