import { QuerySyntaxError, tokensOf, type Token } from './logsTokens';

/** One log event: its fields by name, nested ones with dots. */
export type Event = ReadonlyMap<string, string | number | boolean>;

/** What a filter or an expression of `fields` is made of. */
export type Expression =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'call'; readonly name: string; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'like'; readonly left: Expression; readonly text: string; readonly pattern: RegExp | undefined }
  | { readonly kind: 'in'; readonly left: Expression; readonly list: readonly Expression[] };

/** A query, compiled: the part of Logs Insights' language that span searches use. */
export interface CompiledQuery {
  /** Field → the expression that makes it, in the order of the results. */
  readonly shown: readonly { readonly name: string; readonly value: Expression }[];
  readonly filters: readonly Expression[];
  readonly sort: readonly { readonly value: Expression; readonly isDescending: boolean }[];
  readonly dedup: readonly string[];
  readonly limit: number;
  /** The query names its log groups itself. */
  readonly hasSource: boolean;
}

/** Source: CloudWatch Logs guide, `limit`. */
const DEFAULT_LIMIT = 10_000;
export const MOST_ROWS = 10_000;

/** Compiles a query. Throws QuerySyntaxError with the place of what cannot be read. */
export function compileQuery(text: string): CompiledQuery {
  const reader = new Reader(tokensOf(text));
  return reader.query();
}

/** The rows of a query, in order: every field with its value as text. Events come oldest first. */
export function runQuery(query: CompiledQuery, events: readonly Event[]): Map<string, string>[] {
  let matched = events.filter((event) => query.filters.every((filter) => isTrue(valueOf(filter, event))));
  // Without an order of its own, the newest come first. Assumed.
  matched = query.sort.length === 0 ? matched.toReversed() : matched.toSorted((a, b) => compareBy(query.sort, a, b));
  if (query.dedup.length > 0) {
    const seen = new Set<string>();
    matched = matched.filter((event) => {
      const key = query.dedup.map((name) => String(event.get(name) ?? '')).join('\n');
      return !seen.has(key) && seen.add(key);
    });
  }
  return matched.slice(0, query.limit).map((event) => {
    const row = new Map<string, string>();
    for (const { name, value } of query.shown) {
      const shown = valueOf(value, event);
      if (shown !== undefined) row.set(name, String(shown));
    }
    row.set('@ptr', `ptr-${String(event.get('@ptr'))}`);
    return row;
  });
}

/** How many events match, before any limit. */
export function countMatches(query: CompiledQuery, events: readonly Event[]): number {
  return events.filter((event) => query.filters.every((filter) => isTrue(valueOf(filter, event)))).length;
}

type Value = string | number | boolean | undefined;

function valueOf(expression: Expression, event: Event): Value {
  switch (expression.kind) {
    case 'field':
      return event.get(expression.name);
    case 'text':
      return expression.text;
    case 'number':
      return expression.number;
    case 'not':
      return !isTrue(valueOf(expression.part, event));
    case 'and':
      return expression.parts.every((part) => isTrue(valueOf(part, event)));
    case 'or':
      return expression.parts.some((part) => isTrue(valueOf(part, event)));
    case 'compare':
      return compare(expression.operator, valueOf(expression.left, event), valueOf(expression.right, event));
    case 'in':
      return expression.list.some((one) => compare('=', valueOf(expression.left, event), valueOf(one, event)));
    case 'like': {
      const value = valueOf(expression.left, event);
      if (value === undefined) return false;
      return expression.pattern ? expression.pattern.test(String(value)) : String(value).includes(expression.text);
    }
    case 'call':
      return call(expression.name, expression.parts, event);
  }
}

function call(name: string, parts: readonly Expression[], event: Event): Value {
  const [first, second] = parts.map((part) => valueOf(part, event));
  switch (name) {
    case 'ispresent':
      return first !== undefined;
    case 'coalesce':
      return parts.map((part) => valueOf(part, event)).find((value) => value !== undefined);
    case 'strcontains':
      return first !== undefined && String(first).includes(String(second ?? '')) ? 1 : 0;
    default:
      return undefined;
  }
}

