import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Action } from '../state';
import type { TimeScale } from '../timeScale';

/** The part of a `WheelEvent` that matters. */
export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What a turn of the wheel means: with Ctrl it zooms about the pointer, with Shift (or sideways) it pans; else it scrolls (undefined). */
export function wheelAction(turn: WheelTurn, x: number, scale: TimeScale): Action | undefined {
  if (turn.ctrlKey || turn.metaKey) {
    const inside = Math.min(Math.max(0, x), scale.width);
    return { type: 'zoomBy', anchor: scale.toTime(inside), factor: Math.exp(clamp(turn.deltaY, 200) * 0.0025) };
  }
  const sideways = Math.abs(turn.deltaX) > Math.abs(turn.deltaY) ? turn.deltaX : turn.shiftKey ? turn.deltaY : 0;
  return sideways === 0 ? undefined : { type: 'panBy', share: clamp(sideways, 400) / Math.max(200, scale.width) };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

/** Handles the wheel over an element. Its listener may keep VS Code from zooming the window, which Preact's cannot. */
export function useWheel(
  ref: RefObject<HTMLElement | null>,
  scale: TimeScale,
  barsLeft: number,
  dispatch: (action: Action) => void,
): void {
  const latest = useRef({ scale, barsLeft });
  latest.current = { scale, barsLeft };
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      const x = event.clientX - element.getBoundingClientRect().left - latest.current.barsLeft;
      const action = wheelAction(event, x, latest.current.scale);
      if (!action) return;
      event.preventDefault();
      dispatch(action);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [ref, dispatch]);
}
