import { completeAt, type Completion } from '../filter/complete';
import { hoverAt, type HelpTopic } from '../filter/hover';
import type { KnownValues } from '../filter/known';
import { parseFilter } from '../filter/parse';
import { helpOf } from './filterHelp';
import { problemText } from './filterText';
import type { Localize } from './localize';
import { plainText } from './plainText';

/** A row of the list below the expression. Its texts are plain: what was received is no icon and no link. */
export interface FilterItem {
  readonly does:
    | { readonly kind: 'run' }
    /** Says why it cannot be run; Enter does nothing. */
    | { readonly kind: 'problem' }
    /** The text becomes this. */
    | { readonly kind: 'write'; readonly value: string };
  readonly icon:
    | 'search'
    | 'error'
    | 'warning'
    | 'history'
    | 'symbol-keyword'
    | 'symbol-operator'
    | 'symbol-value'
    | 'link';
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export interface FilterList {
  /** Enter on the first one runs the expression, or says why it cannot be run. */
  readonly first: readonly FilterItem[];
  readonly completions: readonly FilterItem[];
  readonly history: readonly FilterItem[];
}

const MOST_HISTORY = 20;
const ICONS = {
  keyword: 'symbol-keyword',
  operator: 'symbol-operator',
  value: 'symbol-value',
  connective: 'link',
} as const;

/** The list for what is typed so far. @param history expressions used before, newest first */
export function filterList(value: string, known: KnownValues, history: readonly string[], t: Localize): FilterList {
  const { problems } = parseFilter(value);
  const error = problems.find(({ severity }) => severity === 'error');
  const [warning] = problems;
  const problem = plainText(error ? problemText(error, t) : warning ? problemText(warning, t) : '');
  return {
    first: error ? [problemItem(value, problem, t), runAnyway(t)] : [runItem(value, problem, t)],
    completions: completeAt(value, value.length, known).map((completion) => ({
      does: {
        kind: 'write',
        value:
          value.slice(0, completion.start) + gap(value, completion) + completion.insert + value.slice(completion.end),
      },
      icon: ICONS[completion.kind],
      label: plainText(completion.label),
      description: '',
      detail: helpLine(completion.topic, t),
    })),
    history: history
      .filter((entry) => entry !== value && entry.toLowerCase().includes(value.trim().toLowerCase()))
      .slice(0, MOST_HISTORY)
      .map((entry) => ({
        does: { kind: 'write', value: entry },
        icon: 'history',
        label: plainText(entry),
        description: t('used before'),
        detail: '',
      })),
  };
}

/** The label is what is typed: VS Code puts rows whose label is like the typed text in front. */
function runItem(value: string, warning: string, t: Localize): FilterItem {
  const isEmpty = value.trim() === '';
  return {
    does: { kind: 'run' },
    icon: warning === '' ? 'search' : 'warning',
    label: isEmpty ? t('All Traces') : plainText(value.trim()),
    description: isEmpty ? t('Search without an expression') : t('Search with this expression'),
    detail: warning || helpLine(hoverAt(value, value.trimEnd().length)?.topic, t),
  };
}

function problemItem(value: string, problem: string, t: Localize): FilterItem {
  return {
    does: { kind: 'problem' },
    icon: 'error',
    label: plainText(value.trim()),
    description: t('Cannot be searched for yet'),
    detail: problem,
  };
}

function runAnyway(t: Localize): FilterItem {
  return {
    does: { kind: 'run' },
    icon: 'search',
    label: t('Search All the Same'),
    description: t('X-Ray decides'),
    detail: '',
  };
}

function helpLine(topic: HelpTopic | undefined, t: Localize): string {
  if (!topic) return '';
  const { text, example } = helpOf(topic, t);
  return `${text}  ${example}`;
}

/** A word is kept apart from what it follows. */
function gap(value: string, { start, insert }: Completion): string {
  const before = value[start - 1];
  return before === undefined || /[\s({!,[]/.test(before) || /^[\s,)]/.test(insert) ? '' : ' ';
}
