import { Status } from './trace';

/** The columns that say how a span, or a line of an outline, fared. */
export interface StatusColumns {
  /** `Status` of itself. */
  readonly status: Uint8Array;
  /** Worst `Status` below it. */
  readonly below: Uint8Array;
}

/** What a row's shape says: its own failure, else the worst below it, faintly. */
export function shownStatus(columns: StatusColumns, index: number): { status: Status; isInherited: boolean } {
  const own = columns.status[index] as Status;
  const below = columns.below[index] as Status;
  const isInherited = own < Status.Error && below >= Status.Error;
  return { status: isInherited ? below : own, isInherited };
}
