import type { VNode } from 'preact';
import { formatDuration } from '../../src/model/format';
import { Mark } from '../../src/model/trace';
import type { SpanIndex } from '../../src/model/units';
import { usePage } from '../page';
import { colourOf } from '../palette';
import { isPhase } from '../rowFacts';
import type { TimeScale } from '../timeScale';
import type { TraceView } from '../traceView';
import { barGeometry, labelWidth } from './barGeometry';

/** A span on the time axis: in its service's colour, open at the end while in progress, hatched when inferred, pale for a phase. */
export function Bar({
  view,
  span,
  scale,
}: {
  readonly view: TraceView;
  readonly span: SpanIndex;
  readonly scale: TimeScale;
}): VNode {
  const { strings } = usePage();
  const { spans } = view.trace;
  const marks = spans.marks[span]!;
  const isOpen = (marks & Mark.InProgress) !== 0;
  const text = isOpen ? strings.running : formatDuration(spans.duration[span]!);
  const { left, width, label, labelAt } = barGeometry(
    scale,
    spans.start[span]!,
    spans.duration[span]!,
    labelWidth(text),
    isOpen,
  );
  const kinds = [
    'bar',
    `service-${colourOf(view.colours, spans, span)}`,
    isOpen ? 'open-ended' : '',
    marks & Mark.Inferred ? 'inferred' : '',
    isPhase(spans, span) ? 'phase' : '',
    marks & (Mark.StartMissing | Mark.EndMissing) ? 'unsure' : '',
  ];
  const isLeft = label === 'left' || label === 'after';
  const place = isLeft ? { right: `${scale.width - labelAt}px` } : { left: `${labelAt}px` };
  return (
    <>
      {width > 0 && <div class={kinds.filter(Boolean).join(' ')} style={{ left: `${left}px`, width: `${width}px` }} />}
      <span class={`bar-label ${label}`} style={place}>
        {label === 'before' && '‹ '}
        {text}
        {label === 'after' && ' ›'}
      </span>
    </>
  );
}
