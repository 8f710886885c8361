import { parseTraceId, type TraceId } from '../model/traceId';
import { MOST_IDS, type OpenArgument } from './openArgument';
import { scanText } from './scanner';

export interface SplitIds {
  /** In the order they stand in the text, each once, at most `MOST_IDS`. */
  readonly ids: readonly OpenArgument[];
  /** Words that were meant as IDs and are none, as written, each once, shortened to be shown. */
  readonly refused: readonly string[];
  /** How many more IDs there were than `MOST_IDS`. */
  readonly left: number;
}

const WORDS = /[^\s,;|"'`<>()[\]{}]+/g;
/** Text with keys and values is a log line or a header, not a list: its other words were never meant as IDs. */
const NOT_A_LIST = /[:=]/;
/** Has the make of an X-Ray ID: a placeholder, or cut short. */
const ATTEMPT = /^1-[0-9a-z]+-[0-9a-z]*$/i;
const LONGEST_SHOWN = 60;

/**
 * One or many IDs, as people paste them: a list in any notation, headers, whole log lines. Where the scanner asks for a telling key,
 * a bare W3C ID is taken here as it is: whoever types it into this box means it.
 */
export function splitIds(text: string): SplitIds {
  const found = scanText(text);
  const isList = !NOT_A_LIST.test(text);
  const ids = new Map<TraceId, OpenArgument>();
  const add = (id: TraceId, said: Pick<OpenArgument, 'segmentId' | 'sampled'> = {}) => {
    const { segmentId = said.segmentId, sampled = said.sampled } = ids.get(id) ?? {};
    ids.set(id, { id, ...(segmentId !== undefined && { segmentId }), ...(sampled !== undefined && { sampled }) });
  };
  const refused = new Set<string>();
  let next = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const end = index + word.length;
    let holdsId = false;
    for (let hit = found[next]; hit && hit.start < end; hit = found[++next]) {
      add(hit.id, hit);
      holdsId = true;
    }
    if (holdsId) continue;
    // In a log line, 32 hex digits are an MD5 sum unless nothing else there is an ID.
    const bare = isList || found.length === 0 ? parseTraceId(word) : undefined;
    if (bare !== undefined) add(bare);
    else if (isList || ATTEMPT.test(word)) refused.add(shorten(word));
  }
  if (ids.size === 0 && refused.size === 0 && text.trim()) refused.add(shorten(text.trim()));
  return { ids: [...ids.values()].slice(0, MOST_IDS), refused: [...refused], left: Math.max(0, ids.size - MOST_IDS) };
}

function shorten(word: string): string {
  return word.length > LONGEST_SHOWN ? `${word.slice(0, LONGEST_SHOWN)}…` : word;
}
