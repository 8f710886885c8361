/** Names and codes are words; anything else in their place may be somebody's text. */
const WORD = /^[\w.#$-]{1,80}$/;
/** A frame of a V8 stack: `    at label (place:line:column)`. */
const FRAME = /^ {4}at .{1,400}$/;
const MOST_FRAMES = 6;
/** Causes of causes that are named. */
const DEEPEST = 4;

/**
 * Where something broke, for the log: name, code and HTTP status of what was thrown and of its causes, then the frames of its stack. Never a
 * message: those of others quote what they met, from a command line with its secrets to the document that could not be parsed.
 * @returns e.g. `CredentialsProviderError < Error 127`; `SyntaxError` with frames on lines of their own
 */
export function errorPlace(error: unknown): string {
  const names: string[] = [];
  for (let one = error, depth = 0; depth < DEEPEST && one !== undefined && one !== null; depth++) {
    names.push(nameOf(one));
    one = typeof one === 'object' && 'cause' in one ? one.cause : undefined;
  }
  return [names.join(' < '), ...framesOf(error)].join('\n');
}

function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `thrown ${typeof error}`;
  const { name, code, $metadata } = error as { name?: unknown; code?: unknown; $metadata?: unknown };
  const { httpStatusCode } = ($metadata ?? {}) as { httpStatusCode?: unknown };
  const status = typeof httpStatusCode === 'number' ? `HTTP ${httpStatusCode}` : '';
  return [word(name) || 'unnamed', word(code), status].filter(Boolean).join(' ');
}

function word(value: unknown): string {
  return (typeof value === 'string' || typeof value === 'number') && WORD.test(String(value)) ? String(value) : '';
}

/** The stack begins with the message, which may hold lines that look like frames: without finding it, nothing is told apart. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  const message = error.message.trimEnd();
  const at = error.stack.indexOf(message);
  if (at < 0 || (message === '' && !error.stack.startsWith(`${error.name}\n`))) return [];
  return error.stack
    .slice(at + message.length)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES);
}
