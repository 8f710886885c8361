/** Carries messages with typed arrays over HTTP: a JSON text with places for the arrays, followed by their bytes. Runs at both ends. */

const TYPES = { Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array };
type TypeName = keyof typeof TYPES;
type Typed = InstanceType<(typeof TYPES)[TypeName]>;

interface Place {
  readonly $typed: TypeName;
  /** Bytes from the start of the arrays' part. */
  readonly at: number;
  readonly length: number;
}

/** 4 bytes: length of the JSON in bytes · the JSON, filled up to 8 · the arrays, each filled up to 8. */
export function encodeFrame(messages: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const arrays: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  let end = 0;
  const json = JSON.stringify(messages, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const typed = value as Typed;
    const place: Place = { $typed: typed.constructor.name as TypeName, at: end, length: typed.length };
    arrays.push({ at: end, bytes: new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength) });
    end += padded(typed.byteLength);
    return place;
  });
  const text = new TextEncoder().encode(json);
  const start = padded(4 + text.byteLength);
  const frame = new Uint8Array(start + end);
  new DataView(frame.buffer).setUint32(0, text.byteLength);
  frame.set(text, 4);
  for (const { at, bytes } of arrays) frame.set(bytes, start + at);
  return frame;
}

export function decodeFrame(frame: ArrayBuffer): unknown[] {
  const length = new DataView(frame).getUint32(0);
  const start = padded(4 + length);
  const json = new TextDecoder().decode(new Uint8Array(frame, 4, length));
  return JSON.parse(json, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$typed' in value)) return value;
    const { $typed, at, length } = value as Place;
    const size = TYPES[$typed].BYTES_PER_ELEMENT * length;
    return new TYPES[$typed](frame.slice(start + at, start + at + size));
  }) as unknown[];
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
