import type { Value } from './expression';
import type { ServiceSubject, Subject } from './subject';

/** What is asked of a trace summary (`TraceSummary`; milliseconds there, seconds in filters). */
export interface SummaryFacts {
  readonly duration: number | undefined;
  readonly responseTime: number | undefined;
  readonly fault: boolean;
  readonly error: boolean;
  readonly throttle: boolean;
  readonly partial: boolean;
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly httpStatus: number;
  readonly clientIp: string;
  readonly userAgent: string;
  readonly users: readonly string[];
  readonly services: readonly { readonly name: string; readonly type: string }[];
  readonly annotations: ReadonlyMap<string, readonly Value[]>;
  readonly rootCauses: readonly { readonly of: 'fault' | 'error' | 'responseTime' }[];
}

const NONE: readonly Value[] = [];
const TRUE: readonly Value[] = [true];
const FALSE: readonly Value[] = [false];

/**
 * A summary as filters see it. It knows what concerns the whole trace and which services took part; not what a single service did, nor the
 * edges, zones, instances and resources.
 * @param isWhole the summary comes from GetTraceSummaries, so that what it lacks the trace lacks; otherwise that is unknown
 */
export function summarySubject(summary: SummaryFacts, isWhole = true): Subject {
  const absent = isWhole ? NONE : undefined;
  let services: readonly ServiceSubject[] | undefined;
  return {
    values: (keyword) => valuesOf(summary, keyword, absent),
    annotation: (key) => summary.annotations.get(key) ?? absent,
    services: () => {
      if (summary.services.length > 0) services ??= summary.services.map((one) => serviceOf(one, summary));
      return services;
    },
    edges: () => undefined,
    rootCauses: (cause) => {
      if (!['fault', 'error', 'responsetime'].includes(cause)) return undefined;
      const isThere = summary.rootCauses.some((one) => one.of.toLowerCase() === cause);
      return isThere || !isWhole ? undefined : [];
    },
  };
}

function valuesOf(
  summary: SummaryFacts,
  keyword: string,
  absent: readonly Value[] | undefined,
): readonly Value[] | undefined {
  switch (keyword) {
    case 'fault':
      return truth(summary.fault);
    case 'error':
      return truth(summary.error);
    case 'throttle':
      return truth(summary.throttle);
    case 'partial':
      return truth(summary.partial);
    case 'ok':
      return truth(!summary.fault && !summary.error && (summary.httpStatus === 0 || isSuccess(summary.httpStatus)));
    case 'duration':
      return seconds(summary.duration);
    case 'responsetime':
      return seconds(summary.responseTime);
    case 'http.status':
      return summary.httpStatus === 0 ? absent : [summary.httpStatus];
    case 'http.url':
      return given(summary.url, absent);
    case 'http.method':
      return given(summary.method, absent);
    case 'http.clientip':
      return given(summary.clientIp, absent);
    case 'http.useragent':
      return given(summary.userAgent, absent);
    case 'user':
      return summary.users.length > 0 ? summary.users : absent;
    case 'name':
      return summary.services.length > 0 ? summary.services.map(({ name }) => name) : undefined;
    case 'type':
      // One whose type is not known may be of any.
      return summary.services.length > 0 && summary.services.every(({ type }) => type !== '')
        ? summary.services.map(({ type }) => type)
        : undefined;
    default:
      return undefined;
  }
}

function serviceOf({ name, type }: SummaryFacts['services'][number], summary: SummaryFacts): ServiceSubject {
  return {
    names: [name],
    type: type || undefined,
    account: undefined,
    values: (keyword) => {
      if (keyword === 'name') return [name];
      if (keyword === 'type') return type === '' ? undefined : [type];
      // Several nodes may carry the entry's name; one that does not is not the root.
      if (keyword === 'root') return summary.name !== '' && name !== summary.name ? FALSE : undefined;
      return undefined;
    },
  };
}

/** 2xx */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function truth(is: boolean): readonly Value[] {
  return is ? TRUE : FALSE;
}

function seconds(milliseconds: number | undefined): readonly Value[] | undefined {
  return milliseconds === undefined ? undefined : [milliseconds / 1000];
}

function given(text: string, absent: readonly Value[] | undefined): readonly Value[] | undefined {
  return text === '' ? absent : [text];
}
