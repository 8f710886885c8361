import { Status } from '../../../src/model/trace';
import { statusOf, type Summaries } from '../summaries';
import { durationTicks, timeTicks } from './axis';
import { addShape, isStroked } from './canvas';
import { hasPoint, SCATTER_FRAME, type Box, type ScatterGeometry } from './scatter';
import type { ChartTheme } from './theme';

/** From the back to the front: what is worse is never hidden. */
const BACK_TO_FRONT = [Status.Ok, Status.Pending, Status.Error, Status.Throttle, Status.Fault];
const RADIUS: Readonly<Record<Status, number>> = {
  [Status.Ok]: 2,
  [Status.Pending]: 2.5,
  [Status.Error]: 4,
  [Status.Throttle]: 4,
  [Status.Fault]: 3,
};

/** Axes and points. `isLit`: a row is within the restriction; the others are drawn faintly. */
export function drawScatter(
  context: CanvasRenderingContext2D,
  geometry: ScatterGeometry,
  summaries: Summaries,
  rows: Uint32Array,
  isLit: (row: number) => boolean,
  theme: ChartTheme,
  locale: string,
): void {
  drawAxes(context, geometry, theme, locale);
  const groups = new Map<string, { status: Status; lit: boolean; path: Path2D; seen: Set<number> }>();
  for (const status of BACK_TO_FRONT)
    for (const lit of [false, true])
      groups.set(`${status} ${lit}`, { status, lit, path: new Path2D(), seen: new Set() });
  for (const row of rows) {
    if (!hasPoint(summaries, row)) continue;
    const { path, seen, status } = groups.get(`${statusOf(summaries, row)} ${isLit(row)}`)!;
    const x = geometry.time.toPixel(summaries.start[row]!);
    const y = geometry.duration.toPixel(summaries.duration[row]!);
    const place = Math.round(x) * 10_000 + Math.round(y); // another one of its kind on the same pixel would not be seen
    if (seen.has(place)) continue;
    seen.add(place);
    addShape(path, status, x, y, RADIUS[status]);
  }
  for (const lit of [false, true]) {
    for (const status of BACK_TO_FRONT) {
      const { path } = groups.get(`${status} ${lit}`)!;
      const isQuiet = status === Status.Ok && !theme.isHighContrast;
      context.globalAlpha = lit ? (isQuiet ? 0.7 : 1) : 0.18;
      context.lineWidth = status === Status.Fault ? 1.8 : 1.3;
      if (isStroked(status)) {
        context.strokeStyle = theme.status[status];
        context.stroke(path);
      } else {
        context.fillStyle = theme.status[status];
        context.fill(path);
      }
    }
  }
  context.globalAlpha = 1;
}

function drawAxes(
  context: CanvasRenderingContext2D,
  geometry: ScatterGeometry,
  theme: ChartTheme,
  locale: string,
): void {
  const { width, height, time, duration } = geometry;
  const { left, right, top, bottom } = SCATTER_FRAME;
  context.font = theme.font;
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  context.fillStyle = theme.text;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    context.beginPath();
    context.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    context.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
    context.stroke();
  };
  context.globalAlpha = theme.isHighContrast ? 0.5 : 1;
  for (const { value } of durationTicks(duration, height - top - bottom, 24))
    line(left, duration.toPixel(value), width - right, duration.toPixel(value));
  context.globalAlpha = 1;
  for (const { value, label } of durationTicks(duration, height - top - bottom, 24))
    context.fillText(label, left - 6, duration.toPixel(value));
  line(left, height - bottom, width - right, height - bottom);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  const offset = -new Date(time.from).getTimezoneOffset() * 60_000;
  for (const { value, label } of timeTicks(time, width - left - right, 74, locale, offset)) {
    const x = time.toPixel(value);
    line(x, height - bottom, x, height - bottom + 3);
    const half = context.measureText(label).width / 2;
    if (x - half >= left - 20 && x + half <= width) context.fillText(label, x, height - bottom + 6);
  }
}

/** What changes under the pointer: the rectangle, and rings around selected rows, the row with the focus, and the one pointed at. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  geometry: ScatterGeometry,
  summaries: Summaries,
  marks: {
    readonly box: Box | undefined;
    readonly selected: Iterable<number>;
    readonly focused: number;
    readonly hovered: number;
  },
  theme: ChartTheme,
): void {
  const { box } = marks;
  if (box) {
    context.strokeStyle = theme.focus;
    context.fillStyle = theme.focus;
    context.globalAlpha = theme.isHighContrast ? 0 : 0.1;
    context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeRect(
      Math.round(box.left) + 0.5,
      Math.round(box.top) + 0.5,
      Math.round(box.right - box.left),
      Math.round(box.bottom - box.top),
    );
  }
  const ring = (row: number, radius: number, colour: string): void => {
    if (row < 0 || !hasPoint(summaries, row)) return;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    const [x, y] = [geometry.time.toPixel(summaries.start[row]!), geometry.duration.toPixel(summaries.duration[row]!)];
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  };
  let drawn = 0;
  for (const row of marks.selected) {
    if (drawn++ > MOST_RINGS) break;
    ring(row, 6, theme.strong);
  }
  ring(marks.focused, 6, theme.focus);
  ring(marks.hovered, 6, theme.strong);
}

/** After Select All, rings around everything would show nothing. */
const MOST_RINGS = 500;
