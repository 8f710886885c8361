import { Status } from '../../src/model/trace';
import type { SpanColumns } from '../../src/model/trace';
import { LineKind, type Outline } from '../outline/outline';
import { colourOf, SERVICE_COLOURS } from '../palette';
import type { TimeScale } from '../timeScale';

/** What a pixel of the minimap shows: 0 = nothing, 1 … 8 = a service's colour, then the failures. */
export const Ink = {
  None: 0,
  Service: 1,
  Error: SERVICE_COLOURS + 1,
  Throttle: SERVICE_COLOURS + 2,
  Fault: SERVICE_COLOURS + 3,
} as const;

/** Failures are never smaller than this: one failed call among 100,000 must be seen. Pixels of the screen. */
const LEAST_FAILURE = 2;
/** A line is at most this high, however few there are, and leaves this much free below where it can. Pixels of the screen. */
const MOST_HEIGHT = 4;

/** All lines of an outline on a small area, as one byte (`Ink`) per pixel of the screen, row by row. */
export interface MinimapRaster {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/**
 * Draws every line, folded ones too, from top to bottom in their order. Where several share pixels, failures come before the rest, and
 * later lines (which are deeper) before earlier ones. Every pixel is written once: the time is linear in lines plus pixels.
 * @param scale over `width / ratio` pixels of the page
 * @param ratio pixels of the screen per pixel of the page
 */
export function minimapRaster(
  outline: Outline,
  spans: SpanColumns,
  colours: ReadonlyMap<number, number>,
  scale: TimeScale,
  height: number,
  ratio: number,
): MinimapRaster {
  const width = Math.max(1, Math.round(scale.width * ratio));
  const rows = Math.max(1, Math.round(height * ratio));
  const ink = new Uint8Array(width * rows);
  const nextFree = freePixels(width, rows);
  const perLine = rows / Math.max(1, outline.count);
  const thickness = Math.max(1, Math.min(MOST_HEIGHT * ratio, Math.floor(perLine * 0.8)));
  const draw = (line: number, of: number, least: number): void => {
    const from = clamp(Math.floor(scale.toX(outline.start[line]!) * ratio), width - least);
    const to = scale.toX(outline.start[line]! + outline.duration[line]!) * ratio;
    const end = Math.min(width, Math.max(from + least, Math.ceil(to)));
    const top = clamp(
      Math.floor(line * Math.min(perLine, MOST_HEIGHT * ratio * 1.5)),
      rows - Math.max(least, thickness),
    );
    const bottom = Math.min(rows, top + Math.max(least, thickness));
    for (let y = top; y < bottom; y++) fill(ink, nextFree, y * (width + 1), y * width, from, end, of);
  };
  for (let line = outline.count - 1; line >= 0; line--) {
    const failure = FAILURE_INK[outline.status[line]! as Status];
    if (failure !== Ink.None) draw(line, failure, Math.min(LEAST_FAILURE, width, rows));
  }
  for (let line = outline.count - 1; line >= 0; line--) {
    const isDrawn = outline.kind[line] !== LineKind.Hidden && outline.kind[line] !== LineKind.Uninstrumented;
    if (isDrawn && FAILURE_INK[outline.status[line]! as Status] === Ink.None)
      draw(line, Ink.Service + colourOf(colours, spans, outline.span[line]!), 1);
  }
  return { width, height: rows, ink };
}

const FAILURE_INK: Readonly<Record<Status, number>> = {
  [Status.Ok]: Ink.None,
  [Status.Pending]: Ink.None,
  [Status.Error]: Ink.Error,
  [Status.Throttle]: Ink.Throttle,
  [Status.Fault]: Ink.Fault,
};

/** Per row, for every pixel the first one from there on that is not written yet; one more at the end of the row. */
function freePixels(width: number, rows: number): Uint16Array | Uint32Array {
  const next = width < 0xffff ? new Uint16Array((width + 1) * rows) : new Uint32Array((width + 1) * rows);
  for (let at = 0; at < next.length; at++) next[at] = at % (width + 1);
  return next;
}

function fill(
  ink: Uint8Array,
  nextFree: Uint16Array | Uint32Array,
  links: number,
  pixels: number,
  from: number,
  end: number,
  of: number,
): void {
  for (let x = free(nextFree, links, from); x < end; x = free(nextFree, links, x)) {
    ink[pixels + x] = of;
    nextFree[links + x] = x + 1;
  }
}

/** Follows the links to the next free pixel, and halves the way for the next time. */
function free(nextFree: Uint16Array | Uint32Array, links: number, from: number): number {
  let x = from;
  for (let next = nextFree[links + x]!; next !== x; next = nextFree[links + x]!) {
    nextFree[links + x] = nextFree[links + next]!;
    x = next;
  }
  return x;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
