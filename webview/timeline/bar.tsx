import type { VNode } from 'preact';
import { Mark } from '../../src/model/trace';
import type { PageStrings } from '../../src/protocol/strings';
import { isPhase } from '../anatomyFacts';
import { barText } from '../lineFacts';
import { LineKind, type LineIndex, type Outline } from '../outline/outline';
import { colourOf } from '../palette';
import { pathSections } from '../pathSections';
import type { TimeScale } from '../timeScale';
import type { TraceView } from '../traceView';
import { barGeometry, labelWidth } from './barGeometry';

interface BarProps {
  readonly view: TraceView;
  readonly outline: Outline;
  readonly line: LineIndex;
  readonly scale: TimeScale;
  readonly strings: PageStrings;
  /** The critical path is underlined. */
  readonly hasPath: boolean;
  /** A folded line speaks for what is below it. */
  readonly isFolded: boolean;
}

/**
 * A line on the time axis: in its service's colour, open at the end while in progress, hatched when inferred or uninstrumented, pale for a
 * phase, thin for a service as a whole. Nothing for hidden spans: their place in time is not theirs alone.
 */
export function Bar({ view, outline, line, scale, strings, hasPath, isFolded }: BarProps): VNode | null {
  const { spans } = view.trace;
  const kind = outline.kind[line]! as LineKind;
  if (kind === LineKind.Hidden) return null;
  const span = outline.span[line]!;
  const marks = kind === LineKind.Span ? spans.marks[span]! : 0;
  const isOpen = (marks & Mark.InProgress) !== 0;
  const text = barText(view, outline, line, strings);
  const { left, width, label, labelAt } = barGeometry(
    scale,
    outline.start[line]!,
    outline.duration[line]!,
    labelWidth(text),
    isOpen,
  );
  const kinds = [
    'bar',
    `service-${colourOf(view.colours, spans, span)}`,
    isOpen ? 'open-ended' : '',
    marks & Mark.Inferred ? 'inferred' : '',
    kind === LineKind.Span && isPhase(spans, span) ? 'phase' : '',
    KIND_BAR[kind],
    marks & (Mark.StartMissing | Mark.EndMissing) ? 'unsure' : '',
  ];
  const isLeft = label === 'left' || label === 'after';
  const place = isLeft ? { right: `${scale.width - labelAt}px` } : { left: `${labelAt}px` };
  return (
    <>
      {width > 0 && <div class={kinds.filter(Boolean).join(' ')} style={{ left: `${left}px`, width: `${width}px` }} />}
      {hasPath &&
        pathSections(spans, outline, line, isFolded).map(({ from, to }) => (
          <i key={from} class="on-path" style={stretch(scale, from, to)} />
        ))}
      <span class={`bar-label ${label}`} style={place}>
        {label === 'before' && '‹ '}
        {text}
        {label === 'after' && ' ›'}
      </span>
    </>
  );
}

/** Never outside of the column: a stretch may be a million times as long as what is visible. */
function stretch(scale: TimeScale, from: number, to: number): { left: string; width: string } {
  const left = Math.min(scale.width, Math.max(0, scale.toX(from)));
  const right = Math.min(scale.width, Math.max(0, scale.toX(to)));
  return { left: `${left}px`, width: `${right - left}px` };
}

const KIND_BAR: Readonly<Record<LineKind, string>> = {
  [LineKind.Span]: '',
  [LineKind.Service]: 'whole',
  [LineKind.ClientResponse]: 'whole',
  [LineKind.Group]: 'gathered',
  [LineKind.Short]: 'gathered',
  [LineKind.Uninstrumented]: 'gap',
  [LineKind.Hidden]: '',
};
