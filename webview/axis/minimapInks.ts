import { SERVICE_COLOURS } from '../palette';
import { Ink } from './minimapRaster';

/** The colour of every `Ink` in the theme, as bytes of red, green, blue and opacity. */
export function readInks(): Uint8ClampedArray {
  const names: string[] = ['transparent'];
  for (let service = 0; service < SERVICE_COLOURS; service++)
    names[Ink.Service + service] = `var(--service-${service})`;
  names[Ink.Error] = 'var(--error)';
  names[Ink.Throttle] = 'var(--throttle)';
  names[Ink.Fault] = 'var(--fault)';
  const canvas = document.createElement('canvas');
  canvas.width = names.length;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  // The style of an element has mixtures and variables worked out, which a canvas does not know.
  const probe = document.createElement('i');
  document.body.append(probe);
  for (const [index, name] of names.entries()) {
    probe.style.color = name;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(index, 0, 1, 1);
  }
  probe.remove();
  return context.getImageData(0, 0, names.length, 1).data;
}
