import { parseDocument } from './json';
import { maskText } from './secrets';

/** What an object is decides which of its texts are kept. */
type Role = 'span' | 'cause' | 'exception' | 'link' | 'event' | 'attribute' | 'scope' | 'status' | 'other';

/** Texts that are kept: names, ids and types, each in its place; the same key elsewhere (`metadata.x.name`) is not. */
const KEPT: Readonly<Record<Role, ReadonlySet<string>>> = {
  span: new Set(
    'id name trace_id parent_id type namespace origin precursor_ids cause traceId spanId parentSpanId kind'.split(' '),
  ),
  cause: new Set(['id']),
  exception: new Set(['id', 'type', 'cause']),
  link: new Set(['trace_id', 'id', 'traceId', 'spanId']),
  event: new Set(['name']),
  attribute: new Set(['key']),
  scope: new Set(['name', 'version']),
  status: new Set(['code']),
  other: new Set(),
};

/** What the objects under a member are; lists hand the role on to their elements. */
const ROLES: Readonly<Record<Role, ReadonlyMap<string, Role>>> = {
  span: new Map<string, Role>([
    ['subsegments', 'span'],
    ['cause', 'cause'],
    ['links', 'link'],
    ['events', 'event'],
    ['attributes', 'attribute'],
    ['scope', 'scope'],
    ['status', 'status'],
    ['resource', 'scope'],
    // OTLP envelopes: their lists hold no texts of their own.
    ['resourceSpans', 'span'],
    ['scopeSpans', 'span'],
    ['instrumentationLibrarySpans', 'span'],
    ['spans', 'span'],
  ]),
  cause: new Map<string, Role>([['exceptions', 'exception']]),
  exception: new Map(),
  link: new Map<string, Role>([['attributes', 'attribute']]),
  event: new Map<string, Role>([['attributes', 'attribute']]),
  attribute: new Map(),
  scope: new Map<string, Role>([['attributes', 'attribute']]),
  status: new Map(),
  other: new Map(),
};

const LONGEST_NAME = 200;

interface Frame {
  readonly value: object;
  /** undefined for lists. */
  readonly keys: readonly string[] | undefined;
  readonly role: Role;
  /** The list stands under a member whose texts are kept. */
  readonly keep: boolean;
  at: number;
}

/**
 * A received document for a bug report: keys, names, ids and types are kept; every other text becomes '', every number 0 and every
 * flag false. Query strings and credentials are taken out of names as well. Iterative.
 * @returns JSON text; undefined when the document cannot be read
 */
export function redactDocument(text: string): string | undefined {
  const parsed = parseDocument(text);
  if (!parsed.ok) return undefined;
  const parts: string[] = [];
  const stack: Frame[] = [];
  const write = (value: unknown, role: Role, keep: boolean) => {
    if (typeof value === 'object' && value !== null) {
      const keys = Array.isArray(value) ? undefined : Object.keys(value);
      parts.push(keys ? '{' : '[');
      stack.push({ value, keys, role, keep, at: 0 });
    } else parts.push(redactScalar(value, keep));
  };
  write(parsed.value, 'span', false);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const at = frame.at++;
    if (at === (frame.keys?.length ?? (frame.value as readonly unknown[]).length)) {
      parts.push(frame.keys ? '}' : ']');
      stack.pop();
      continue;
    }
    if (at > 0) parts.push(',');
    if (!frame.keys) {
      write((frame.value as readonly unknown[])[at], frame.role, frame.keep);
      continue;
    }
    const key = frame.keys[at]!;
    parts.push(JSON.stringify(maskText(key)), ':');
    const role = ROLES[frame.role].get(key) ?? 'other';
    // A map of attributes (Transaction Search) has the users' keys: only OTLP's list entries have a `key` to keep.
    const isMapOfAttributes = key === 'attributes' && !Array.isArray((frame.value as Record<string, unknown>)[key]);
    write((frame.value as Record<string, unknown>)[key], isMapOfAttributes ? 'other' : role, KEPT[frame.role].has(key));
  }
  return parts.join('');
}

function redactScalar(value: unknown, keep: boolean): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return keep ? String(value) : '0';
  if (typeof value === 'boolean') return 'false';
  if (typeof value !== 'string' || !keep) return '""';
  return JSON.stringify(maskText(value.replace(/[?#].*$/s, '').slice(0, LONGEST_NAME)));
}
