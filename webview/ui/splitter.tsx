import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { splitterKey } from '../keys';

interface SplitterProps {
  /** Of the line itself. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly label: string;
  /** Size, in pixels, of what it resizes. */
  readonly size: number;
  readonly least: number;
  readonly most: number;
  /** What is resized lies behind (right of, below) the line: dragging towards it makes it smaller. */
  readonly isBehind?: boolean;
  /** 0 = back to the default. */
  readonly onResize: (pixels: number) => void;
}

/** A line to drag, or to move with the arrow keys; a double click resets it. */
export function Splitter({ orientation, label, size, least, most, isBehind = false, onResize }: SplitterProps): VNode {
  const grip = useRef<{ at: number; size: number } | null>(null);
  const position = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY);
  const resize = (from: number, by: number): void =>
    onResize(Math.min(most, Math.max(least, from + (isBehind ? -by : by))));
  return (
    <div
      class={`splitter ${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size)}
      aria-valuemin={Math.round(least)}
      aria-valuemax={Math.round(most)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { at: position(event), size };
      }}
      onPointerMove={(event) => {
        if (grip.current) resize(grip.current.size, position(event) - grip.current.at);
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
      onDblClick={() => onResize(0)}
      onKeyDown={(event) => {
        const by = splitterKey(event, orientation);
        if (by === undefined) return;
        event.preventDefault();
        resize(size, by);
      }}
    />
  );
}
