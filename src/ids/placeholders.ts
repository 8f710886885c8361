import type { TraceId } from '../model/traceId';

/** Who prints an ID that nobody's service ever recorded. */
export type PlaceholderOrigin = 'aws' | 'w3c' | 'b3' | 'opentelemetry' | 'example';

/**
 * IDs of examples, in X-Ray form. Sources: X-Ray developer guide (tracing header, segment documents, GetTraceSummaries and
 * BatchGetTraces), Elastic Load Balancing and Lambda guides; W3C Trace Context; openzipkin/b3-propagation; OTLP examples.
 */
const KNOWN: ReadonlyMap<TraceId, PlaceholderOrigin> = new Map([
  ['1-5759e988-bd862e3fe1be46a994272793', 'aws'],
  ['1-581cf771-a006649127e371903a2de979', 'aws'],
  ['1-5828d9f2-a90669393f4343211bc1cf75', 'aws'],
  ['1-58337364-23a8c76965a2ef7629b185e3', 'aws'],
  ['1-58337281-1d84f3d73c47ec4e58577259', 'aws'],
  ['1-594aed87-ad72e26896b3f9d3a27054bb', 'aws'],
  ['1-59602603-23fc5b688855d396af79b496', 'aws'],
  ['1-59602606-a43a1ac52fc7ee0eea12a82c', 'aws'],
  ['1-5bdb40ca-556d8b0c50dc66f0511bf520', 'aws'],
  ['1-5d82881a-0a9126e92a73e971eed891b9', 'aws'],
  ['1-5d02e5ca-f5792818b6fe8368e5b51d50', 'aws'],
  ['1-62be1272-1b71c4274f39f122afa64eab', 'aws'],
  ['1-63441c4a-abcdef012345678912345678', 'aws'],
  ['1-67891233-abcdef012345678912345678', 'aws'],
  ['1-4bf92f35-77b34da6a3ce929d0e0e4736', 'w3c'],
  ['1-0af76519-16cd43dd8448eb211c80319c', 'w3c'],
  ['1-80f198ee-56343ba864fe8b2a57d3eff7', 'b3'],
  ['1-463ac35c-9f6413ad48485a3953bb6124', 'b3'],
  ['1-5b8efff7-98038103d269b633813fc60c', 'opentelemetry'],
]);

/** Counting digits and short patterns over and over: typed by a person. */
const TYPED = [/0123456789abcdef/, /123456789abcdef0/, /^(.{1,12})\1+$/];
/** AWS writes `xmpl` into the IDs of its examples, so that they cannot be meant. */
const AWS_MARK = /xmpl/i;

/**
 * Whether an ID is one of an example and not of a request: printed in documentation, or typed by a person.
 * @param text a trace ID in X-Ray form, or what somebody took for one
 * @returns whose example it is; undefined for an ID as any other
 */
export function placeholderOrigin(text: string): PlaceholderOrigin | undefined {
  const known = KNOWN.get(text.toLowerCase());
  if (known) return known;
  if (AWS_MARK.test(text)) return 'aws';
  const random = /^1-[0-9a-f]{8}-([0-9a-f]{24})$/i.exec(text)?.[1]?.toLowerCase();
  return random !== undefined && TYPED.some((pattern) => pattern.test(random)) ? 'example' : undefined;
}

/** Has the length of an ID; letters that are no digits make it none. */
const NEARLY_ID = /(?<![\w-])1-[0-9a-z]{8}-[0-9a-z]{20,28}(?![\w-])/gi;

/** An ID of AWS's examples in a text, as written there: no trace ID, as it holds `xmpl`, but meant to look like one. */
export function placeholderIn(text: string): string | undefined {
  return text.match(NEARLY_ID)?.find((word) => AWS_MARK.test(word));
}
