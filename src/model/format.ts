import type { Milliseconds } from './units';

/**
 * A duration for people, three significant digits at most: `14 µs`, `2.31 ms`, `612 ms`, `2.31 s`, `3 min 04 s`, `2 h 05 min`, `2 d 3 h`.
 * The same in tree, page and picks. Zero is `0 ms`; what is not finite is ''.
 */
export function formatDuration(milliseconds: Milliseconds): string {
  if (!Number.isFinite(milliseconds)) return '';
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`;
  if (milliseconds === 0) return '0 ms';
  // Each limit is where rounding would reach the next unit: 999.6 µs is "1 ms".
  if (milliseconds < 0.0009995) return `${digits(milliseconds * 1e6)} ns`;
  if (milliseconds < 0.9995) return `${digits(milliseconds * 1e3)} µs`;
  if (milliseconds < 999.5) return `${digits(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${digits(milliseconds / 1e3)} s`;
  const seconds = Math.round(milliseconds / 1e3);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago something was, in one unit: `now`, `40 s`, `12 min`, `5 h`, `3 d`. Times ahead (clocks differ) are `now`. */
export function formatAge(milliseconds: Milliseconds): string {
  if (!Number.isFinite(milliseconds)) return '';
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** A whole number with commas between thousands: `10,000`. */
export function formatCount(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** An amount of data, in thousands as AWS bills it, three significant digits at most: `0 B`, `512 B`, `1.2 kB`, `34.5 MB`, `1.07 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '';
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = Math.max(0, bytes);
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${digits(value)} ${units[unit]!}`;
}

/** At most three significant digits, none of them an idle zero after the point. */
function digits(value: number): string {
  const places = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return value.toFixed(places).replace(/\.?0+$/, (zeros) => (places === 0 ? zeros : ''));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
