import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Action } from '../state';
import type { TimeRange, TimeScale } from '../timeScale';
import { panBy } from '../timeScale';
import { CLICK_REACH } from './brush';

/** What is visible once the time at `from` pixels has been dragged to `to`. @param scale as it was when the drag began */
export function draggedRange(scale: TimeScale, duration: number, from: number, to: number): TimeRange | null {
  const { toUnits } = scale.warp;
  return panBy(scale.range, duration, toUnits(scale.toTime(from)) - toUnits(scale.toTime(to)), scale.warp);
}

interface Drag {
  readonly pointer: number;
  readonly x: number;
  readonly scale: TimeScale;
  isMoving: boolean;
}

/** While only part of the trace is visible, dragging the bars moves it. A drag is no click: it selects nothing. */
export function useDragToPan(
  ref: RefObject<HTMLElement | null>,
  scale: TimeScale,
  duration: number,
  isZoomed: boolean,
  barsLeft: number,
  dispatch: (action: Action) => void,
): void {
  const latest = useRef({ scale, duration, isZoomed, barsLeft });
  latest.current = { scale, duration, isZoomed, barsLeft };
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    let drag: Drag | null = null;
    const xOf = (event: PointerEvent): number =>
      event.clientX - element.getBoundingClientRect().left - latest.current.barsLeft;
    const onDown = (event: PointerEvent): void => {
      const { scale, isZoomed } = latest.current;
      const x = xOf(event);
      if (event.button !== 0 || !isZoomed || x < 0 || x > scale.width) return;
      drag = { pointer: event.pointerId, x, scale, isMoving: false };
    };
    const onMove = (event: PointerEvent): void => {
      if (drag?.pointer !== event.pointerId) return;
      const x = xOf(event);
      if (!drag.isMoving) {
        if (Math.abs(x - drag.x) < CLICK_REACH) return;
        drag.isMoving = true;
        // From here on the click belongs to the list as a whole, that is to no row.
        element.setPointerCapture(event.pointerId);
        element.classList.add('panning');
      }
      dispatch({ type: 'zoom', range: draggedRange(drag.scale, latest.current.duration, drag.x, x) });
    };
    const onEnd = (): void => {
      drag = null;
      element.classList.remove('panning');
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onEnd);
    element.addEventListener('pointercancel', onEnd);
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onEnd);
      element.removeEventListener('pointercancel', onEnd);
    };
  }, [ref, dispatch]);
}
