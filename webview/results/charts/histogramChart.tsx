import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, formatDuration } from '../../../src/model/format';
import { fill } from '../../../src/protocol/strings';
import { useSize } from '../../timeline/useSize';
import { useResults } from '../resultsPage';
import type { ResultsState } from '../resultsState';
import { useDrawing } from './canvas';
import { drawHistogram } from './drawHistogram';
import { binAt, histogramOf, type Histogram } from './histogram';
import type { ChartTheme } from './theme';

/** How many traces took how long, with percentiles. A click or a drag restricts the table to those durations. */
export function HistogramChart({ state, theme }: { readonly state: ResultsState; readonly theme: ChartTheme }): VNode {
  const { strings, dispatch } = useResults();
  const { summaries, rows, restriction } = state;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const histogram = useMemo(() => histogramOf(summaries, rows, size.width), [summaries, rows, size.width]);
  const [hovered, setHovered] = useState(-1);
  const pressed = useRef(-1);
  useDrawing(canvas, size, (context) => histogram && drawHistogram(context, histogram, size, hovered, theme), [
    histogram,
    hovered,
    theme,
  ]);
  const under = (event: MouseEvent): number =>
    histogram ? binAt(histogram, size.width, event.clientX - box.current!.getBoundingClientRect().left) : -1;
  return (
    <div
      class="chart histogram"
      ref={box}
      role="group"
      aria-label={strings.histogram}
      title={histogram && hovered >= 0 ? binText(histogram, hovered, strings.binAlt) : undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = under(event);
      }}
      onPointerMove={(event) => setHovered(under(event))}
      onPointerLeave={() => setHovered(-1)}
      onPointerUp={(event) => {
        const [from, to] = [pressed.current, under(event)];
        pressed.current = -1;
        if (!histogram || from < 0 || to < 0) return;
        dispatch({
          type: 'restrict',
          restriction: {
            from: restriction?.from ?? null,
            to: restriction?.to ?? null,
            least: histogram.edges[Math.min(from, to)]!,
            most: histogram.edges[Math.max(from, to) + 1]!,
          },
        });
      }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={histogram ? alternative(histogram, strings.histogramAlt) : strings.nothingToDraw}
      />
    </div>
  );
}

function alternative({ total, marks }: Histogram, template: string): string {
  return fill(template, formatCount(total), ...marks.map(({ duration }) => formatDuration(duration)));
}

function binText({ edges, counts }: Histogram, bin: number, template: string): string {
  const count = counts.reduce((sum, one) => sum + one[bin]!, 0);
  return fill(template, formatDuration(edges[bin]!), formatDuration(edges[bin + 1]!), formatCount(count));
}
