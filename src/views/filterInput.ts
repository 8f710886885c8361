import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { KnownValues } from '../filter/known';
import { filterList, type FilterItem } from './filterItems';
import { plainText } from './plainText';

export interface FilterQuestion {
  readonly title: string;
  /** What is there to begin with. */
  readonly value: string;
  /** For completion (`src/filter/known.ts`). */
  readonly known: KnownValues;
  /** Expressions used before, newest first. */
  readonly history: readonly string[];
  /** Where this is one of several questions: counted from 1. */
  readonly step?: number;
  readonly totalSteps?: number;
  /** Beside the title, e.g. the way back. Pressing one leaves the question; `onButton` is told which, and what was typed. */
  readonly buttons?: readonly QuickInputButton[];
  readonly onButton?: (button: QuickInputButton, typed: string) => void;
  /** Told what was typed when the question is left without an answer, so that it can be offered again. */
  readonly onLeft?: (typed: string) => void;
}

interface Row extends QuickPickItem {
  readonly item?: FilterItem;
}

/**
 * Asks for a filter expression. The list below what is typed runs it, says what is wrong with it and where, completes its end, and holds what
 * was used before. Enter takes the row with the focus, which is the one that runs until an arrow key moves it.
 * @returns the expression, '' for all traces; undefined when the question is left
 */
export function askFilter(question: FilterQuestion): Promise<string | undefined> {
  const pick = window.createQuickPick<Row>();
  /** What a row replaced: it can be had back. */
  const replaced: string[] = [];
  pick.title = question.title;
  pick.step = question.step;
  pick.totalSteps = question.totalSteps;
  pick.placeholder = l10n.t('Filter expression; empty finds all traces');
  pick.ignoreFocusOut = true;
  pick.buttons = question.buttons ?? [];

  const show = (): void => {
    const { first, completions, history } = filterList(
      pick.value,
      question.known,
      [...replaced, ...question.history.filter((entry) => !replaced.includes(entry))],
      l10n.t,
    );
    const rows = first.map((item) => rowOf(item));
    pick.items = [...rows, ...section(l10n.t('Go on with'), completions), ...section(l10n.t('History'), history)];
    pick.activeItems = rows.slice(0, 1);
  };
  const write = (value: string): void => {
    // A completion keeps what was typed; a row of the history does not.
    const typed = pick.value;
    if (typed.trim() !== '' && !value.startsWith(typed.trim()) && !replaced.includes(typed)) replaced.unshift(typed);
    pick.value = value;
    show();
  };

  return new Promise<string | undefined>((resolve) => {
    let answer: string | undefined;
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      const does = (pick.activeItems[0]?.item ?? pick.items[0]?.item)?.does;
      if (does?.kind === 'write') write(does.value);
      else if (does?.kind === 'run') {
        answer = pick.value.trim();
        pick.hide();
      }
    });
    pick.onDidTriggerButton((button) => {
      question.onButton?.(button, pick.value.trim());
      pick.hide();
    });
    pick.onDidHide(() => {
      if (answer === undefined) question.onLeft?.(pick.value);
      pick.dispose();
      resolve(answer);
    });
    show();
    pick.show();
    // Only now: what a quick pick is opened with is selected, and the first key would replace it.
    pick.value = question.value;
    show();
  });
}

function section(label: string, items: readonly FilterItem[]): Row[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items.map((item) => rowOf(item))];
}

/** Always shown: which rows fit is decided here, not by VS Code's search. */
function rowOf(item: FilterItem): Row {
  const { icon, label, description, detail } = item;
  return {
    item,
    label,
    description,
    ...(detail === '' ? {} : { detail: plainText(detail) }),
    iconPath: new ThemeIcon(icon),
    alwaysShow: true,
  };
}
