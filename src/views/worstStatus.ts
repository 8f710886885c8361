import { Status, type Trace } from '../model/trace';

/** The worst status of any span of the trace. */
export function worstStatus({ spans }: Trace): Status {
  let worst: number = Status.Ok;
  for (let root = 0; root < spans.count; root = spans.end[root]!) {
    worst = Math.max(worst, spans.status[root]!, spans.below[root]!);
  }
  return worst as Status;
}
