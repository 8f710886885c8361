import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { timeText, type Clock } from '../../../../webview/axis/clock';
import { rulerTicks } from '../../../../webview/axis/ruler';
import { timeScale } from '../../../../webview/timeScale';

const START = Date.UTC(2026, 10, 20, 10, 14, 26) + 118.25;
const utc: Clock = { times: 'utc', start: START };

const labels = (from: number, to: number, clock = utc): string[] =>
  rulerTicks(timeScale({ from, to }, 620), clock, 'en').map(({ label }) => label);

describe('times of the axis', () => {
  it('are since the trace’s start, unless a time of day is wanted and known', () => {
    assert.equal(timeText({ times: 'relative', start: START }, 1500, 10, 'en'), '1.50 s');
    assert.equal(timeText({ times: 'utc', start: 0 }, 1500, 10, 'en'), '1.50 s');
    assert.equal(timeText({ times: 'relative', start: START }, -1.5, 0.1, 'en'), '-1.5 ms');
  });

  it('have as many digits as the step needs', () => {
    assert.equal(timeText(utc, 0, 1, 'en'), '10:14:26.118');
    assert.equal(timeText(utc, 0, 0.01, 'en'), '10:14:26.11825');
    assert.equal(timeText(utc, 1000, 1000, 'en'), '10:14:27');
    assert.equal(timeText(utc, 33_881.95, 0.1, 'en'), '10:15:00.0002');
    assert.equal(timeText(utc, 33_881.7, 1, 'en'), '10:15:00.000');
    assert.equal(timeText(utc, 0, 3_600_000, 'en'), 'Nov 20, 10:14');
    assert.equal(timeText(utc, 0, 86_400_000, 'en'), 'Nov 20, 2026');
  });

  it('stand at round times of the clock, not of the trace', () => {
    assert.deepEqual(labels(0, 2310), ['10:14:26.5', '10:14:27.0', '10:14:27.5', '10:14:28.0']);
    assert.deepEqual(labels(0, 240_000), ['10:15', '10:16', '10:17', '10:18']);
  });

  it('are written in the reader’s time zone when local', () => {
    const zone = new Date(START).getTimezoneOffset();
    const shifted = new Date(START - zone * 60_000).toISOString().slice(11, 19);
    assert.equal(timeText({ times: 'local', start: START }, 0, 1000, 'en'), shifted);
  });

  it('never run backwards along the ruler, at any zoom', () => {
    const length = fc.integer({ min: -2, max: 6 }).map((power) => 10 ** power);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3e6, noNaN: true }), length, (from, long) => {
        const found = labels(from, from + long).map((label) => label.replace(/^.*, /, ''));
        const isOverMidnight = found.at(-1)! < found[0]!;
        assert.ok(isOverMidnight || found.every((label, at) => at === 0 || label > found[at - 1]!), found.join(' '));
      }),
    );
  });
});
