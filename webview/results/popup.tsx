import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface PopupProps {
  readonly label: string;
  /** What opened it: clicks on that close it by themselves. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A small pane below what opened it. Closes with Escape and by a press elsewhere, and gives the focus back. */
export function Popup({ label, anchor, onClose, children }: PopupProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popup = box.current;
    if (!popup) return;
    const beyond = popup.getBoundingClientRect().right - (window.innerWidth - 8);
    if (beyond > 0) popup.style.left = `${-beyond}px`;
    popup.querySelector<HTMLElement>('input, button')?.focus();
  }, []);
  useEffect(() => {
    const onPress = (event: Event): void => {
      if (!anchor.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, []);
  return (
    <div
      class="popup"
      ref={box}
      role="dialog"
      aria-label={label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
        anchor.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      }}
    >
      {children}
    </div>
  );
}
