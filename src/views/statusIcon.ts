import { ThemeColor, ThemeIcon } from 'vscode';
import { shownStatus } from '../model/shownStatus';
import { Status, type SpanColumns } from '../model/trace';
import type { SpanIndex } from '../model/units';

/** A shape and a colour for a status: the shape alone is enough to tell them apart. */
export function statusIcon(status: number): ThemeIcon {
  return new ThemeIcon(SHAPES[status] ?? 'pass', new ThemeColor(COLORS[status] ?? 'charts.green'));
}

/** A span's own status; where only spans below it failed, a hollow circle in the colour of the worst: the way to the trouble. */
export function spanIcon(spans: SpanColumns, span: SpanIndex): ThemeIcon {
  const { status, isInherited } = shownStatus(spans, span);
  return isInherited ? new ThemeIcon('circle-outline', statusIcon(status).color) : statusIcon(status);
}

const SHAPES: Readonly<Record<number, string>> = {
  [Status.Fault]: 'error',
  [Status.Throttle]: 'dashboard',
  [Status.Error]: 'warning',
  [Status.Pending]: 'watch',
};
const COLORS: Readonly<Record<number, string>> = {
  [Status.Fault]: 'charts.red',
  [Status.Throttle]: 'charts.purple',
  [Status.Error]: 'charts.yellow',
  [Status.Pending]: 'descriptionForeground',
};
