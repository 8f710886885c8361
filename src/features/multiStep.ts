import {
  QuickInputButtons,
  ThemeIcon,
  window,
  type Disposable,
  type QuickInput,
  type QuickInputButton,
  type QuickPickItem,
} from 'vscode';

/** How the user left a step. `finish` takes this step's answer and keeps all later ones as they were. */
export type Answer<T> =
  | { readonly kind: 'next'; readonly value: T }
  | { readonly kind: 'finish'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'closed' };

/** Where a step stands: its title, its number among those that are asked, whether one comes before it. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly hasBack: boolean;
  /** What the button says that skips all further steps; '' = there is none. */
  readonly finishLabel: string;
}

export interface Step<State> {
  /** Asks, and answers with the state as it is from here on. */
  readonly ask: (state: State, place: StepPlace) => Promise<Answer<State>>;
  /** Not asked: there is nothing to choose. Looked at whenever the steps are counted. */
  readonly isSkipped?: () => boolean;
}

/** Asks step after step, with a way back. @returns the state after the last; undefined when the user closed a step */
export async function askSteps<State>(
  title: string,
  steps: readonly Step<State>[],
  first: State,
  finishLabel: string,
): Promise<State | undefined> {
  let state = first;
  const gone: number[] = [];
  for (let index = 0; index < steps.length;) {
    const step = steps[index]!;
    if (step.isSkipped?.()) {
      index++;
      continue;
    }
    const asked = steps.filter((one) => !one.isSkipped?.());
    const answer = await step.ask(state, {
      title,
      step: asked.indexOf(step) + 1,
      totalSteps: asked.length,
      hasBack: gone.length > 0,
      finishLabel: step === asked.at(-1) ? '' : finishLabel,
    });
    if (answer.kind === 'closed') return undefined;
    if (answer.kind === 'back') index = gone.pop() ?? index;
    else {
      state = answer.value;
      if (answer.kind === 'finish') return state;
      gone.push(index);
      index++;
    }
  }
  return state;
}

export interface PickedItem<T> extends QuickPickItem {
  /** undefined for separators. */
  readonly value?: T;
}

export interface PickStep<T> {
  readonly placeholder: string;
  readonly items: readonly PickedItem<T>[];
  /** The item Enter takes at once: what was chosen last. */
  readonly active?: ((value: T) => boolean) | undefined;
  /** Items for what the user types, shown whatever they say. */
  readonly typed?: (text: string) => readonly PickedItem<T>[];
  /** More items, when they come; undefined = nothing to choose after all. The list is busy until then. */
  readonly later?: Promise<readonly PickedItem<T>[] | undefined>;
}

/** A step with a list. `skipped` where `later` has nothing to choose. */
export async function askPick<T>(
  place: StepPlace,
  step: PickStep<T>,
): Promise<Answer<T> | { readonly kind: 'skipped' }> {
  const pick = window.createQuickPick<PickedItem<T>>();
  return asked(pick, place, (answer, cleanUp) => {
    let items = step.items;
    let typed: readonly PickedItem<T>[] = [];
    /** Shows what there is now; `active` is where Enter leads. */
    const show = (active: PickedItem<T> | undefined): void => {
      pick.items = [...typed, ...items];
      if (active) pick.activeItems = [active];
    };
    const last = (): PickedItem<T> | undefined =>
      items.find((item) => item.value !== undefined && step.active?.(item.value));
    pick.placeholder = step.placeholder;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    show(last());
    cleanUp.push(
      pick.onDidAccept(() => {
        const value = pick.activeItems[0]?.value;
        if (value !== undefined) answer({ kind: 'next', value });
      }),
      pick.onDidChangeValue((text) => {
        const before = typed.length;
        typed = (text.trim() === '' ? [] : (step.typed?.(text) ?? [])).map((item) => ({ ...item, alwaysShow: true }));
        if (typed.length > 0 || before > 0) pick.items = [...typed, ...items];
      }),
    );
    if (step.later) {
      pick.busy = true;
      const take = async (): Promise<void> => {
        const later = await step.later;
        if (!later) return answer({ kind: 'skipped' });
        items = [...step.items, ...later];
        pick.busy = false;
        // The user may have moved or typed meanwhile: what is active stays so.
        show(pick.activeItems[0] ?? (pick.value === '' ? last() : undefined));
      };
      void take();
    }
    return () => pick.activeItems[0]?.value;
  });
}

export interface InputStep {
  readonly value: string;
  readonly prompt: string;
  readonly placeholder?: string;
  /** What is wrong with a text; undefined = nothing. */
  readonly validate: (text: string) => string | undefined;
}

/** A step with a line of text. */
export async function askInput(place: StepPlace, step: InputStep): Promise<Answer<string>> {
  const input = window.createInputBox();
  const answer = await asked<string>(input, place, (give, cleanUp) => {
    input.value = step.value;
    input.prompt = step.prompt;
    input.placeholder = step.placeholder;
    const check = (): boolean => {
      input.validationMessage = step.validate(input.value);
      return input.validationMessage === undefined;
    };
    cleanUp.push(
      input.onDidChangeValue(check),
      input.onDidAccept(() => {
        if (check()) give({ kind: 'next', value: input.value });
      }),
    );
    return () => (check() ? input.value : undefined);
  });
  return answer.kind === 'skipped' ? { kind: 'closed' } : answer;
}

/** The way back, and the one that skips all further steps. */
export function buttonsOf({ hasBack, finishLabel }: StepPlace): readonly QuickInputButton[] {
  const finish: QuickInputButton = { iconPath: new ThemeIcon('run-all'), tooltip: finishLabel };
  return [...(hasBack ? [QuickInputButtons.Back] : []), ...(finishLabel ? [finish] : [])];
}

type Given<T> = Answer<T> | { readonly kind: 'skipped' };

/** @param fill fills the box; returns what its value is now, for the button that finishes */
async function asked<T>(
  box: QuickInput & {
    buttons: readonly QuickInputButton[];
    readonly onDidTriggerButton: (listener: (button: QuickInputButton) => void) => Disposable;
  },
  place: StepPlace,
  fill: (answer: (given: Given<T>) => void, cleanUp: Disposable[]) => () => T | undefined,
): Promise<Given<T>> {
  const cleanUp: Disposable[] = [box];
  try {
    box.title = place.title;
    box.step = place.step;
    box.totalSteps = place.totalSteps;
    box.ignoreFocusOut = true;
    box.buttons = buttonsOf(place);
    return await new Promise<Given<T>>((resolve) => {
      const current = fill(resolve, cleanUp);
      cleanUp.push(
        box.onDidTriggerButton((button) => {
          if (button === QuickInputButtons.Back) return resolve({ kind: 'back' });
          const value = current();
          if (value !== undefined) resolve({ kind: 'finish', value });
        }),
        box.onDidHide(() => resolve({ kind: 'closed' })),
      );
      box.show();
    });
  } finally {
    for (const one of cleanUp) one.dispose();
  }
}
