import type {
  Comparison,
  EdgeTerm,
  Expression,
  JsonTerm,
  RootCauseTerm,
  ServiceName,
  ServiceTerm,
  Value,
} from './expression';
import { matchesJson } from './jsonRootCause';
import { rootCauseItems } from './rootCauseItems';
import type { FindGroup, ServiceSubject, Subject } from './subject';

/** `unknown`: what is at hand does not tell, X-Ray may. Never to be taken for `no`. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Groups whose filters name groups, before it is taken for a circle. */
const DEEPEST_GROUP = 8;

/**
 * Whether X-Ray would find this. Where the guide is silent, assumed: text is compared with its case; of several values (users, annotations) one
 * is enough; `!=` wants a value to be there and none to be equal; values of other types than what they are compared with are unlike.
 * @param findGroup filters of groups; without it `group.name` is unknown
 */
export function evaluate(expression: Expression, subject: Subject, findGroup?: FindGroup): Verdict {
  return verdictOf(expression, { subject, findGroup, groups: 0 });
}

/** The terms that cannot be told from here, in the order of the text: why a verdict is `unknown`. */
export function unknownTerms(expression: Expression, subject: Subject, findGroup?: FindGroup): readonly Expression[] {
  if (expression.kind === 'and' || expression.kind === 'or') {
    return expression.terms.flatMap((term) => unknownTerms(term, subject, findGroup));
  }
  if (expression.kind === 'not') return unknownTerms(expression.term, subject, findGroup);
  return evaluate(expression, subject, findGroup) === 'unknown' ? [expression] : [];
}

interface Trace {
  readonly subject: Subject;
  readonly findGroup: FindGroup | undefined;
  /** Groups within groups so far. */
  readonly groups: number;
}

/** What keywords are asked of: the trace, or what stands before the braces. */
interface Item {
  readonly values: (keyword: string) => readonly Value[] | undefined;
}

/** @param item undefined: at the level of the trace, where terms may be of any kind */
function verdictOf(expression: Expression, trace: Trace, item?: Item): Verdict {
  switch (expression.kind) {
    case 'and':
      return every(expression.terms, (term) => verdictOf(term, trace, item));
    case 'or':
      return some(expression.terms, (term) => verdictOf(term, trace, item));
    case 'not':
      return opposite(verdictOf(expression.term, trace, item));
    case 'keyword':
      return expression.keyword.startsWith('group.')
        ? inGroup(expression.keyword, expression, trace)
        : compared((item ?? trace.subject).values(expression.keyword), expression);
    case 'annotation':
      return item ? 'unknown' : compared(trace.subject.annotation(expression.key), expression);
    case 'service':
      return item ? 'unknown' : hasService(expression, trace);
    case 'edge':
      return item ? 'unknown' : hasEdge(expression, trace);
    case 'rootCause':
      return item ? 'unknown' : hasRootCause(expression, trace);
    case 'json':
      return item ? 'unknown' : hasJson(expression, trace);
  }
}

