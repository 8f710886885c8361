import type { VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatDuration } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { durationOf, shownRange, type State } from '../pageState';
import { timeScale, wholeRange, type TimeRange } from '../timeScale';
import type { TraceView } from '../traceView';
import { useTheme } from '../ui/useTheme';
import { brushed, brushEdges, CLICK_REACH, brushKey, brushPartAt, type BrushPart, type Grip } from './brush';
import { warpOf } from './idle';
import { readInks } from './minimapInks';
import { minimapRaster, type MinimapRaster } from './minimapRaster';

/** Height in pixels. */
const HEIGHT = 40;
/** With what is free above and below it; as in the style sheet. */
export const MINIMAP_ROOM = HEIGHT + 6;

interface MinimapProps {
  readonly state: State;
  readonly view: TraceView;
  /** Of the bars' column, in pixels. */
  readonly width: number;
  /** Where that column begins, in pixels. */
  readonly left: number;
}

/** The whole trace drawn small, and on it a brush over what is visible: drag it, drag its ends, or mark another stretch. */
export function Minimap({ state, view, width, left: columnLeft }: MinimapProps): VNode {
  const { strings, dispatch } = usePage();
  const duration = durationOf(state);
  const range = shownRange(state);
  const warp = warpOf(state);
  const scale = useMemo(() => timeScale(wholeRange(duration), width, warp), [duration, width, warp]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const inks = useTheme(readInks);
  const ratio = window.devicePixelRatio || 1;
  const { outline } = state;
  const raster = useMemo(
    () => minimapRaster(outline, view.trace.spans, view.colours, scale, HEIGHT, ratio),
    [outline, view, scale, ratio],
  );
  useLayoutEffect(() => paint(canvas.current!, raster, inks), [raster, inks]);

  const [grip, setGrip] = useState<Grip | null>(null);
  const [over, setOver] = useState<BrushPart>('new');
  const zoom = (to: TimeRange | null): void => dispatch({ type: 'zoom', range: to });
  const { left, right } = brushEdges(scale, range);
  const both = fill(strings.rangeText, formatDuration(range.from), formatDuration(range.to));
  const slider = (part: 'from' | 'to' | 'move', label: string, at: number, text: string) => ({
    role: 'slider' as const,
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': wholeRange(duration).to,
    'aria-valuenow': at,
    'aria-valuetext': text,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const moved = brushKey(part, event, range, duration, warp);
      if (moved === undefined) return;
      event.preventDefault();
      zoom(moved);
    },
  });
  return (
    <div
      class={`minimap ${grip?.part ?? over}`}
      style={{ marginLeft: `${columnLeft}px`, width: `${width}px`, height: `${HEIGHT}px` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const x = xOf(event);
        setGrip({ part: brushPartAt(scale, range, x, state.zoom === null), x, range });
      }}
      onPointerMove={(event) => {
        const x = xOf(event);
        if (!grip) setOver(brushPartAt(scale, range, x, state.zoom === null));
        else if (isDrag(grip, x)) zoom(brushed(grip, x, scale, duration));
      }}
      onPointerUp={(event) => {
        if (grip?.part === 'new') zoom(brushed(grip, xOf(event), scale, duration));
        setGrip(null);
      }}
      onPointerCancel={() => setGrip(null)}
      onDblClick={() => zoom(null)}
    >
      <canvas ref={canvas} aria-hidden="true" />
      <i class="shade" style={{ left: 0, width: `${left}px` }} />
      <i class="shade" style={{ left: `${right}px`, right: 0 }} />
      <div
        class="brush"
        style={{ left: `${left}px`, width: `${right - left}px` }}
        {...slider('move', strings.minimap, range.from, both)}
      />
      <div
        class="edge"
        style={{ left: `${left}px` }}
        {...slider('from', strings.minimapFrom, range.from, formatDuration(range.from))}
      />
      <div
        class="edge"
        style={{ left: `${right}px` }}
        {...slider('to', strings.minimapTo, range.to, formatDuration(range.to))}
      />
    </div>
  );
}

function xOf(event: PointerEvent): number {
  return event.clientX - (event.currentTarget as HTMLElement).getBoundingClientRect().left;
}

function isDrag(grip: Grip, x: number): boolean {
  return grip.part !== 'new' || Math.abs(x - grip.x) >= CLICK_REACH;
}

function paint(canvas: HTMLCanvasElement, raster: MinimapRaster, inks: Uint8ClampedArray): void {
  const { width, height, ink } = raster;
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = new Uint32Array(inks.buffer, inks.byteOffset, inks.length / 4);
  for (let at = 0; at < ink.length; at++) pixels[at] = colours[ink[at]!]!;
  context.putImageData(image, 0, 0);
}
