/** Typed arrays that survive the crossing between host and page. */
const ALLOWED = [Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array];

/**
 * Says what in a message would not arrive as it was sent: messages pass `JSON.stringify`, typed arrays travel as their whole buffer.
 * For development and tests; walks everything, without recursion.
 * @throws TypeError naming the path, e.g. `trace.spans.start: a view of 80 bytes into a buffer of 4096`
 */
export function checkWire(message: unknown): void {
  const open: { readonly path: string; readonly value: unknown }[] = [{ path: 'message', value: message }];
  const seen = new Set<object>();
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value } = next;
    const trouble = troubleOf(value);
    if (trouble) throw new TypeError(`${path}: ${trouble}`);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (seen.has(value)) continue;
    seen.add(value);
    for (const [key, child] of Object.entries(value)) open.push({ path: `${path}.${key}`, value: child });
  }
}

function troubleOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : `${value} becomes null`;
    case 'object':
      return value === null ? undefined : troubleOfObject(value);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      return `${typeof value} does not cross`;
  }
}

function troubleOfObject(value: object): string | undefined {
  if (ArrayBuffer.isView(value)) {
    if (!ALLOWED.some((type) => value instanceof type)) return `${value.constructor.name} is not used on the wire`;
    const { byteLength, buffer } = value;
    return byteLength === buffer.byteLength
      ? undefined
      : `a view of ${byteLength} bytes into a buffer of ${buffer.byteLength}`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain ? undefined : `${value.constructor.name} is no plain object`;
}
