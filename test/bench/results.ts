import { assertNoTrouble, openFixture, type PageFixture } from '../webview/browser';
import { openResults } from '../webview/resultsBrowser';

export interface ResultsLine {
  readonly bench: 'results';
  /** Summaries found; each is a row. */
  readonly rows: number;
  /** From the host's first message with summaries to the first frame that shows all of them. Median. */
  readonly openMs: number;
  /** 95th percentile of the time between two frames, in milliseconds, while scrolling from the top to the end in 120 steps. Median. */
  readonly frameP95: number;
  /** From a click on a column's head to the frame with the new order. Median. */
  readonly sortMs: number;
  /** From a click on a refiner to the frame with what is left. Median. */
  readonly refineMs: number;
  readonly runs: readonly number[];
}

const SIZES = [1000, 10_000];
const RUNS = 5;
const WINDOW = { width: 1400, height: 820 };

type Run = Pick<ResultsLine, 'openMs' | 'frameP95' | 'sortMs' | 'refineMs'>;

/** What the results page needs to show very many results: the built page in Chromium, in a window of 1400 by 820 pixels. */
export async function benchResults(): Promise<ResultsLine[]> {
  const fixture = await openFixture();
  try {
    const lines: ResultsLine[] = [];
    for (const rows of SIZES) {
      const runs: Run[] = [];
      for (let run = 0; run < RUNS; run++) runs.push(await measure(fixture, rows));
      const typical = (name: keyof Run): number => median(runs.map((run) => run[name]));
      lines.push({
        bench: 'results',
        rows,
        openMs: typical('openMs'),
        frameP95: typical('frameP95'),
        sortMs: typical('sortMs'),
        refineMs: typical('refineMs'),
        runs: runs.map(({ openMs }) => openMs),
      });
    }
    return lines;
  } finally {
    await fixture.close();
  }
}

/** One run, in a tab of its own: nothing is compiled or kept yet. */
async function measure(fixture: PageFixture, rows: number): Promise<Run> {
  const { page } = await openResults(fixture, { rows: String(rows) }, WINDOW, stopwatch);
  await page.waitForFunction(() => window.resultsMs !== undefined);
  const openMs = await page.evaluate(() => window.resultsMs!);
  const frames = await page.evaluate(scrollThrough);
  const sortMs = await page.evaluate(clickAndPaint, '.table .title:nth-child(6) button');
  const refineMs = await page.evaluate(clickAndPaint, '.refiner .value .include');
  await assertNoTrouble(page);
  await page.close();
  return {
    openMs: tenth(openMs),
    frameP95: tenth(percentile95(frames)),
    sortMs: tenth(sortMs),
    refineMs: tenth(refineMs),
  };
}

declare global {
  interface Window {
    /** Set by `stopwatch` once everything is painted. */
    resultsMs?: number;
  }
}

/** Runs in the page before its scripts, so that it hears the messages first; reading them counts. */
function stopwatch(): void {
  let started = 0;
  window.addEventListener('message', (event: MessageEvent<{ kind?: string } | null>) => {
    if (event.data?.kind === 'summaries' && started === 0) started = performance.now();
    if (event.data?.kind !== 'status' || started === 0 || window.resultsMs !== undefined) return;
    const look = (): void => {
      if (!document.querySelector('.table .row')) return void requestAnimationFrame(look);
      const painted = new MessageChannel(); // its message comes after the frame that is being made now
      painted.port1.addEventListener('message', () => (window.resultsMs ??= performance.now() - started));
      painted.port1.start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origins
      painted.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
}

/** Runs in the page. @returns the times between frames */
async function scrollThrough(): Promise<number[]> {
  const table = document.querySelector('.table')!;
  const step = (table.scrollHeight - table.clientHeight) / 120;
  const times: number[] = [];
  let before = await new Promise(requestAnimationFrame);
  for (let frame = 1; frame <= 120; frame++) {
    table.scrollTop = frame * step;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}

/** Runs in the page. @returns milliseconds from the click to the end of the frame after it */
async function clickAndPaint(selector: string): Promise<number> {
  const started = performance.now();
  document.querySelector<HTMLElement>(selector)!.click();
  await new Promise(requestAnimationFrame);
  await new Promise((done) => {
    const painted = new MessageChannel();
    painted.port1.addEventListener('message', done);
    painted.port1.start();
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origins
    painted.port2.postMessage(null);
  });
  return performance.now() - started;
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
