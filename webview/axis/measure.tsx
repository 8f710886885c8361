import type { RefObject, VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatCount, formatDuration } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import type { State } from '../pageState';
import { tickStep, type TimeRange, type TimeScale } from '../timeScale';
import type { TraceView } from '../traceView';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icon';
import { CLICK_REACH } from './brush';
import { timeText, type Clock } from './clock';
import { rangeStatistics, type Overlap } from './rangeStatistics';

/** Dragging along the ruler marks a stretch; a click takes the mark away. */
export function useMeasuring(rulerRef: RefObject<HTMLElement | null>, scale: TimeScale): void {
  const { dispatch } = usePage();
  const latest = useRef(scale);
  latest.current = scale;
  useEffect(() => {
    const ruler = rulerRef.current;
    if (!ruler) return undefined;
    let from: number | null = null;
    const xOf = (event: PointerEvent): number =>
      Math.min(Math.max(0, event.clientX - ruler.getBoundingClientRect().left), latest.current.width);
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      from = xOf(event);
      ruler.setPointerCapture(event.pointerId);
    };
    const measured = (event: PointerEvent): TimeRange | null => {
      const x = xOf(event);
      if (from === null || Math.abs(x - from) < CLICK_REACH) return null;
      const { toTime } = latest.current;
      return { from: toTime(Math.min(from, x)), to: toTime(Math.max(from, x)) };
    };
    const onMove = (event: PointerEvent): void => {
      if (from !== null) dispatch({ type: 'measure', range: measured(event) });
    };
    const onEnd = (event: PointerEvent): void => {
      onMove(event);
      from = null;
    };
    const onCancel = (): void => {
      from = null;
    };
    ruler.addEventListener('pointerdown', onDown);
    ruler.addEventListener('pointermove', onMove);
    ruler.addEventListener('pointerup', onEnd);
    ruler.addEventListener('pointercancel', onCancel);
    return () => {
      ruler.removeEventListener('pointerdown', onDown);
      ruler.removeEventListener('pointermove', onMove);
      ruler.removeEventListener('pointerup', onEnd);
      ruler.removeEventListener('pointercancel', onCancel);
    };
  }, [rulerRef, dispatch]);
}

interface MeasuredProps {
  readonly state: State;
  readonly view: TraceView;
  readonly scale: TimeScale;
  readonly clock: Clock;
  /** Where the bars' column and the ruler begin, in pixels. */
  readonly left: number;
  readonly top: number;
  readonly onClosed: () => void;
}

/** The marked stretch and its statistics, while there is one. */
export function Measured({ state, view, scale, clock, left, top, onClosed }: MeasuredProps): VNode | null {
  const { dispatch } = usePage();
  const { measured: range } = state;
  if (!range || scale.width <= 0) return null;
  const onClose = (): void => {
    dispatch({ type: 'measure', range: null });
    onClosed();
  };
  return (
    <>
      <MeasuredBand range={range} scale={scale} left={left} top={top} />
      <MeasurePanel view={view} range={range} scale={scale} clock={clock} onClose={onClose} />
    </>
  );
}

/** The marked stretch, from the ruler down through all rows. */
function MeasuredBand({
  range,
  scale,
  left: columnLeft,
  top,
}: {
  readonly range: TimeRange;
  readonly scale: TimeScale;
  readonly left: number;
  readonly top: number;
}): VNode {
  const inside = (x: number): number => Math.min(scale.width, Math.max(0, x));
  const [left, right] = [inside(scale.toX(range.from)), inside(scale.toX(range.to))];
  const style = { left: `${columnLeft + left}px`, width: `${right - left}px`, top: `${top}px` };
  return <div class="measured" aria-hidden="true" style={style} />;
}

/** A trace may have as many services as spans; those beyond have the least self time. */
const MOST_SERVICES = 30;

interface MeasurePanelProps {
  readonly view: TraceView;
  readonly range: TimeRange;
  readonly scale: TimeScale;
  readonly clock: Clock;
  readonly onClose: () => void;
}

/** What overlaps the marked stretch, in numbers: by service, and together. Escape takes it away. */
function MeasurePanel({ view, range, scale, clock, onClose }: MeasurePanelProps): VNode {
  const { strings, dispatch, locale } = usePage();
  const { spans, duration } = view.trace;
  const { all, services } = useMemo(() => rangeStatistics(spans, range), [spans, range.from, range.to]);
  const step = tickStep(Math.abs(scale.toTime(1) - scale.toTime(0)));
  const ends = [range.from, range.to].map((time) =>
    timeText(clock, Math.min(Math.max(0, time), duration), step, locale),
  );
  return (
    <div
      class="measure-panel"
      role="region"
      aria-label={strings.measure}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div class="measure-head">
        <span role="status">
          <b>{formatDuration(range.to - range.from)}</b> <span class="secondary">{ends.join(' – ')}</span>
        </span>
        <span class="grow" />
        <Button kind="icon" label={strings.measureZoom} onClick={() => dispatch({ type: 'zoom', range })}>
          <Icon name="zoom-in" />
        </Button>
        <Button kind="icon" label={strings.measureClose} onClick={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      {all.count === 0 ? (
        <p class="secondary">{strings.measureNothing}</p>
      ) : (
        <div class="measure-rows">
          <table>
            <thead>
              <tr>
                <th scope="col">{strings.measureService}</th>
                <th scope="col">{strings.measureSpans}</th>
                <th scope="col">{strings.measureTotal}</th>
                <th scope="col">{strings.columnSelf}</th>
                <th scope="col">{strings.failures}</th>
              </tr>
            </thead>
            <tbody>
              <tr class="all">
                <th scope="row">{strings.measureAll}</th>
                <Numbers of={all} />
              </tr>
              {services.slice(0, MOST_SERVICES).map((one) => (
                <tr key={one.service}>
                  <th scope="row" title={spans.strings[one.service]}>
                    <i class={`swatch service-${view.colours.get(one.service) ?? 0}`} />
                    <bdi>{spans.strings[one.service] || strings.unnamed}</bdi>
                  </th>
                  <Numbers of={one} />
                </tr>
              ))}
            </tbody>
          </table>
          {services.length > MOST_SERVICES && (
            <p class="note">{fill(strings.measureMore, formatCount(services.length - MOST_SERVICES))}</p>
          )}
        </div>
      )}
    </div>
  );
}

function Numbers({ of }: { readonly of: Overlap }): VNode {
  const { strings } = usePage();
  const kinds = [
    { count: of.faults, one: strings.fault, many: strings.faults, tone: 'fault' },
    { count: of.errors, one: strings.error, many: strings.errors, tone: 'error' },
    { count: of.throttles, one: strings.throttle, many: strings.throttles, tone: 'throttle' },
  ].filter(({ count }) => count > 0);
  return (
    <>
      <td>{formatCount(of.count)}</td>
      <td>{formatDuration(of.total)}</td>
      <td>{formatDuration(of.self)}</td>
      <td>
        {kinds.length === 0
          ? '–'
          : kinds.map(({ count, one, many, tone }) => (
              <span key={tone} class={`chip ${tone}`}>
                {count === 1 ? one : fill(many, formatCount(count))}
              </span>
            ))}
      </td>
    </>
  );
}
