import { formatDuration } from '../../../src/model/format';
import { Status } from '../../../src/model/trace';
import { durationTicks } from './axis';
import { HISTOGRAM_FRAME, type Histogram } from './histogram';
import type { ChartTheme } from './theme';

/** From the bottom up: failures stand on the ground, where they can be compared. */
const FROM_BELOW = [Status.Fault, Status.Throttle, Status.Error, Status.Pending, Status.Ok];

/** Bars by status, the axis, and the percentiles. @param hovered bin pointed at, -1 = none */
export function drawHistogram(
  context: CanvasRenderingContext2D,
  histogram: Histogram,
  size: { readonly width: number; readonly height: number },
  hovered: number,
  theme: ChartTheme,
): void {
  const { left, right, top, bottom } = HISTOGRAM_FRAME;
  const { edges, counts, most } = histogram;
  const ground = size.height - bottom;
  const bins = edges.length - 1;
  const step = (size.width - left - right) / bins;
  context.font = theme.font;
  for (let bin = 0; bin < bins; bin++) {
    let y = ground;
    const x = left + bin * step;
    const all = counts.reduce((sum, one) => sum + one[bin]!, 0);
    if (all === 0) continue;
    for (const status of FROM_BELOW) {
      const count = counts[status]![bin]!;
      if (count === 0) continue;
      const height = Math.max(1.5, (count / most) * (ground - top));
      const isOk = status === Status.Ok;
      context.globalAlpha = hovered >= 0 && hovered !== bin ? 0.5 : 1;
      context.fillStyle = isOk ? theme.bar : theme.status[status];
      if (theme.isHighContrast && isOk) {
        context.strokeStyle = theme.strong;
        context.lineWidth = 1;
        context.strokeRect(
          Math.round(x) + 0.5,
          Math.round(y - height) + 0.5,
          Math.max(1, Math.floor(step) - 2),
          Math.round(height) - 1,
        );
      } else context.fillRect(x, y - height, Math.max(1, step - 1), height);
      y -= height;
    }
  }
  context.globalAlpha = 1;
  drawAxis(context, histogram, size, theme);
  drawPercentiles(context, histogram, size, theme);
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { axis }: Histogram,
  { width, height }: { readonly width: number; readonly height: number },
  theme: ChartTheme,
): void {
  const { left, right, bottom } = HISTOGRAM_FRAME;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, height - bottom + 0.5);
  context.lineTo(width - right, height - bottom + 0.5);
  context.stroke();
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { value, label } of durationTicks(axis, width - left - right, 56)) {
    const x = axis.toPixel(value);
    const half = context.measureText(label).width / 2;
    if (x - half < 0 || x + half > width) continue;
    context.fillText(label, x, height - bottom + 6);
  }
}

function drawPercentiles(
  context: CanvasRenderingContext2D,
  { axis, marks }: Histogram,
  { width, height }: { readonly width: number; readonly height: number },
  theme: ChartTheme,
): void {
  const { top, bottom } = HISTOGRAM_FRAME;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  // From the slow end: where labels would meet, the slower one says more.
  const places = marks.map((mark) => ({ ...mark, x: axis.toPixel(mark.duration) }));
  let limit = width - 2;
  for (const { percent, duration, x } of places.toReversed()) {
    const label = `p${percent} ${formatDuration(duration)}`;
    const room = context.measureText(label).width;
    const at = Math.min(x + 3, limit - room);
    context.strokeStyle = theme.strong;
    context.setLineDash(percent === 50 ? [] : percent === 95 ? [4, 3] : [1, 3]);
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, top - 4);
    context.lineTo(Math.round(x) + 0.5, height - bottom);
    context.stroke();
    context.setLineDash([]);
    if (at < 2) continue;
    context.fillStyle = theme.strong;
    context.fillText(label, at, top - 12);
    limit = at - 8;
  }
}
