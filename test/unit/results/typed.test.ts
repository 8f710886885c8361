import assert from 'node:assert/strict';
import { timeText, typedDuration, typedTime } from '../../../webview/results/typed';

function local(...parts: [number, number, number, number?, number?, number?, number?]): number {
  return new Date(...parts).getTime();
}

describe('typed bounds', () => {
  for (const [text, expected] of [
    ['250', 250],
    ['250 ms', 250],
    ['1.5s', 1500],
    ['1,5 s', 1500],
    ['2 min', 120_000],
    ['3 h', 10_800_000],
    ['40 µs', 0.04],
    ['', null],
    ['  ', null],
    ['fast', undefined],
    ['-5', undefined],
    ['5 parsecs', undefined],
    ['1 constructor', undefined],
  ] as const) {
    it(`reads the duration “${text}”`, () => assert.equal(typedDuration(text), expected));
  }

  const hour = { start: local(2026, 10, 20, 23, 30), end: local(2026, 10, 21, 0, 30) };
  for (const [text, expected] of [
    ['0:10', local(2026, 10, 21, 0, 10)],
    ['23:45', local(2026, 10, 20, 23, 45)],
    ['23:45:10.25', local(2026, 10, 20, 23, 45, 10, 250)],
    ['2026-11-20 23:59', local(2026, 10, 20, 23, 59)],
    ['2026-11-20', local(2026, 10, 20)],
    ['2026-11-20T23:40:00Z', Date.UTC(2026, 10, 20, 23, 40)],
    ['', null],
    ['25:00', undefined],
    ['12:61', undefined],
    ['2026-02-31 10:00', undefined],
    ['noon', undefined],
  ] as const) {
    it(`reads the time “${text}”`, () => assert.equal(typedTime(text, hour), expected));
  }

  it('reads what it writes', () => {
    const days = { start: local(2026, 10, 1), end: local(2026, 10, 20) };
    for (const [time, range] of [
      [local(2026, 10, 20, 23, 59, 59), hour],
      [local(2026, 10, 5, 4, 3, 2), days],
    ] as const)
      assert.equal(typedTime(timeText(time, range), range), time);
  });
});
