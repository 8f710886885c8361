import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Status } from '../../../src/model/trace';

/** Draws on a canvas whenever one of `on` is another value. Pixels are the page's, whatever the screen's. */
export function useDrawing(
  ref: RefObject<HTMLCanvasElement | null>,
  size: { readonly width: number; readonly height: number },
  draw: (context: CanvasRenderingContext2D) => void,
  on: readonly unknown[],
): void {
  useLayoutEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    draw(context);
  }, [size.width, size.height, ...on]);
}

/** The shape of a status around a point, as in the table: added to the path. @param r half its width in pixels */
export function addShape(path: CanvasPath, status: Status, x: number, y: number, r: number): void {
  switch (status) {
    case Status.Fault:
      path.moveTo(x - r, y - r);
      path.lineTo(x + r, y + r);
      path.moveTo(x + r, y - r);
      path.lineTo(x - r, y + r);
      return;
    case Status.Throttle:
      path.moveTo(x, y - r);
      path.lineTo(x + r, y + r * 0.8);
      path.lineTo(x - r, y + r * 0.8);
      path.closePath();
      return;
    case Status.Error:
      path.moveTo(x, y - r);
      path.lineTo(x + r, y);
      path.lineTo(x, y + r);
      path.lineTo(x - r, y);
      path.closePath();
      return;
    case Status.Pending:
    case Status.Ok:
      path.moveTo(x + r, y);
      path.arc(x, y, r, 0, 2 * Math.PI);
  }
}

/** Shapes that are drawn as lines; the others are filled. */
export function isStroked(status: Status): boolean {
  return status === Status.Fault || status === Status.Pending;
}
