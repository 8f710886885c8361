import type { RefObject, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../page';
import { tickStep, type TimeScale } from '../timeScale';
import { labelWidth } from '../timeline/barGeometry';
import { timeText, type Clock } from './clock';

interface CrosshairProps {
  /** The box that holds ruler and rows. */
  readonly boxRef: RefObject<HTMLElement | null>;
  readonly scale: TimeScale;
  readonly clock: Clock;
  /** Where the bars' column begins in the box, in pixels. */
  readonly barsLeft: number;
  /** Where the ruler begins, in pixels: below the minimap. */
  readonly top: number;
}

/** A line under the pointer over bars and ruler, and the time it stands at. Its place is its own state: nothing else is drawn anew. */
export function Crosshair({ boxRef, scale, clock, barsLeft, top }: CrosshairProps): VNode | null {
  const { locale } = usePage();
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const box = boxRef.current;
    if (!box) return undefined;
    const onMove = (event: PointerEvent): void => {
      const isOver = (event.target as Element).closest('.tree, .ruler') !== null;
      setLeft(isOver ? event.clientX - box.getBoundingClientRect().left : null);
    };
    const onLeave = (): void => setLeft(null);
    box.addEventListener('pointermove', onMove);
    box.addEventListener('pointerleave', onLeave);
    return () => {
      box.removeEventListener('pointermove', onMove);
      box.removeEventListener('pointerleave', onLeave);
    };
  }, [boxRef]);
  if (left === null) return null;
  const x = left - barsLeft;
  if (x < 0 || x > scale.width) return null;
  const time = scale.toTime(x);
  const text = timeText(clock, time, tickStep(Math.abs(scale.toTime(x + 1) - time)), locale);
  const width = labelWidth(text) + 12;
  const at = Math.min(Math.max(0, x - width / 2), Math.max(0, scale.width - width));
  return (
    <div class="crosshair" aria-hidden="true" style={{ left: `${left}px`, top: `${top}px` }}>
      <i />
      <span style={{ left: `${at - x}px`, width: `${width}px` }}>{text}</span>
    </div>
  );
}
