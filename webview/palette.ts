import type { SpanColumns } from '../src/model/trace';
import type { StringIndex } from '../src/model/units';

/** Number of service colours in the style sheet (`--service-0` …); a ninth service starts over. */
export const SERVICE_COLOURS = 8;

/** Colour of each service by its string index. Assigned in order of first appearance: hashing makes neighbours collide. */
export function serviceColours(services: readonly StringIndex[]): ReadonlyMap<StringIndex, number> {
  return new Map(services.map((service, order) => [service, order % SERVICE_COLOURS]));
}

/** Colour number of a span's bar. */
export function colourOf(colours: ReadonlyMap<StringIndex, number>, spans: SpanColumns, span: number): number {
  return colours.get(spans.service[span]!) ?? 0;
}
