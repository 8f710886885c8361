import { attributesOf, resourceAttributesOf } from './attributes';
import { hasMembers, isMap, type JsonMap } from './json';
import { databaseOf, firstText, lowerCase, smallInteger, sqlVerb, statusOfHttp } from './readSegment';
import type { SpanRows } from './spanRows';
import { Mark, Status } from './trace';

/** The members of a span record (Transaction Search) or OTLP span the model reads. */
export interface SpanRecord {
  readonly traceId?: unknown;
  readonly spanId?: unknown;
  readonly parentSpanId?: unknown;
  readonly name?: unknown;
  readonly kind?: unknown;
  readonly startTimeUnixNano?: unknown;
  readonly endTimeUnixNano?: unknown;
  readonly durationNano?: unknown;
  readonly attributes?: unknown;
  readonly status?: unknown;
  readonly events?: unknown;
  readonly links?: unknown;
  readonly resource?: unknown;
}

/** `AWS::…` names of OpenTelemetry's `cloud.platform`, as the X-Ray exporter of the OpenTelemetry Collector maps them. */
const ORIGIN_OF_PLATFORM: ReadonlyMap<unknown, string> = new Map([
  ['aws_ec2', 'AWS::EC2::Instance'],
  ['aws_ecs', 'AWS::ECS::Container'],
  ['aws_eks', 'AWS::EKS::Container'],
  ['aws_lambda', 'AWS::Lambda::Function'],
  ['aws_elastic_beanstalk', 'AWS::ElasticBeanstalk::Environment'],
  ['aws_app_runner', 'AWS::AppRunner::Service'],
]);

/** Names of OTLP's numbers for `kind`; records of Transaction Search carry the name itself. */
const KINDS: readonly string[] = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** `SERVER`, `CLIENT`, … whatever form it was written in; '' when absent or unknown. */
export function kindName(kind: unknown): string {
  if (typeof kind === 'number') return KINDS[kind] ?? '';
  return typeof kind === 'string' ? kind.toUpperCase().replace(/^SPAN_KIND_/, '') : '';
}

/** `OK`, `ERROR` or 'UNSET' of a span's `status`, whatever form it was written in. */
export function statusName(status: unknown): 'OK' | 'ERROR' | 'UNSET' {
  const code = isMap(status) ? status['code'] : status;
  if (code === 2 || code === 'ERROR' || code === 'STATUS_CODE_ERROR') return 'ERROR';
  return code === 1 || code === 'OK' || code === 'STATUS_CODE_OK' ? 'OK' : 'UNSET';
}

/**
 * The status of a span: ERROR is a fault, or what a 4xx or 429 says it is; OK is ok; UNSET, the default nobody set, leaves it to the
 * HTTP status, as Application Signals counts it.
 */
export function statusOfSpan(status: unknown, httpStatus: number): Status {
  const name = statusName(status);
  if (name === 'OK') return Status.Ok;
  const byHttp = statusOfHttp(httpStatus);
  return name === 'ERROR' && byHttp === Status.Ok ? Status.Fault : byHttp;
}

