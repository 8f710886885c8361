/** A piece of an SQL statement and what it is. */
export interface SqlPiece {
  readonly kind: 'keyword' | 'parameter' | 'text' | 'number' | 'comment' | 'plain' | 'space';
  readonly text: string;
}

const TOKEN =
  /(\s+)|(--[^\n]*|\/\*[^]*?(?:\*\/|$)|#(?=\s)[^\n]*)|('(?:[^'\\]|\\[^]|'')*'?)|("(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[\w .]+\])|(\?+|\$\d+|:[A-Za-z_]\w*|@[A-Za-z_]\w*|%s|%\(\w+\)s)|(::|[<>!=]=|<>|\|\|)|(\d+(?:\.\d+)?)|([A-Za-z_][\w$]*)|([^])/g;

const KEYWORDS = new Set(
  'select distinct from where group by order having limit offset fetch union intersect except all insert into values update set delete join left right inner outer full cross natural lateral on using as and or not in is null like ilike between exists case when then else end returning with recursive for share asc desc nulls first last create table alter drop index begin commit rollback over partition window conflict do nothing replace merge matched call exec true false'.split(
    ' ',
  ),
);

/** Words before which a new line begins, at the depth of their query. */
const CLAUSES = new Set(
  'select from where group order having limit offset fetch union intersect except insert values update set delete returning window with on'.split(
    ' ',
  ),
);
const JOINS = new Set(['join', 'left', 'right', 'inner', 'full', 'cross', 'natural']);
/** Longer statements are shown as they are. */
const LONGEST = 100_000;

/**
 * A statement broken into lines: clauses, joins, conditions and the items of a SELECT each on their own, subqueries indented. Only white space
 * changes: every other character stays where it was, in its own letters.
 */
export function formatSql(statement: string): readonly SqlPiece[] {
  if (statement.length > LONGEST) return [{ kind: 'plain', text: statement }];
  const pieces: SqlPiece[] = [];
  /** Of every open parenthesis: whether a query stands in it. */
  const open: boolean[] = [];
  let clause = '';
  let before = '';
  let isBetween = false;
  const depth = (): number => open.filter(Boolean).length;
  const breakLine = (extra: number): void => {
    if (pieces.length === 0) return;
    if (pieces.at(-1)?.kind === 'space') pieces.pop();
    pieces.push({ kind: 'space', text: `\n${'  '.repeat(depth() + extra)}` });
  };
  const tokens = [...statement.trim().matchAll(TOKEN)];
  for (const [at, token] of tokens.entries()) {
    const [text, blank, comment, quoted, , parameter, , number, word] = token;
    if (blank !== undefined) {
      if (pieces.at(-1)?.kind !== 'space') pieces.push({ kind: 'space', text: ' ' });
      continue;
    }
    if (comment !== undefined) {
      pieces.push({ kind: 'comment', text });
      if (/^(?:--|#)/.test(comment)) breakLine(0);
      continue;
    }
    const name = word?.toLowerCase() ?? '';
    const isInParentheses = open.length > 0 && open.at(-1) === false;
    if (!isInParentheses && before !== '.') {
      const isJoin = JOINS.has(name) && !(JOINS.has(before) || before === 'outer');
      if (name === 'on' ? clause === 'join' : CLAUSES.has(name) && !isContinued(name, before)) {
        breakLine(name === 'on' ? 1 : 0);
        clause = name;
      } else if (isJoin && clause !== '' && nextWords(tokens, at).includes('join')) {
        breakLine(0);
        clause = 'join';
      } else if ((name === 'and' || name === 'or') && !(name === 'and' && isBetween)) breakLine(1);
      if (name === 'between') isBetween = true;
      else if (name === 'and') isBetween = false;
    }
    if (text === ')') {
      const wasQuery = open.pop();
      if (wasQuery) breakLine(0);
    }
    pieces.push({ kind: kindOf(quoted, parameter, number, name), text });
    if (text === '(') open.push(/^(?:select|with)\b/i.test(nextWords(tokens, at + 1)));
    if (text === '(' && open.at(-1)) breakLine(0);
    if (text === ',' && !isInParentheses && (clause === 'select' || clause === 'set')) breakLine(1);
    before = word === undefined ? text : name;
  }
  return pieces;
}

function kindOf(
  quoted: string | undefined,
  parameter: string | undefined,
  number: string | undefined,
  name: string,
): SqlPiece['kind'] {
  if (quoted !== undefined) return 'text';
  if (parameter !== undefined) return 'parameter';
  if (number !== undefined) return 'number';
  return KEYWORDS.has(name) ? 'keyword' : 'plain';
}

/** `DELETE FROM`, `DO UPDATE SET`, `FOR UPDATE`, `UNION SELECT` … continue what stands before. */
function isContinued(name: string, before: string): boolean {
  if (name === 'from') return before === 'delete' || before === 'distinct';
  if (name === 'update') return before === 'do' || before === 'for' || before === 'on';
  return (name === 'group' && before === 'within') || (name === 'delete' && before === 'on');
}

/** The next few tokens, in small letters. */
function nextWords(tokens: readonly RegExpExecArray[], from: number): string {
  return tokens
    .slice(from, from + 6)
    .map(([text]) => text.toLowerCase())
    .join('')
    .trimStart();
}
