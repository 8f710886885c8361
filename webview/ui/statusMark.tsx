import type { VNode } from 'preact';
import { Status } from '../../src/model/trace';

/** Each status has a shape of its own; colour only repeats it. On a field of 14 × 14. */
function shapeOf(status: Status): VNode {
  switch (status) {
    case Status.Fault:
      return <path class="stroke" d="M3.2 3.2 10.8 10.8M10.8 3.2 3.2 10.8" />;
    case Status.Throttle:
      return <path class="area" d="M7 1.8 12.8 12.2H1.2Z" />;
    case Status.Error:
      return <path class="area" d="M7 1.2 12.8 7 7 12.8 1.2 7Z" />;
    case Status.Pending:
      return <circle class="ring" cx="7" cy="7" r="4" />;
    case Status.Ok:
      return <circle class="area" cx="7" cy="7" r="3" />;
  }
}

const CLASSES: Readonly<Record<Status, string>> = {
  [Status.Ok]: 'ok',
  [Status.Pending]: 'pending',
  [Status.Error]: 'error',
  [Status.Throttle]: 'throttle',
  [Status.Fault]: 'fault',
};

/** A status as a shape with a colour: solid for an own one, faint and hollow for one inherited from below. */
export function StatusMark({
  status,
  label,
  isInherited = false,
}: {
  readonly status: Status;
  readonly label: string;
  readonly isInherited?: boolean;
}): VNode {
  return (
    <svg
      class={`status ${CLASSES[status]}${isInherited ? ' inherited' : ''}`}
      viewBox="0 0 14 14"
      role="img"
      aria-label={label}
    >
      {shapeOf(status)}
    </svg>
  );
}
