import { secondsOf, stringOf, type StoredDocument } from './document';
import { withDescendants } from './embed';
import { rootCausesOf } from './rootCauses';
import type { StoredTrace } from './store';
import { isObject, type JsonObject } from './wire';

/** One segment of a trace with its subsegments, and its service: one object for all segments of a service. */
export interface SummarisedSegment {
  readonly document: StoredDocument;
  /** The segment and everything nested in it. */
  readonly nodes: readonly JsonObject[];
  readonly service: JsonObject;
}

/** Worked out once per change of a trace: a search looks at all of them. */
const worked = new WeakMap<StoredTrace['contents'], JsonObject>();

/** A `TraceSummary` as GetTraceSummaries answers it, with everything that follows from the trace's documents. */
export function summaryOf(trace: StoredTrace): JsonObject {
  const summary = worked.get(trace.contents) ?? workOut(trace);
  worked.set(trace.contents, summary);
  return summary;
}

function workOut(trace: StoredTrace): JsonObject {
  const services = new Map<string, JsonObject>();
  const segments: SummarisedSegment[] = [];
  for (const document of trace.documents) {
    if (document.kind !== 'segment') continue;
    const key = JSON.stringify(serviceId(document));
    const service = services.get(key) ?? serviceId(document);
    services.set(key, service);
    segments.push({ document, nodes: withDescendants(document.value), service });
  }
  const root = rootOf(segments);
  const value = root?.document.value ?? trace.documents[0]?.value ?? {};
  const nodes = segments.flatMap((segment) => segment.nodes);
  return {
    Id: trace.id,
    StartTime: trace.start ?? trace.second,
    Duration: trace.duration,
    ResponseTime: root && responseTime(root.document),
    HasFault: value['fault'] === true,
    HasError: value['error'] === true,
    HasThrottle: nodes.some((node) => node['throttle'] === true),
    IsPartial: segments.some(({ document }) => document.end === undefined) || hasMissingParent(segments, nodes),
    Http: httpOf(value),
    Annotations: annotationsOf(segments),
    Users: usersOf(segments),
    ServiceIds: [...services.values()],
    ResourceARNs: named('ARN', segments, ({ value: { resource_arn: arn } }) => arn),
    InstanceIds: named('Id', segments, (document) => ec2Of(document)['instance_id']),
    AvailabilityZones: named('Name', segments, (document) => ec2Of(document)['availability_zone']),
    EntryPoint: root?.service,
    ...rootCausesOf(segments, root),
    Revision: trace.revision,
  };
}

function rootOf(segments: readonly SummarisedSegment[]): SummarisedSegment | undefined {
  const roots = segments.filter(({ document }) => document.parentId === '');
  return roots.toSorted((a, b) => (a.document.start ?? 0) - (b.document.start ?? 0))[0] ?? segments[0];
}

function responseTime({ start, end }: StoredDocument): number | undefined {
  return start === undefined || end === undefined ? undefined : Math.round((end - start) * 1000) / 1000;
}

function hasMissingParent(segments: readonly SummarisedSegment[], nodes: readonly JsonObject[]): boolean {
  const ids = new Set(nodes.map((node) => node['id']));
  return segments.some(({ document: { parentId } }) => parentId !== '' && !ids.has(parentId));
}

function serviceId({ value }: StoredDocument): JsonObject {
  const aws = isObject(value['aws']) ? value['aws'] : {};
  const name = stringOf(value['name']);
  return { Name: name, Names: [name], AccountId: aws['account_id'], Type: value['origin'] };
}

function ec2Of({ value }: StoredDocument): JsonObject {
  const aws = isObject(value['aws']) ? value['aws'] : {};
  return isObject(aws['ec2']) ? aws['ec2'] : {};
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

/** Key → one entry per value, each with the services that set it. */
function annotationsOf(segments: readonly SummarisedSegment[]): JsonObject {
  const annotations = Object.create(null) as Record<
    string,
    { AnnotationValue: JsonObject; ServiceIds: JsonObject[] }[]
  >;
  for (const { nodes, service } of segments) {
    for (const node of nodes) {
      if (!isObject(node['annotations'])) continue;
      for (const [key, value] of Object.entries(node['annotations'])) {
        const AnnotationValue = annotationValue(value);
        const entries = (annotations[key] ??= []);
        const same = entries.find((entry) => isSame(entry.AnnotationValue, AnnotationValue));
        if (!same) entries.push({ AnnotationValue, ServiceIds: [service] });
        else if (!same.ServiceIds.includes(service)) same.ServiceIds.push(service);
      }
    }
  }
  return annotations;
}

function annotationValue(value: unknown): JsonObject {
  if (typeof value === 'number') return { NumberValue: value };
  if (typeof value === 'boolean') return { BooleanValue: value };
  return { StringValue: String(value) };
}

function usersOf(segments: readonly SummarisedSegment[]): JsonObject[] {
  const users = new Map<string, Set<JsonObject>>();
  for (const { document, service } of segments) {
    const user = stringOf(document.value['user']);
    if (user) users.set(user, (users.get(user) ?? new Set()).add(service));
  }
  return [...users].map(([UserName, ServiceIds]) => ({ UserName, ServiceIds: [...ServiceIds] }));
}

/** A list of objects with one member, each value once. */
function named(
  member: string,
  segments: readonly SummarisedSegment[],
  read: (document: StoredDocument) => unknown,
): JsonObject[] {
  const values = segments.map(({ document }) => read(document)).filter((value) => typeof value === 'string');
  return [...new Set(values)].map((value) => ({ [member]: value }));
}

const isSame = (one: JsonObject, other: JsonObject): boolean => JSON.stringify(one) === JSON.stringify(other);
