import { anatomyOf, repeatedCallsOf, type Anatomy, type RepeatedCalls } from '../src/model/anatomy';
import type { SpanColumns } from '../src/model/trace';
import type { SpanIndex } from '../src/model/units';
import type { PageStringKey } from '../src/protocol/strings';

/** Words for what the name of a span does not say by itself. */
const WORDS: Readonly<Record<Anatomy, PageStringKey | undefined>> = {
  lambdaInit: 'chipColdStart',
  lambdaRestore: 'chipColdStart',
  lambdaInvocation: undefined,
  lambdaOverhead: 'chipAfterHandler',
  lambdaDwell: 'chipWaitInQueue',
  lambdaAttempt: undefined,
  state: 'chipState',
  stateBranch: 'chipBranch',
  queueWait: 'chipWaitInQueue',
  queueHop: 'chipQueueHop',
  topicHop: 'chipTopicHop',
  busHop: 'chipBusHop',
};

/** The word for a span's part in the anatomy of a known service; undefined where its name says it, or it has none. */
export function anatomyWord(spans: SpanColumns, span: SpanIndex): PageStringKey | undefined {
  const anatomy = anatomyOf(spans, span);
  return anatomy && WORDS[anatomy];
}

const PHASES: readonly Anatomy[] = [
  'lambdaInit',
  'lambdaRestore',
  'lambdaInvocation',
  'lambdaOverhead',
  'lambdaDwell',
  'lambdaAttempt',
  'queueWait',
];

/** Says when something ran or waited, and not what it did: drawn pale. */
export function isPhase(spans: SpanColumns, span: SpanIndex): boolean {
  const anatomy = anatomyOf(spans, span);
  return anatomy !== undefined && PHASES.includes(anatomy);
}

const known = new WeakMap<SpanColumns, Map<SpanIndex, readonly RepeatedCalls[]>>();

/** The repeated calls of a span, looked for once per build and only where a row shows it. */
export function knownRepeats(spans: SpanColumns, parent: SpanIndex): readonly RepeatedCalls[] {
  let ofBuild = known.get(spans);
  if (!ofBuild) known.set(spans, (ofBuild = new Map()));
  let repeats = ofBuild.get(parent);
  if (!repeats) ofBuild.set(parent, (repeats = repeatedCallsOf(spans, parent)));
  return repeats;
}