function every<T>(list: readonly T[], verdictOn: (one: T) => Verdict): Verdict {
  let result: Verdict = 'yes';
  for (const one of list) {
    const verdict = verdictOn(one);
    if (verdict === 'no') return 'no';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

function some<T>(list: readonly T[], verdictOn: (one: T) => Verdict): Verdict {
  let result: Verdict = 'no';
  for (const one of list) {
    const verdict = verdictOn(one);
    if (verdict === 'yes') return 'yes';
    if (verdict === 'unknown') result = 'unknown';
  }
  return result;
}

function opposite(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? 'unknown' : verdict === 'yes' ? 'no' : 'yes';
}

const verdict = (is: boolean): Verdict => (is ? 'yes' : 'no');

function compared(values: readonly Value[] | undefined, { operator, value }: Comparison): Verdict {
  if (values === undefined) return 'unknown';
  // Without a comparison: whether it is set; of a truth, whether it is true.
  if (operator === undefined || value === undefined) return verdict(values.some((one) => one !== false));
  switch (operator) {
    case '=':
      return verdict(values.includes(value));
    case '!=':
      return verdict(values.length > 0 && !values.includes(value));
    case '<':
      return verdict(values.some((one) => areNumbers(one, value) && one < value));
    case '<=':
      return verdict(values.some((one) => areNumbers(one, value) && one <= value));
    case '>':
      return verdict(values.some((one) => areNumbers(one, value) && one > value));
    case '>=':
      return verdict(values.some((one) => areNumbers(one, value) && one >= value));
    case 'CONTAINS':
      return verdict(values.some((one) => typeof one === 'string' && one.includes(String(value))));
    case 'BEGINSWITH':
      return verdict(values.some((one) => typeof one === 'string' && one.startsWith(String(value))));
    case 'ENDSWITH':
      return verdict(values.some((one) => typeof one === 'string' && one.endsWith(String(value))));
  }
}

function areNumbers(one: Value, other: Value): boolean {
  return typeof one === 'number' && typeof other === 'number';
}

function inGroup(by: string, { operator, value }: Comparison, trace: Trace): Verdict {
  if ((by !== 'group.name' && by !== 'group.arn') || operator === undefined || typeof value !== 'string')
    return 'unknown';
  const group = trace.groups < DEEPEST_GROUP ? trace.findGroup?.(by, value) : undefined;
  if (!group) return 'unknown';
  const isIn = group.expression ? verdictOf(group.expression, { ...trace, groups: trace.groups + 1 }) : 'yes';
  return operator === '!=' ? opposite(isIn) : isIn;
}

function hasService({ service, filter }: ServiceTerm, trace: Trace): Verdict {
  const services = trace.subject.services();
  if (!services) return 'unknown';
  return some(services, (one) => both(isNamed(one, service), () => filtered(filter, trace, one)));
}

function hasEdge({ from, to, filter }: EdgeTerm, trace: Trace): Verdict {
  const edges = trace.subject.edges();
  if (edges) {
    return some(edges, (edge) =>
      both(
        both(isNamed(edge.from, from), () => isNamed(edge.to, to)),
        () => filtered(filter, trace, edge),
      ),
    );
  }
  // Without edges it can still be known that one of the two did not take part.
  const services = trace.subject.services();
  if (!services) return 'unknown';
  const tookPart = (name: ServiceName): Verdict => some(services, (one) => isNamed(one, name));
  return both(
    both(tookPart(from), () => tookPart(to)),
    () => 'unknown',
  );
}

function hasRootCause({ cause, part, filter }: RootCauseTerm, trace: Trace): Verdict {
  const causes = trace.subject.rootCauses(cause);
  if (!causes) return 'unknown';
  return some(causes, (one) => {
    const items = rootCauseItems(one, part);
    return items ? some(items, (item) => filtered(filter, trace, item)) : 'unknown';
  });
}

function hasJson({ operator, text }: JsonTerm, { subject }: Trace): Verdict {
  const found = some(['fault', 'error', 'responsetime'], (cause) => {
    const causes = subject.rootCauses(cause);
    return causes ? verdict(matchesJson(text, causes)) : 'unknown';
  });
  return operator === '!=' ? opposite(found) : found;
}

function filtered(filter: Expression | undefined, trace: Trace, item: Item): Verdict {
  return filter ? verdictOf(filter, trace, item) : 'yes';
}

function both(first: Verdict, second: () => Verdict): Verdict {
  if (first === 'no') return 'no';
  const other = second();
  return other === 'no' ? 'no' : first === 'yes' ? other : 'unknown';
}

function isNamed({ names, type, account }: ServiceSubject, wanted: ServiceName | undefined): Verdict {
  if (!wanted || (wanted.name !== undefined && !names.includes(wanted.name))) return wanted ? 'no' : 'yes';
  return both(isLeftOutOr(wanted.type, type), () => isLeftOutOr(wanted.account, account));
}

function isLeftOutOr(wanted: string | undefined, actual: string | undefined): Verdict {
  if (wanted === undefined) return 'yes';
  return actual === undefined ? 'unknown' : verdict(actual === wanted);
}
