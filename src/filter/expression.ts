/** Where something stands in the text of a filter expression: UTF-16 offsets, `end` exclusive. */
export interface Placed {
  readonly start: number;
  readonly end: number;
}

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'CONTAINS' | 'BEGINSWITH' | 'ENDSWITH';
export type Value = string | number | boolean;

/** `operator` and `value` come together; without them the expression asks whether the field is set, or true. */
export interface Comparison {
  readonly operator: Operator | undefined;
  readonly value: Value | undefined;
}

/** Names a service: `"orders"`, or `id(name: "orders", type: "AWS::Lambda::Function")`. What is undefined may be anything. */
export interface ServiceName {
  /** Written as `id(…)`. */
  readonly isId: boolean;
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly account: string | undefined;
}

/**
 * An X-Ray filter expression. Parentheses leave no trace: they are where printing needs them. At most `DEEPEST` levels deep, so that
 * whoever walks it may recurse.
 */
export type Expression =
  | AllOf
  | AnyOf
  | Negation
  | KeywordTerm
  | AnnotationTerm
  | ServiceTerm
  | EdgeTerm
  | RootCauseTerm
  | JsonTerm;

/** Two or more terms. */
export interface AllOf extends Placed {
  readonly kind: 'and';
  readonly terms: readonly Expression[];
}

/** Two or more terms. */
export interface AnyOf extends Placed {
  readonly kind: 'or';
  readonly terms: readonly Expression[];
}

export interface Negation extends Placed {
  readonly kind: 'not';
  readonly term: Expression;
}

/** `fault`, `duration > 5`, `http.url CONTAINS "/orders"`, `group.name = "checkout"`, and keywords nobody knows. */
export interface KeywordTerm extends Placed, Comparison {
  readonly kind: 'keyword';
  /** In lower case; aliases are resolved. */
  readonly keyword: string;
}

/** `annotation.tenant = "acme"`, `annotation[service.tier]`. */
export interface AnnotationTerm extends Placed, Comparison {
  readonly kind: 'annotation';
  readonly key: string;
}

/** `service("orders") { fault }`; `service()` is any service. */
export interface ServiceTerm extends Placed {
  readonly kind: 'service';
  readonly service: ServiceName | undefined;
  /** What must hold of the service's segments in that trace. */
  readonly filter: Expression | undefined;
}

/** `edge("orders", "payments") { error }`. */
export interface EdgeTerm extends Placed {
  readonly kind: 'edge';
  readonly from: ServiceName;
  readonly to: ServiceName;
  readonly filter: Expression | undefined;
}

/** `rootcause.fault.exception { message CONTAINS "denied" }`. */
export interface RootCauseTerm extends Placed {
  readonly kind: 'rootCause';
  /** `fault`, `error`, `responsetime`, or what nobody knows, in lower case. */
  readonly cause: string;
  /** `service`, `entity`, `exception`, or what nobody knows, in lower case. */
  readonly part: string;
  readonly filter: Expression | undefined;
}

/** `rootcause.json = #[{ "Services": [{ "Name": "orders" }] }]`. */
export interface JsonTerm extends Placed {
  readonly kind: 'json';
  readonly operator: '=' | '!=';
  /** The JSON as written, without `#`. */
  readonly text: string;
}

/** Levels an expression may have. X-Ray's own limit is not known; nobody writes a tenth of this. */
export const DEEPEST = 300;
/** Characters beyond which X-Ray may refuse an expression: an older page of the API reference says so. */
export const LONGEST = 2000;
