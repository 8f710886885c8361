import { assertNoTrouble, openFixture, type PageFixture } from '../webview/browser';
import { hugeDrawing } from '../webview/hugeDrawing';
import { drawTrace } from '../unit/model/drawTrace';

export interface PageLine {
  readonly bench: 'page';
  /** Documents of the trace; each is a row. */
  readonly segments: number;
  /** From the host's message with the trace to the first frame that shows rows. Median. */
  readonly openMs: number;
  /** From the top to the end of the list in 60 steps: the longest time between two frames. Median. */
  readonly scrollFrameMs: number;
  readonly runs: readonly number[];
}

const SIZES = [1000, 10_000, 100_000];
const RUNS = 5;
const WINDOW = { width: 1400, height: 720 };

/** What the timeline page needs to show a large trace: the built page in Chromium, in a window of 1400 by 720 pixels. */
export async function benchPage(): Promise<PageLine[]> {
  const fixture = await openFixture();
  try {
    const lines: PageLine[] = [];
    for (const segments of SIZES) {
      fixture.write(`${segments}.json`, drawTrace(hugeDrawing(segments)));
      const runs: { readonly openMs: number; readonly scrollFrameMs: number }[] = [];
      for (let run = 0; run < RUNS; run++) runs.push(await measure(fixture, `${segments}.json`));
      const openMs = median(runs.map((run) => run.openMs));
      const scrollFrameMs = median(runs.map((run) => run.scrollFrameMs));
      lines.push({ bench: 'page', segments, openMs, scrollFrameMs, runs: runs.map((run) => run.openMs) });
    }
    return lines;
  } finally {
    await fixture.close();
  }
}

/** One run, in a tab of its own: nothing is compiled or kept yet. */
async function measure(fixture: PageFixture, file: string): Promise<{ openMs: number; scrollFrameMs: number }> {
  const { page } = await fixture.open(file, {}, WINDOW, stopwatch);
  await page.waitForFunction(() => window.openMs !== undefined);
  const openMs = await page.evaluate(() => window.openMs!);
  const scrollFrameMs = await page.evaluate(scrollThrough);
  await assertNoTrouble(page);
  await page.close();
  return { openMs: tenth(openMs), scrollFrameMs: tenth(scrollFrameMs) };
}

declare global {
  interface Window {
    /** Set by `stopwatch` once rows are painted. */
    openMs?: number;
  }
}

/** Runs in the page before its scripts, so that it hears the message first; reading it counts. */
function stopwatch(): void {
  window.addEventListener('message', (event: MessageEvent<{ kind?: string } | null>) => {
    const started = performance.now();
    if (event.data?.kind !== 'trace') return;
    const look = (): void => {
      if (!document.querySelector('[role=row]')) return void requestAnimationFrame(look);
      const painted = new MessageChannel(); // its message comes after the frame that is being made now
      painted.port1.addEventListener('message', () => (window.openMs = performance.now() - started));
      painted.port1.start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origins
      painted.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  });
}

/** Runs in the page. @returns the longest time between two frames */
async function scrollThrough(): Promise<number> {
  const tree = document.querySelector('[role=treegrid]')!;
  const step = (tree.scrollHeight - tree.clientHeight) / 60;
  let longest = 0;
  let before = await new Promise(requestAnimationFrame);
  for (let frame = 1; frame <= 60; frame++) {
    tree.scrollTop = frame * step;
    const now = await new Promise(requestAnimationFrame);
    longest = Math.max(longest, now - before);
    before = now;
  }
  return longest;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
