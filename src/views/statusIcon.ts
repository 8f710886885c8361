import { ThemeColor, ThemeIcon } from 'vscode';
import { Status } from '../model/trace';

/** A shape and a colour for a status: the shape alone is enough to tell them apart. */
export function statusIcon(status: number): ThemeIcon {
  switch (status) {
    case Status.Fault:
      return new ThemeIcon('error', new ThemeColor('charts.red'));
    case Status.Throttle:
      return new ThemeIcon('dashboard', new ThemeColor('charts.purple'));
    case Status.Error:
      return new ThemeIcon('warning', new ThemeColor('charts.yellow'));
    case Status.Pending:
      return new ThemeIcon('watch', new ThemeColor('descriptionForeground'));
    default:
      return new ThemeIcon('pass', new ThemeColor('charts.green'));
  }
}
