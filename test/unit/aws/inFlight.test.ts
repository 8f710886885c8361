import assert from 'node:assert/strict';
import { InFlight, RECOVERY } from '../../../src/aws/inFlight';

const never = new AbortController().signal;
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Tasks that run until they are told to end. */
class Tasks {
  readonly running = new Map<string, () => void>();
  readonly tickets = new Map<string, number>();

  constructor(readonly gate: InFlight) {}

  start(name: string, signal: AbortSignal = never): Promise<void> {
    return this.gate.run((ticket) => {
      this.tickets.set(name, ticket);
      return new Promise<void>((resolve) => {
        this.running.set(name, () => {
          this.running.delete(name);
          resolve();
        });
      });
    }, signal);
  }

  get names(): string {
    return [...this.running.keys()].join('');
  }

  async end(name: string): Promise<void> {
    this.running.get(name)?.();
    await turn();
  }
}

describe('InFlight', () => {
  it('runs four at once and the others in the order they came', async () => {
    const tasks = new Tasks(new InFlight());
    const all = Array.from('abcdef').map((name) => tasks.start(name));
    await turn();
    assert.equal(tasks.names, 'abcd');
    await tasks.end('b');
    assert.equal(tasks.names, 'acde');
    for (const name of 'acdef') await tasks.end(name);
    await Promise.all(all);
  });

  it('halves when throttled, once for all calls that were under way', async () => {
    const gate = new InFlight();
    const tasks = new Tasks(gate);
    const all = Array.from('abcdef').map((name) => tasks.start(name));
    await turn();
    for (const name of 'abcd') gate.throttled(tasks.tickets.get(name) ?? 0);
    assert.equal(gate.limit, 2);
    await tasks.end('a');
    await tasks.end('b');
    assert.equal(tasks.names, 'cd');
    await tasks.end('c');
    assert.equal(tasks.names, 'de');
    gate.throttled(tasks.tickets.get('e') ?? 0);
    assert.equal(gate.limit, 1);
    gate.throttled(Number.MAX_SAFE_INTEGER);
    assert.equal(gate.limit, 1);
    for (const name of 'def') await tasks.end(name);
    await Promise.all(all);
  });

  it('grows back slowly, one by one, up to where it began; throttling begins the count anew', () => {
    const gate = new InFlight();
    const succeed = (times: number): number => {
      for (let time = 0; time < times; time += 1) gate.succeeded();
      return gate.limit;
    };
    gate.throttled(1);
    assert.equal(succeed(2 * RECOVERY - 1), 2);
    gate.throttled(0); // was under way when the number was halved
    assert.equal(succeed(2 * RECOVERY - 1), 2);
    assert.equal(succeed(1), 3);
    assert.equal(succeed(3 * RECOVERY - 1), 3);
    assert.equal(succeed(1), 4);
    assert.equal(succeed(1000), 4);
  });

  it('lets someone leave the queue, with the reason of the signal', async () => {
    const tasks = new Tasks(new InFlight(1));
    const first = tasks.start('a');
    const controller = new AbortController();
    const second = tasks.start('b', controller.signal);
    const third = tasks.start('c');
    controller.abort(new Error('no longer'));
    await assert.rejects(second, { message: 'no longer' });
    await tasks.end('a');
    assert.equal(tasks.names, 'c');
    await tasks.end('c');
    await Promise.all([first, third]);
  });

  it('frees the place of a task that failed', async () => {
    const gate = new InFlight(1);
    await assert.rejects(gate.run(() => Promise.reject(new Error('broken')), never));
    assert.equal(await gate.run(() => Promise.resolve('next'), never), 'next');
  });
});
