import type { Expression, Value } from './expression';

/** What a filter is evaluated on. Whatever is asked, `undefined` means that it cannot be known from here; an empty list that there is none. */
export interface Subject {
  /** The values of a keyword at the level of the whole trace. */
  readonly values: (keyword: string) => readonly Value[] | undefined;
  readonly annotation: (key: string) => readonly Value[] | undefined;
  readonly services: () => readonly ServiceSubject[] | undefined;
  readonly edges: () => readonly EdgeSubject[] | undefined;
  /** @param cause `fault`, `error` or `responsetime` */
  readonly rootCauses: (cause: string) => readonly RootCause[] | undefined;
}

/** A service that took part, with what its segments in this trace say. */
export interface ServiceSubject {
  readonly names: readonly string[];
  /** '' when it has none; undefined when that cannot be known. */
  readonly type: string | undefined;
  /** The same. */
  readonly account: string | undefined;
  readonly values: (keyword: string) => readonly Value[] | undefined;
}

/** A call from one service to another. */
export interface EdgeSubject {
  readonly from: ServiceSubject;
  readonly to: ServiceSubject;
  /** What the calls on this edge say. */
  readonly values: (keyword: string) => readonly Value[] | undefined;
}

/** One root cause: the path of services to what went wrong, outermost first. Its shape is that of X-Ray's API. */
export interface RootCause {
  readonly services: readonly RootCauseService[];
}

export interface RootCauseService {
  readonly name: string;
  readonly names: readonly string[];
  readonly type: string;
  readonly account: string;
  readonly inferred: boolean;
  readonly entities: readonly RootCauseEntity[];
}

export interface RootCauseEntity {
  readonly name: string;
  readonly remote: boolean;
  /** Of response times: part of the root's time; undefined for other causes. */
  readonly coverage: number | undefined;
  readonly exceptions: readonly { readonly name: string; readonly message: string }[];
}

/** The filter of a group, by name or ARN; undefined when the group is not known here. */
export type FindGroup = (by: 'group.name' | 'group.arn', value: string) => GroupFilter | undefined;

export interface GroupFilter {
  /** undefined: every trace is in it. */
  readonly expression: Expression | undefined;
}