/** Numbers compare as numbers where both sides are some, else as text. Assumed: a field that is not there equals nothing. */
function compare(operator: string, left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return false;
  const [a, b] = [Number(left), Number(right)];
  const isNumeric = typeof right === 'number' && String(left).trim() !== '' && !Number.isNaN(a);
  const order = isNumeric ? a - b : String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function compareBy(sort: CompiledQuery['sort'], a: Event, b: Event): number {
  for (const { value, isDescending } of sort) {
    const [x, y] = [valueOf(value, a), valueOf(value, b)];
    if (x === y) continue;
    const isLess =
      x === undefined || (y !== undefined && (typeof x === 'number' ? x < Number(y) : String(x) < String(y)));
    return isLess === isDescending ? 1 : -1;
  }
  return 0;
}

function isTrue(value: Value): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

const FUNCTIONS: ReadonlySet<string> = new Set(['ispresent', 'coalesce', 'strcontains']);
const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

class Reader {
  private at = 0;
  private readonly shown: { name: string; value: Expression }[] = [];
  private readonly filters: Expression[] = [];
  private readonly sort: { value: Expression; isDescending: boolean }[] = [];
  private dedup: string[] = [];
  private limit = DEFAULT_LIMIT;
  private hasSource = false;

  constructor(private readonly tokens: readonly Token[]) {}

  query(): CompiledQuery {
    do this.command();
    while (this.takes('|'));
    if (this.next.kind !== 'end') this.fail('expected | or the end');
    const { filters, sort, dedup, limit, hasSource } = this;
    const shown = this.shown.length > 0 ? this.shown : ['@timestamp', '@message'].map((name) => field(name));
    return { shown, filters, sort, dedup, limit, hasSource };
  }

  private command(): void {
    const name = this.next.kind === 'word' ? this.next.text.toLowerCase() : '';
    const start = this.at;
    this.at += 1;
    switch (name) {
      case 'fields':
      case 'display':
        this.shown.push(...this.list(() => this.shownField()));
        return;
      case 'filter':
      case 'filterindex':
        this.filters.push(this.or());
        return;
      case 'sort':
        this.sort.push(
          ...this.list(() => {
            const value = this.operand();
            const isDescending = this.takesWord('desc');
            if (!isDescending) this.takesWord('asc');
            return { value, isDescending };
          }),
        );
        return;
      case 'dedup':
        this.dedup = this.list(() => this.name());
        return;
      case 'limit':
        this.limit = this.wholeNumber();
        if (this.limit < 1 || this.limit > MOST_ROWS)
          this.fail(`limit must be between 1 and ${MOST_ROWS}`, this.at - 1);
        return;
      case 'source':
        this.hasSource = true;
        this.source();
        return;
      default:
        this.fail('expected a command such as fields, filter, sort, limit', start);
    }
  }

  /** `SOURCE logGroups()` or `SOURCE "name"`: whatever is in it, this service has its own groups only. */
  private source(): void {
    if (this.takesWord('logGroups')) {
      this.expect('(');
      while (!this.takes(')')) {
        if (this.next.kind === 'end') this.fail('expected )');
        this.at += 1;
      }
    } else if (this.next.kind === 'string') this.at += 1;
    else this.fail('expected logGroups( or a name');
  }

  private shownField(): { name: string; value: Expression } {
    const value = this.operand();
    if (this.takesWord('as')) return { name: this.name(), value };
    return value.kind === 'field' ? field(value.name) : { name: 'expression', value };
  }

  private or(): Expression {
    const parts = [this.and()];
    while (this.takesWord('or')) parts.push(this.and());
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  private and(): Expression {
    const parts = [this.unary()];
    while (this.takesWord('and')) parts.push(this.unary());
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  private unary(): Expression {
    if (this.takesWord('not')) return { kind: 'not', part: this.unary() };
    if (this.takes('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    return this.comparison();
  }

  private comparison(): Expression {
    const left = this.operand();
    const isNegated = this.takesWord('not');
    const plain = this.afterOperand(left, isNegated);
    return isNegated ? { kind: 'not', part: plain } : plain;
  }

  private afterOperand(left: Expression, isNegated: boolean): Expression {
    if (this.takesWord('in')) {
      this.expect('[');
      const list = this.list(() => this.operand());
      this.expect(']');
      return { kind: 'in', left, list };
    }
    if (this.takesWord('like') || this.takes('=~')) {
      const token = this.next;
      this.at += 1;
      if (token.kind === 'string') return { kind: 'like', left, text: token.text, pattern: undefined };
      if (token.kind === 'regex') return { kind: 'like', left, text: '', pattern: new RegExp(token.text) };
      this.fail('expected a string or a regular expression', this.at - 1);
    }
    const { kind, text } = this.next;
    if (!isNegated && kind === 'sign' && COMPARISONS.has(text)) {
      this.at += 1;
      return { kind: 'compare', operator: text, left, right: this.operand() };
    }
    if (!isNegated && left.kind === 'call') return left;
    return this.fail('expected a comparison');
  }

  private operand(): Expression {
    const { kind, text } = this.next;
    this.at += 1;
    if (kind === 'string') return { kind: 'text', text };
    if (kind === 'number') return { kind: 'number', number: Number(text) };
    if (kind === 'field') return { kind: 'field', name: text };
    if (kind === 'word') {
      if (!this.takes('(')) return { kind: 'field', name: text };
      if (!FUNCTIONS.has(text.toLowerCase())) this.fail(`unknown function ${text}`, this.at - 2);
      const parts = this.list(() => this.operand());
      this.expect(')');
      return { kind: 'call', name: text.toLowerCase(), parts };
    }
    return this.fail('expected a field or a value', this.at - 1);
  }

  private name(): string {
    const { kind, text } = this.next;
    if (kind !== 'word' && kind !== 'field') this.fail('expected a field');
    this.at += 1;
    return text;
  }

  private wholeNumber(): number {
    const { kind, text } = this.next;
    if (kind !== 'number' || !/^\d+$/.test(text)) this.fail('expected a number');
    this.at += 1;
    return Number(text);
  }

  private list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.takes(',')) items.push(read());
    return items;
  }

  private get next(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)]!;
  }

  private takes(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.at += 1;
    return true;
  }

  private takesWord(word: string): boolean {
    if (this.next.kind !== 'word' || this.next.text.toLowerCase() !== word.toLowerCase()) return false;
    this.at += 1;
    return true;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) this.fail(`expected ${sign}`);
  }

  private fail(message: string, at: number = this.at): never {
    const { start, end } = this.tokens[Math.min(at, this.tokens.length - 1)]!;
    throw new QuerySyntaxError(message, start, end);
  }
}

function field(name: string): { name: string; value: Expression } {
  return { name, value: { kind: 'field', name } };
}
