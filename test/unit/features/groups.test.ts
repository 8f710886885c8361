import assert from 'node:assert/strict';
import { GroupChoice } from '../../../src/features/groupChoice';
import { GroupsToAsk } from '../../../src/features/groupsToAsk';
import type { Connection, Group } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import { HERE, t } from '../search/drawn';

const never = new AbortController().signal;
const group = (name: string, filter = 'fault'): Group => ({ name, filter, arn: `arn:${name}` });

/** GetGroups that answers when it is told to. */
class Asked {
  readonly calls: {
    readonly connection: Connection;
    readonly signal: AbortSignal;
    readonly settle: (groups: readonly Group[]) => void;
    readonly fail: (error: unknown) => void;
  }[] = [];
  now = 0;
  readonly choice = new GroupChoice(
    () =>
      Promise.resolve({
        listGroups: (connection, signal) =>
          new Promise((settle, fail) => {
            signal.addEventListener('abort', () => fail(signal.reason), { once: true });
            this.calls.push({ connection, signal, settle, fail });
          }),
      }),
    () => this.now,
  );

  async call(index: number): Promise<(typeof this.calls)[number]> {
    for (let turn = 0; turn < 10 && !this.calls[index]; turn++) await Promise.resolve();
    assert.ok(this.calls[index], `call ${index}`);
    return this.calls[index];
  }
}

/** The groups when it is known which there are. */
async function groupsOf(asked: Promise<readonly Group[]>): Promise<GroupsToAsk> {
  const groups = new GroupsToAsk(asked);
  await groups.groups;
  return groups;
}

describe('the groups to choose from', () => {
  it('are asked for once for all who want them, kept for a while, and without the one that narrows nothing', async () => {
    const asked = new Asked();
    const both = [asked.choice.of(HERE, never), asked.choice.of({ ...HERE, quiet: true }, never)];
    (await asked.call(0)).settle([group('Default', ''), group('checkout')]);
    assert.deepEqual(await Promise.all(both), [[group('checkout')], [group('checkout')]]);
    await asked.choice.of(HERE, never);
    assert.equal(asked.calls.length, 1);
    asked.now = 5 * 60_000 + 1;
    const later = asked.choice.of(HERE, never);
    (await asked.call(1)).settle([]);
    assert.deepEqual(await later, []);
  });

  it('are not asked for any more once everybody has left, and are asked for anew by who comes then', async () => {
    const asked = new Asked();
    const [one, other] = [new AbortController(), new AbortController()];
    const left = [asked.choice.of(HERE, one.signal), asked.choice.of(HERE, other.signal)];
    const { signal } = await asked.call(0);
    one.abort();
    assert.equal(signal.aborted, false, 'one still waits');
    other.abort();
    assert.equal(signal.aborted, true);
    const next = asked.choice.of(HERE, never);
    for (const promise of left) await assert.rejects(promise, { name: 'AbortError' });
    (await asked.call(1)).settle([group('a')]);
    assert.deepEqual(await next, [group('a')]);
    assert.deepEqual(await asked.choice.of(HERE, never), [group('a')]);
    assert.equal(asked.calls.length, 2);
  });

  it('that have come are kept, whoever leaves then; a failure is not', async () => {
    const asked = new Asked();
    const controller = new AbortController();
    const failing = asked.choice.of(HERE, never);
    (await asked.call(0)).fail(new TraceError('throttled'));
    await assert.rejects(failing, { reason: 'throttled' });
    const coming = asked.choice.of(HERE, controller.signal);
    const { settle, signal } = await asked.call(1);
    settle([group('a')]);
    await coming;
    controller.abort();
    assert.equal(signal.aborted, false);
    await asked.choice.of(HERE, never);
    assert.equal(asked.calls.length, 2);
  });
});

describe('the step of the group', () => {
  const denied = new TraceError('accessDenied', { action: 'xray:GetGroups' });

  it('is left out where there are no groups, and so is the group of another account: that is said', async () => {
    const groups = await groupsOf(Promise.resolve([]));
    assert.deepEqual([groups.isNone, groups.fit('checkout')], [true, '']);
    assert.equal(groups.note('checkout', t), 'No groups in this account and region: “checkout” is left out.');
    assert.equal(groups.note('', t), 'No groups in this account and region.');
  });

  it('keeps the group that was chosen where nobody may ask, and says so', async () => {
    const groups = await groupsOf(Promise.reject(denied));
    assert.deepEqual([groups.isNone, groups.fit('checkout')], [true, 'checkout']);
    assert.equal(groups.note('check$(x)', t), 'The group stays “check$\u200B(x)”: no permission for xray:GetGroups.');
    assert.equal(groups.note('', t), 'Groups are left out: no permission for xray:GetGroups.');
  });

  it('keeps it too where they could not be asked for, and while they are', async () => {
    const groups = await groupsOf(Promise.reject(new TraceError('network')));
    assert.deepEqual([groups.isNone, groups.fit('checkout'), groups.note('', t)], [true, 'checkout', '']);
    assert.equal(groups.note('checkout', t), 'The group stays “checkout”: groups could not be asked for.');
    const asking = new GroupsToAsk(new Promise(() => undefined));
    assert.deepEqual([asking.isNone, asking.fit('checkout'), asking.note('checkout', t)], [false, 'checkout', '']);
  });

  it('has the names to complete in the filter', async () => {
    const groups = await groupsOf(Promise.resolve([group('checkout'), group('slow')]));
    assert.deepEqual([groups.isNone, groups.names, groups.note('checkout', t)], [false, ['checkout', 'slow'], '']);
  });
});
