import { options } from 'preact';

/**
 * Renders what `change` sets before returning. Scroll events come right before the browser paints: rows made later than that
 * would leave a blank frame.
 */
export function flushSync(change: () => void): void {
  options.debounceRendering = (render) => render();
  try {
    change();
  } finally {
    delete options.debounceRendering;
  }
}
