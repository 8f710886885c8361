import type { ExceptionDetails, StackFrame } from '../../src/model/details';

/** One exception of a chain. */
export interface ChainLink {
  readonly exception: ExceptionDetails;
  /** It caused the one before. */
  readonly isCause: boolean;
  /** Id of its cause, where that never arrived. */
  readonly missingCause: string;
}

/** Exceptions in the order of reading: each followed by what caused it, down to the first. Every one comes once. */
export function chainsOf(exceptions: readonly ExceptionDetails[]): ChainLink[] {
  const byId = new Map(exceptions.filter(({ id }) => id !== '').map((exception) => [exception.id, exception]));
  const causes = new Set(exceptions.map(({ causedBy }) => causedBy));
  const seen = new Set<ExceptionDetails>();
  const links: ChainLink[] = [];
  const follow = (first: ExceptionDetails): void => {
    let isCause = false;
    for (let next: ExceptionDetails | undefined = first; next && !seen.has(next); isCause = true) {
      seen.add(next);
      const cause: ExceptionDetails | undefined = next.causedBy === '' ? undefined : byId.get(next.causedBy);
      links.push({ exception: next, isCause, missingCause: cause ? '' : next.causedBy });
      next = cause;
    }
  };
  for (const exception of exceptions) if (exception.id === '' || !causes.has(exception.id)) follow(exception);
  for (const exception of exceptions) follow(exception); // those that cause each other in a circle
  return links;
}

/** A stack trace as one pastes it into an issue: type and message, then a line per frame, as they were written. */
export function stackText({ type, message, frames }: ExceptionDetails): string {
  const headline = [type, message].filter(Boolean).join(': ');
  return [headline, ...frames.map((frame) => `    at ${frameText(frame)}`)].join('\n');
}

function frameText({ label, path, line }: StackFrame): string {
  const place = line === undefined ? path : `${path}:${line}`;
  if (label === '') return place;
  return place === '' ? label : `${label} (${place})`;
}
