import {
  l10n,
  QuickInputButtons,
  QuickPickItemKind,
  ThemeIcon,
  window,
  type Disposable,
  type QuickPickItem,
} from 'vscode';
import type { SpanCondition, SpanQuery } from '../traces/search';
import { plainText } from '../views/plainText';
import { oneLine } from '../views/queryText';
import {
  conditionText,
  durationValue,
  fieldLabel,
  nameProblem,
  operatorsOf,
  parseCondition,
  valueProblem,
} from '../views/spanConditionText';
import { askInput, askPick, buttonsOf, type Answer, type StepPlace } from './multiStep';

const FIELDS: readonly SpanCondition['field'][] = ['service', 'operation', 'status', 'duration', 'attribute'];
/** What a query of one's own begins as. */
const RAW_START =
  'fields @timestamp, traceId, name, durationNano | filter status.code = "ERROR" | sort @timestamp desc | limit 1000';

type Choice =
  | { readonly kind: 'run' }
  | { readonly kind: 'edit'; readonly index: number }
  | { readonly kind: 'remove'; readonly index: number }
  | { readonly kind: 'add'; readonly field: SpanCondition['field'] }
  | { readonly kind: 'typed'; readonly condition: SpanCondition }
  | { readonly kind: 'raw' }
  | { readonly kind: 'conditions' };

interface Item extends QuickPickItem {
  readonly choice?: Choice;
  readonly index?: number;
}

/**
 * Asks what spans are to be like: a list of conditions that grows and shrinks until it is run, or a query of one's own.
 * @param remember is told of each change
 */
export async function askSpanConditions(
  place: StepPlace,
  query: SpanQuery,
  rangeWords: string,
  remember: (query: SpanQuery) => Promise<void>,
): Promise<Answer<SpanQuery>> {
  let current = query;
  for (;;) {
    const answer = await pickChoice(place, current, rangeWords);
    if (answer.kind !== 'next' && answer.kind !== 'finish') return answer;
    const { value } = answer;
    if (value.kind === 'run' || answer.kind === 'finish') return { kind: 'next', value: current };
    const changed = await apply(place, current, value);
    if (changed === 'closed') return { kind: 'closed' };
    if (!changed) continue;
    current = changed;
    await remember(current);
  }
}

/** @returns undefined where the user went back; then nothing has changed */
async function apply(place: StepPlace, query: SpanQuery, choice: Choice): Promise<SpanQuery | 'closed' | undefined> {
  const { conditions } = query;
  switch (choice.kind) {
    case 'run':
      return query;
    case 'conditions':
      return { ...query, raw: '' };
    case 'typed':
      return { ...query, conditions: [...conditions, choice.condition], raw: '' };
    case 'remove':
      return { ...query, conditions: conditions.filter((_, index) => index !== choice.index) };
    case 'raw': {
      const answer = await askRaw(place, query.raw || RAW_START);
      return 'value' in answer ? { ...query, raw: answer.value.trim() } : closedOrBack(answer);
    }
    case 'edit':
    case 'add': {
      const known = choice.kind === 'edit' ? conditions[choice.index] : undefined;
      const field = choice.kind === 'edit' ? known?.field : choice.field;
      if (!field) return undefined;
      const answer = await askCondition(place, field, known);
      if (!('value' in answer)) return closedOrBack(answer);
      const next = known
        ? conditions.map((one) => (one === known ? answer.value : one))
        : [...conditions, answer.value];
      return { ...query, conditions: next, raw: '' };
    }
  }
}

function closedOrBack(answer: { readonly kind: string }): 'closed' | undefined {
  return answer.kind === 'closed' ? 'closed' : undefined;
}

function pickChoice(place: StepPlace, query: SpanQuery, rangeWords: string): Promise<Answer<Choice>> {
  const pick = window.createQuickPick<Item>();
  const items = itemsOf(query, rangeWords);
  const cleanUp: Disposable[] = [pick];
  pick.title = place.title;
  pick.step = place.step;
  pick.totalSteps = place.totalSteps;
  pick.ignoreFocusOut = true;
  pick.buttons = buttonsOf({ ...place, finishLabel: '' });
  pick.placeholder = l10n.t('Search, or add a condition: choose one, or type tenant = acme');
  pick.items = items;
  return new Promise<Answer<Choice>>((resolve) => {
    cleanUp.push(
      pick.onDidAccept(() => {
        const choice = pick.activeItems[0]?.choice;
        if (choice) resolve({ kind: 'next', value: choice });
      }),
      pick.onDidChangeValue((text) => {
        const condition = text.trim() === '' ? undefined : parseCondition(text);
        const typed: Item[] = condition
          ? [
              {
                label: `$(add) ${plainText(oneLine(conditionText(condition)))}`,
                description: l10n.t('add this condition'),
                alwaysShow: true,
                choice: { kind: 'typed', condition },
              },
            ]
          : [];
        pick.items = [...typed, ...items];
      }),
      pick.onDidTriggerItemButton(({ item: { index } }) => {
        if (index !== undefined) resolve({ kind: 'next', value: { kind: 'remove', index } });
      }),
      pick.onDidTriggerButton((button) => {
        if (button === QuickInputButtons.Back) resolve({ kind: 'back' });
      }),
      pick.onDidHide(() => resolve({ kind: 'closed' })),
    );
    pick.show();
  }).finally(() => {
    for (const one of cleanUp) one.dispose();
  });
}

