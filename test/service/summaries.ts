import { createHash } from 'node:crypto';
import type { Context, Operation } from './context';
import { secondsOf, stringOf, type StoredDocument } from './document';
import { withDescendants } from './embed';
import type { StoredTrace } from './store';
import { invalidRequest, isObject, optionalEnum, optionalString, requiredTime, type JsonObject } from './wire';

/** Assumed for GetTraceSummaries; GetServiceGraph is known to refuse longer ranges with this sentence. */
const LONGEST_RANGE_SECONDS = 6 * 3600;

/**
 * GetTraceSummaries: indexed traces of the half-open range, newest first unless told otherwise. Filter expressions are refused: answering
 * without evaluating them would be a lie. `Sampling` is accepted and samples nothing.
 */
export const getTraceSummaries: Operation = (input, context) => {
  const from = requiredTime(input, 'StartTime');
  const to = requiredTime(input, 'EndTime');
  if (to <= from) throw invalidRequest('EndTime must be after StartTime');
  if (to - from > LONGEST_RANGE_SECONDS) throw invalidRequest('Time range cannot be longer than 6 hours');
  const type = optionalEnum(input, 'TimeRangeType', ['TraceId', 'Event', 'Service']) ?? 'TraceId';
  const filter = optionalString(input, 'FilterExpression');
  if (filter?.trim()) throw invalidRequest('This service does not evaluate filter expressions');

  const found = context.store
    .all()
    .filter((trace) => trace.indexed && isInside(trace, type, from, to))
    .toSorted((a, b) => idSecond(b) - idSecond(a) || (b.start ?? 0) - (a.start ?? 0));
  const isScattered = context.options.summaryOrder === 'scattered';
  return page(isScattered ? scatter(found) : found, input, from, context);
};

function page(found: readonly StoredTrace[], input: JsonObject, from: number, context: Context): JsonObject {
  const { summaryPageSize = 50, emptyPages = 0 } = context.options;
  const position = context.tokens.position('GetTraceSummaries', input);
  // Positions count empty pages too: each page of results stands behind `emptyPages` pages without any.
  const pages = Math.max(1, Math.ceil(found.length / summaryPageSize)) * (emptyPages + 1);
  const number = Math.floor(position / (emptyPages + 1));
  const isEmpty = position % (emptyPages + 1) < emptyPages;
  const first = number * summaryPageSize;
  const traces = isEmpty ? [] : found.slice(first, first + summaryPageSize);
  const next = position + 1 < pages ? context.tokens.issue('GetTraceSummaries', input, position + 1) : undefined;
  const oldest = traces.at(-1) ?? (isEmpty ? found[first] : undefined);
  return {
    TraceSummaries: traces.map(summarize),
    ApproximateTime: oldest && next !== undefined ? (oldest.start ?? idSecond(oldest)) : from,
    TracesProcessedCount: traces.length,
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

/** The same mixed-up order every time, so that pages fit together. */
function scatter(traces: readonly StoredTrace[]): StoredTrace[] {
  return traces.toSorted((a, b) => (mixed(a) < mixed(b) ? -1 : 1));
}

function mixed({ id }: StoredTrace): string {
  return createHash('sha256').update(id).digest('hex');
}

function isInside(trace: StoredTrace, type: 'TraceId' | 'Event' | 'Service', from: number, to: number): boolean {
  const inRange = (second: number): boolean => second >= from && second < to;
  if (type === 'TraceId') return inRange(idSecond(trace));
  if (type === 'Service') return trace.documents.some(({ end }) => end !== undefined && inRange(end));
  return trace.start !== undefined && trace.start < to && (trace.end ?? trace.start) >= from;
}

/** The second written in the ID, which is the trace's start by default. */
function idSecond({ id }: StoredTrace): number {
  return Number.parseInt(id.slice(2, 10), 16);
}

function summarize(trace: StoredTrace): JsonObject {
  const segments = trace.documents.filter(({ kind }) => kind === 'segment');
  const root = rootOf(segments) ?? trace.documents[0];
  const value = root?.value ?? {};
  const nodes = segments.flatMap((segment) => withDescendants(segment.value));
  return {
    Id: trace.id,
    StartTime: trace.start ?? idSecond(trace),
    Duration: trace.duration,
    ResponseTime: root?.start !== undefined && root.end !== undefined ? round(root.end - root.start) : undefined,
    HasFault: value['fault'] === true,
    HasError: value['error'] === true,
    HasThrottle: nodes.some((node) => node['throttle'] === true),
    IsPartial: segments.some(({ end }) => end === undefined) || hasMissingParent(segments, nodes),
    Http: httpOf(value),
    Annotations: annotationsOf(nodes, segments),
    Users: segments
      .filter((segment) => segment.value['user'] !== undefined)
      .map((segment) => ({ UserName: segment.value['user'], ServiceIds: [serviceId(segment)] })),
    ServiceIds: segments.map(serviceId),
    ResourceARNs: segments.flatMap(({ value: { resource_arn: ARN } }) => (typeof ARN === 'string' ? [{ ARN }] : [])),
    InstanceIds: [],
    AvailabilityZones: [],
    EntryPoint: root ? serviceId(root) : undefined,
    FaultRootCauses: [],
    ErrorRootCauses: [],
    ResponseTimeRootCauses: [],
    Revision: 1,
    MatchedEventTime: trace.start,
  };
}

function rootOf(segments: readonly StoredDocument[]): StoredDocument | undefined {
  const roots = segments.filter(({ parentId }) => parentId === '');
  return roots.toSorted((a, b) => (a.start ?? 0) - (b.start ?? 0))[0];
}

function hasMissingParent(segments: readonly StoredDocument[], nodes: readonly JsonObject[]): boolean {
  const ids = new Set(nodes.map((node) => node['id']));
  return segments.some(({ parentId }) => parentId !== '' && !ids.has(parentId));
}

function serviceId({ value }: StoredDocument): JsonObject {
  const aws = isObject(value['aws']) ? value['aws'] : {};
  const name = stringOf(value['name']);
  return { Name: name, Names: [name], AccountId: aws['account_id'], Type: value['origin'] };
}

function httpOf(value: JsonObject): JsonObject {
  const http = isObject(value['http']) ? value['http'] : {};
  const request = isObject(http['request']) ? http['request'] : {};
  const response = isObject(http['response']) ? http['response'] : {};
  return {
    HttpURL: request['url'],
    HttpStatus: secondsOf(response['status']),
    HttpMethod: request['method'],
    UserAgent: request['user_agent'],
    ClientIp: request['client_ip'],
  };
}

function annotationsOf(nodes: readonly JsonObject[], segments: readonly StoredDocument[]): JsonObject {
  const annotations: Record<string, JsonObject[]> = Object.create(null) as Record<string, JsonObject[]>;
  const ServiceIds = segments.slice(0, 1).map(serviceId);
  for (const node of nodes) {
    if (!isObject(node['annotations'])) continue;
    for (const [key, value] of Object.entries(node['annotations'])) {
      (annotations[key] ??= []).push({ AnnotationValue: annotationValue(value), ServiceIds });
    }
  }
  return annotations;
}

function annotationValue(value: unknown): JsonObject {
  if (typeof value === 'number') return { NumberValue: value };
  if (typeof value === 'boolean') return { BooleanValue: value };
  return { StringValue: String(value) };
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;
