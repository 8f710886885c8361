import type { Fact } from './details';
import { isMap, type JsonMap } from './json';
import { isSecretKey, MASK } from './secretKeys';
import { isSecret, maskText } from './secrets';

/** Longest value shown; longer ones are cut and say how much is missing. */
const LONGEST = 10_000;
/** Most facts of one list; what is beyond is in the raw document. */
const MOST = 1000;
/** Deepest nesting of JSON text and of flattened keys. */
const DEEPEST = 12;
/** Most members written of one nested value. */
const MOST_MEMBERS = 2000;

/** How facts are made: with secrets as they are, or masked; long values cut, or whole. */
export interface FactOptions {
  readonly reveal: boolean;
  readonly whole?: boolean;
}

/** One fact. Masked when key or text look like a credential; nested values become JSON text, bounded in depth and length. */
export function fact(key: string, value: unknown, { reveal, whole = false }: FactOptions): Fact {
  const made = (text: string, type: Fact['type'], secret: boolean): Fact =>
    whole || text.length <= LONGEST
      ? { key, value: text, more: 0, type, secret }
      : { key, value: text.slice(0, LONGEST), more: text.length - LONGEST, type, secret };
  if (value === null || value === undefined) return made('null', 'null', false);
  if (typeof value === 'object') {
    const budget = { left: MOST_MEMBERS };
    const plain = boundedJson(value, 0, budget, true);
    const masked = isSecretKey(key) ? MASK : boundedJson(value, 0, { left: MOST_MEMBERS }, false);
    return made(reveal ? plain : masked, 'json', plain !== masked);
  }
  const type = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'string';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const secret = isSecret(key, value);
  if (!secret || reveal) return made(text, type, secret);
  // A secret inside a longer text (a URL with a password) leaves the rest readable.
  return made(isSecretKey(key) ? MASK : maskText(text), type, secret);
}

/** Facts of a map, nested objects flattened to dotted keys, lists as JSON text. `skip` names members shown elsewhere. */
export function factsOf(
  prefix: string,
  map: unknown,
  options: FactOptions,
  skip: ReadonlySet<string> = new Set(),
): Fact[] {
  const facts: Fact[] = [];
  if (!isMap(map)) {
    if (map !== undefined && map !== null) facts.push(fact(prefix, map, options));
    return facts;
  }
  const stack: { readonly map: JsonMap; readonly prefix: string; readonly keys: readonly string[]; at: number }[] = [
    { map, prefix, keys: Object.keys(map), at: 0 },
  ];
  while (stack.length > 0 && facts.length < MOST) {
    const level = stack.at(-1)!;
    const key = level.keys[level.at++];
    if (key === undefined) {
      stack.pop();
      continue;
    }
    const path = level.prefix === '' ? key : `${level.prefix}.${key}`;
    if (skip.has(path)) continue;
    const value = level.map[key];
    if (isMap(value) && stack.length < DEEPEST && Object.keys(value).length > 0 && !isSecretKey(path)) {
      stack.push({ map: value, prefix: path, keys: Object.keys(value), at: 0 });
    } else facts.push(fact(path, value, options));
  }
  return facts;
}

/** Facts of a flat map: keys are shown as they are, whatever is nested becomes JSON text. */
export function flatFacts(prefix: string, map: unknown, options: FactOptions): Fact[] {
  if (!isMap(map)) return map === undefined || map === null ? [] : [fact(prefix || 'value', map, options)];
  return Object.keys(map)
    .slice(0, MOST)
    .map((key) => fact(prefix === '' ? key : `${prefix}.${key}`, map[key], options));
}

/** JSON text of a value of any depth and size: what is too deep or too much is written as `…`. */
function boundedJson(value: unknown, depth: number, budget: { left: number }, reveal: boolean): string {
  if (budget.left-- <= 0) return '"…"';
  if (typeof value === 'string') return JSON.stringify(reveal ? value : maskText(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth >= DEEPEST) return '"…"';
  if (Array.isArray(value)) {
    const items: string[] = [];
    for (const item of value) {
      if (budget.left <= 0) return `[${[...items, '"…"'].join(', ')}]`;
      items.push(boundedJson(item, depth + 1, budget, reveal));
    }
    return `[${items.join(', ')}]`;
  }
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (budget.left <= 0) return `{${[...members, '"…": "…"'].join(', ')}}`;
    const secret = !reveal && isSecret(key, member) && isSecretKey(key);
    members.push(`${JSON.stringify(key)}: ${secret ? `"${MASK}"` : boundedJson(member, depth + 1, budget, reveal)}`);
  }
  return `{${members.join(', ')}}`;
}