/** Reads one span. `resource` is the envelope's, or the record's own. Attribute names: OpenTelemetry semantic conventions, old and new. */
export function readSpanRecord(
  rows: SpanRows,
  span: SpanRecord,
  resource: unknown,
  document: number,
  ordinal: number,
): number {
  const row = rows.add(document, ordinal, -1);
  const { table } = rows;
  let marks: number = Mark.OpenTelemetry;
  const { spanId, parentSpanId, name, links } = span;
  if (typeof spanId === 'string') rows.id[row] = lowerCase(spanId);
  else if (spanId !== undefined && spanId !== null) marks |= Mark.WrongType;
  // Some writers put zeros where there is no parent.
  if (typeof parentSpanId === 'string') rows.parentId[row] = /^0*$/.test(parentSpanId) ? '' : lowerCase(parentSpanId);
  else if (parentSpanId !== undefined && parentSpanId !== null) marks |= Mark.WrongType;
  if (typeof name === 'string' && name !== '') rows.name[row] = table.number(name);
  else
    marks |= name === undefined || name === null || name === '' ? Mark.NameMissing : Mark.NameMissing | Mark.WrongType;

  marks |= readTimes(rows, row, span);
  const attributes = attributesOf(span.attributes);
  marks |= readAttributes(rows, row, attributes, resourceAttributesOf(resource));
  if (hasMembers(attributes)) marks |= Mark.HasAnnotations;
  if (Array.isArray(links) && links.length > 0) marks |= Mark.HasLinks;
  if (exceptionEvents(span.events).length > 0) marks |= Mark.HasException;

  const kind = kindName(span.kind);
  if (attributes['rpc.system'] === 'aws-api' || attributes['rpc.system.name'] === 'aws-api') marks |= Mark.AwsCall;
  else if (kind === 'CLIENT' || kind === 'PRODUCER') marks |= Mark.RemoteCall;
  // Whether an INTERNAL span is its service's entry shows only when it is linked (`forest.ts`).
  if (kind === 'SERVER' || kind === 'CONSUMER') marks |= Mark.Segment;
  rows.status[row] = statusOfSpan(span.status, rows.httpStatus[row]!);
  rows.marks[row]! |= marks;
  return row;
}

function readTimes(rows: SpanRows, row: number, span: SpanRecord): number {
  const start = rows.times.nanos(span.startTimeUnixNano);
  const startMarks = rows.timeMarks();
  let end = rows.times.nanos(span.endTimeUnixNano);
  let endMarks = rows.timeMarks();
  if (Number.isNaN(end) && typeof span.durationNano === 'number' && span.durationNano > 0) {
    end = start + span.durationNano;
    endMarks = startMarks | Mark.TimeRepaired;
  }
  rows.setTimes(row, start, startMarks, end, endMarks);
  // A record without an end is what a span looks like that still runs.
  return Number.isNaN(end) && !Number.isNaN(start) ? Mark.InProgress : 0;
}

function readAttributes(rows: SpanRows, row: number, of: JsonMap, resource: JsonMap): number {
  const { table } = rows;
  const text = (...values: readonly unknown[]): number => {
    for (const value of values) {
      const first = firstText(value);
      if (first !== '') return table.number(first);
    }
    return 0;
  };
  rows.service[row] = text(resource['service.name'], of['aws.local.service'], of['service.name']);
  rows.origin[row] =
    text(of['aws.xray.origin'], of['PlatformType']) ||
    table.number(ORIGIN_OF_PLATFORM.get(resource['cloud.platform']) ?? '');
  rows.method[row] = text(of['http.request.method'], of['http.method']);
  rows.url[row] = text(of['url.full'], of['http.url'], of['url.path'], of['http.target'], of['http.route']);
  rows.httpStatus[row] = smallInteger(of['http.response.status_code'] ?? of['http.status_code']);
  rows.retries[row] = smallInteger(of['retry_attempts'] ?? of['http.request.resend_count']);
  const statement = firstText(of['db.query.text']) || firstText(of['db.statement']);
  rows.operation[row] =
    text(of['rpc.method'], of['db.operation.name'], of['db.operation'], of['messaging.operation.name']) ||
    table.number(sqlVerb(statement));
  rows.resource[row] =
    text(
      of['aws.dynamodb.table_names'],
      of['aws.s3.bucket'],
      of['faas.invoked_name'],
      of['messaging.destination.name'],
      of['db.namespace'],
      of['db.name'],
      of['aws.remote.resource.identifier'],
    ) || table.number(databaseOf(firstText(of['db.connection_string'])));
  return statement === '' && of['db.system'] === undefined && of['db.system.name'] === undefined ? 0 : Mark.HasSql;
}

const NO_EVENTS: readonly JsonMap[] = [];

/** The `exception` events of a span, in document order. */
export function exceptionEvents(events: unknown): readonly JsonMap[] {
  if (!Array.isArray(events) || events.length === 0) return NO_EVENTS;
  return events.filter((event): event is JsonMap => isMap(event) && event['name'] === 'exception');
}
