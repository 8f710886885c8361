import type { FoundIn } from '../model/foundIn';
import { parseTraceId, type TraceId } from '../model/traceId';
import type { EpochMilliseconds } from '../model/units';

/** What the command `xrayTraces.openTrace` takes: from links, menus, other extensions. JSON. */
export interface OpenArgument {
  readonly id: TraceId;
  /** When the trace happened, as far as the place it was found tells. */
  readonly around?: EpochMilliseconds;
  /** The (sub)segment to select, 16 hex digits in lower case. */
  readonly segmentId?: string;
  /** What the header beside the ID says of sampling. */
  readonly sampled?: boolean;
  readonly foundIn?: FoundIn;
}

/** More IDs than anyone opens at once. */
export const MOST_IDS = 500;
/** An ID in its longest form, with room around it. */
const LONGEST_ID = 100;
const SEGMENT_ID = /^[0-9a-f]{16}$/i;
/** File and service names are no longer; nor do they hold line breaks. */
const NAME = /^[^\r\n]{1,200}$/;
/** Largest time a `Date` holds. */
const LAST_TIME: EpochMilliseconds = 8.64e15;

/**
 * Reads a command's first argument: an `OpenArgument`, an ID as text, or an array of these. Anyone may run the command with
 * anything, so every part is checked anew and only checked parts go on.
 * @returns what is usable, at most `MOST_IDS`, each ID once; empty for everything else
 */
export function readOpenArgument(value: unknown): OpenArgument[] {
  const found = new Map<TraceId, OpenArgument>();
  try {
    const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST_IDS) : [value];
    for (const item of items) {
      const argument = readOne(item);
      if (argument) found.set(argument.id, { ...argument, ...found.get(argument.id) });
    }
  } catch {
    // An object that throws when it is looked at (a revoked proxy, a getter) is no argument; what was read before stands.
  }
  return [...found.values()];
}

/** How many items of an argument `readOpenArgument` does not look at. */
export function countLeftOut(value: unknown): number {
  try {
    return Array.isArray(value) ? Math.max(0, value.length - MOST_IDS) : 0;
  } catch {
    return 0; // a revoked proxy: no argument
  }
}

function readOne(item: unknown): OpenArgument | undefined {
  if (typeof item === 'string') {
    const id = readId(item);
    return id === undefined ? undefined : { id };
  }
  if (typeof item !== 'object' || item === null) return undefined;
  const { id: written, around, segmentId, sampled, foundIn } = item as Readonly<Record<string, unknown>>;
  const id = typeof written === 'string' ? readId(written) : undefined;
  if (id === undefined) return undefined;
  return {
    id,
    ...(typeof around === 'number' && around >= 0 && around <= LAST_TIME && { around }),
    ...(typeof segmentId === 'string' && SEGMENT_ID.test(segmentId) && { segmentId: segmentId.toLowerCase() }),
    ...(typeof sampled === 'boolean' && { sampled }),
    ...readFoundIn(foundIn),
  };
}

function readFoundIn(value: unknown): { foundIn?: FoundIn } {
  if (typeof value !== 'object' || value === null) return {};
  const { file, service } = value as Readonly<Record<string, unknown>>;
  const foundIn = { ...(isName(file) && { file }), ...(isName(service) && { service }) };
  return Object.keys(foundIn).length > 0 ? { foundIn } : {};
}

function readId(text: string): TraceId | undefined {
  return text.length <= LONGEST_ID ? parseTraceId(text) : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}