function itemsOf({ conditions, raw }: SpanQuery, rangeWords: string): Item[] {
  const remove = { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Remove This Condition') };
  const run: Item = {
    label: `$(play) ${l10n.t('Search {0}', rangeWords)}`,
    description: raw ? l10n.t('with this query') : wordsOf(conditions.length),
    choice: { kind: 'run' },
  };
  if (raw) {
    return [
      run,
      separator(l10n.t('Logs Insights query')),
      { label: `$(code) ${plainText(oneLine(raw))}`, description: l10n.t('edit'), choice: { kind: 'raw' } },
      { label: `$(list-flat) ${l10n.t('Use Conditions Instead')}`, choice: { kind: 'conditions' } },
    ];
  }
  return [
    run,
    ...(conditions.length > 0 ? [separator(l10n.t('conditions; all must hold'))] : []),
    ...conditions.map((condition, index): Item => ({
      label: `$(filter) ${plainText(oneLine(conditionText(condition)))}`,
      description: l10n.t('edit'),
      buttons: [remove],
      index,
      choice: { kind: 'edit', index },
    })),
    separator(l10n.t('add a condition')),
    ...FIELDS.map((field): Item => ({
      label: `$(add) ${fieldLabel(field, l10n.t)}…`,
      description: exampleOf(field),
      choice: { kind: 'add', field },
    })),
    separator(''),
    { label: `$(code) ${l10n.t('Write a Logs Insights Query…')}`, choice: { kind: 'raw' } },
  ];
}

function separator(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}

function wordsOf(count: number): string {
  if (count === 0) return l10n.t('all spans');
  return count === 1 ? l10n.t('with 1 condition') : l10n.t('with {0} conditions', count);
}

function exampleOf(field: SpanCondition['field']): string {
  switch (field) {
    case 'service':
      return 'service = orders';
    case 'operation':
      return 'operation contains /checkout';
    case 'status':
      return 'status >= 500';
    case 'duration':
      return 'duration > 1.5 s';
    case 'attribute':
      return 'tenant = acme';
  }
}

/** Name (of an attribute), operator, value; back leads from each to the one before. */
async function askCondition(
  place: StepPlace,
  field: SpanCondition['field'],
  known: SpanCondition | undefined,
): Promise<Answer<SpanCondition>> {
  const inner: StepPlace = { ...place, hasBack: true, finishLabel: '' };
  let name = known?.name ?? '';
  let operator = known?.operator;
  let stage: 'name' | 'operator' | 'value' = field === 'attribute' ? 'name' : 'operator';
  for (;;) {
    if (stage === 'name') {
      const answer = await askInput(inner, {
        value: name,
        prompt: l10n.t('Name of the attribute, as the span has it; of its resource: resource.attributes.NAME'),
        placeholder: 'http.route',
        validate: (text) => nameProblem(text, l10n.t),
      });
      if (!('value' in answer)) return answer;
      name = answer.value.trim();
      stage = 'operator';
    } else if (stage === 'operator') {
      const answer = await askOperator(inner, field, name, operator);
      if (answer.kind === 'back' && field === 'attribute') stage = 'name';
      else if (!('value' in answer)) return answer;
      else {
        operator = answer.value;
        stage = 'value';
      }
    } else {
      const chosen = operator ?? '=';
      const answer = await askValue(inner, field, name, chosen, known?.value ?? '');
      if (answer.kind === 'back') stage = 'operator';
      else if (!('value' in answer)) return answer;
      else {
        const value = field === 'duration' ? (durationValue(answer.value) ?? '') : answer.value;
        const condition = { field, operator: chosen, value, ...(field === 'attribute' && { name }) };
        return { kind: 'next', value: condition };
      }
    }
  }
}

async function askOperator(
  place: StepPlace,
  field: SpanCondition['field'],
  name: string,
  last: SpanCondition['operator'] | undefined,
): Promise<Answer<SpanCondition['operator']>> {
  const what = field === 'attribute' ? name : fieldLabel(field, l10n.t);
  const answer = await askPick<SpanCondition['operator']>(place, {
    placeholder: plainText(l10n.t('How is it compared? {0} …', what)),
    items: operatorsOf(field).map((operator) => ({
      label: operator,
      description: operatorWords(operator),
      value: operator,
    })),
    active: (operator) => operator === last,
  });
  return answer.kind === 'skipped' ? { kind: 'closed' } : answer;
}

function operatorWords(operator: SpanCondition['operator']): string {
  switch (operator) {
    case '=':
      return l10n.t('is');
    case '!=':
      return l10n.t('is not');
    case 'contains':
      return l10n.t('has in it');
    case '>':
      return l10n.t('more than');
    case '>=':
      return l10n.t('at least');
    case '<':
      return l10n.t('less than');
    case '<=':
      return l10n.t('at most');
  }
}

function askValue(
  place: StepPlace,
  field: SpanCondition['field'],
  name: string,
  operator: SpanCondition['operator'],
  last: string,
): Promise<Answer<string>> {
  const what = field === 'attribute' ? name : field;
  return askInput(place, {
    value: last,
    prompt: plainText(`${what} ${operator} … ${hintOf(field)}`),
    placeholder: placeholderOf(field),
    validate: (text) => valueProblem(field, operator, text, l10n.t),
  });
}

function hintOf(field: SpanCondition['field']): string {
  if (field === 'duration') return l10n.t('Milliseconds, or with a unit: 500 ms, 1.5 s, 2 min');
  return field === 'status' ? l10n.t('ERROR, OK or UNSET, or an HTTP status such as 500') : '';
}

function placeholderOf(field: SpanCondition['field']): string {
  if (field === 'duration') return '500 ms';
  return field === 'status' ? 'ERROR' : '';
}

function askRaw(place: StepPlace, value: string): Promise<Answer<string>> {
  return askInput(
    { ...place, hasBack: true, finishLabel: '' },
    {
      value,
      prompt: l10n.t('A Logs Insights query. Its rows must have traceId or @message: traces are found by them'),
      validate: (text) => (text.trim() === '' ? l10n.t('A query is needed') : undefined),
    },
  );
}
