import type { VNode } from 'preact';
import { formatDuration } from '../../../src/model/format';
import { StatusMark } from '../../ui/statusMark';
import { cellText, statusWord, timeFormat } from '../cells';
import { useResults } from '../resultsPage';
import type { ResultsState } from '../resultsState';
import { statusOf } from '../summaries';
import type { ScatterGeometry } from './scatter';

interface PointTipProps {
  readonly state: ResultsState;
  readonly row: number;
  readonly geometry: ScatterGeometry;
}

/** What the point under the pointer is. The table says the same to everyone. */
export function PointTip({ state, row, geometry }: PointTipProps): VNode {
  const { strings, locale } = useResults();
  const { summaries, query } = state;
  const time = timeFormat(locale, query ? query.end - query.start : 0);
  const cell = (column: 'method' | 'url' | 'name'): string => cellText(summaries, row, column, strings, time);
  const x = geometry.time.toPixel(summaries.start[row]!);
  const y = geometry.duration.toPixel(summaries.duration[row]!);
  const isRight = x < geometry.width / 2;
  const status = statusOf(summaries, row);
  const what = [cell('method'), cell('url') || cell('name') || summaries.ids[row]].filter(Boolean).join(' ');
  return (
    <div
      class="tip"
      aria-hidden="true"
      style={{
        top: `${Math.max(0, Math.min(y - 10, geometry.height - 46))}px`,
        ...(isRight ? { left: `${x + 12}px` } : { right: `${geometry.width - x + 12}px` }),
        maxWidth: `${Math.max(160, (isRight ? geometry.width - x : x) - 24)}px`,
      }}
    >
      <div class="what">{what}</div>
      <div class="note">
        <StatusMark status={status} label={statusWord(status, strings)} />{' '}
        {cellText(summaries, row, 'status', strings, time)}
        {' · '}
        <b>{formatDuration(summaries.duration[row]!)}</b>
        {' · '}
        {time(summaries.start[row]!)}
      </div>
    </div>
  );
}
