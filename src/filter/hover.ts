import { ALIASES, allKeywords, OPERATORS, PARTS } from './keywords';
import type { Placed } from './expression';
import { Tokens, type Token } from './tokens';

/** What help can be given on: keywords by name, complex keywords, words and signs. `src/views` has the sentences. */
export const HELP_TOPICS = [
  'fault',
  'error',
  'throttle',
  'ok',
  'partial',
  'root',
  'inferred',
  'first',
  'last',
  'remote',
  'responsetime',
  'duration',
  'http.status',
  'index',
  'coverage',
  'http.url',
  'http.method',
  'http.useragent',
  'http.clientip',
  'user',
  'name',
  'type',
  'message',
  'availabilityzone',
  'instance.id',
  'resource.arn',
  'account.id',
  'group.name',
  'group.arn',
  'annotation',
  'service',
  'edge',
  'id',
  'rootcause.service',
  'rootcause.entity',
  'rootcause.exception',
  'rootcause.json',
  'AND',
  'OR',
  '!',
  '(',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'CONTAINS',
  'BEGINSWITH',
  'ENDSWITH',
] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

export interface Hover extends Placed {
  readonly topic: HelpTopic;
}

/** What stands at an offset, if there is help on it. Between two words it is the one before. */
export function hoverAt(text: string, offset: number): Hover | undefined {
  let found: Token | undefined;
  const tokens = new Tokens(text);
  for (let token = tokens.next(); token.kind !== 'end' && token.start <= offset; token = tokens.next()) {
    if (offset <= token.end) found = token;
  }
  const topic = found && topicOf(found);
  return found && topic ? { topic, start: found.start, end: found.end } : undefined;
}

function topicOf({ kind, value }: Token): HelpTopic | undefined {
  if (kind === 'annotation') return 'annotation';
  if (kind === 'json') return 'rootcause.json';
  if (kind === 'sign') return isTopic(value) ? value : undefined;
  return kind === 'word' ? topicOfWord(value) : undefined;
}

/** The topic of a keyword or word as it is written. */
export function topicOfWord(word: string): HelpTopic | undefined {
  const upper = word.toUpperCase();
  if (upper === 'NOT') return '!';
  if (upper === 'AND' || upper === 'OR' || OPERATORS.some((operator) => operator === upper)) {
    return isTopic(upper) ? upper : undefined;
  }
  const lower = word.toLowerCase();
  const name = ALIASES.get(lower) ?? lower;
  if (name === 'json') return 'rootcause.json';
  if (name.startsWith('rootcause')) {
    const part = name.split('.').at(-1) ?? '';
    const topic = part === 'json' || PARTS.includes(part) ? `rootcause.${part}` : 'rootcause.service';
    return isTopic(topic) ? topic : undefined;
  }
  const isKnown = allKeywords().some((keyword) => keyword.name === name);
  return (isKnown || ['annotation', 'service', 'edge', 'id'].includes(name)) && isTopic(name) ? name : undefined;
}

function isTopic(text: string): text is HelpTopic {
  return HELP_TOPICS.some((topic) => topic === text);
}
