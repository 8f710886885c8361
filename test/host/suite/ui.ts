/** Where to look for elements on screen. Matches are filtered by visibility, then by `text`, then `nth` is taken. */
export interface Target {
  /** A Playwright selector: CSS, `text=…`, `role=button[name="…"]`. */
  readonly selector: string;
  /** Only elements that contain this text (case-insensitive, white space folded). */
  readonly text?: string;
  readonly nth?: number;
  /** The workbench is the default; `webview` is the content of the webview on screen. */
  readonly in?: 'workbench' | 'webview';
  /** Milliseconds to wait for it; 15,000 unless told. */
  readonly timeout?: number;
}

type Modifier = 'Alt' | 'Control' | 'Shift';

/** Uses VS Code as its user does: mouse, keyboard, screen. Every action waits for its element and rejects when it does not come. */
export class Ui {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Writes `out/screenshots/NAME.png`: the whole window, or one element. */
  screenshot(name: string, of?: Target): Promise<void> {
    return this.#ask('screenshot', { path: `${process.env['XRAY_TEST_SCREENSHOTS']}/${name}.png`, of });
  }

  /** One key or chord, as Playwright spells it: `Enter`, `Control+Shift+P`, `ArrowDown`. */
  press(keys: string): Promise<void> {
    return this.#ask('press', { keys });
  }

  type(text: string): Promise<void> {
    return this.#ask('type', { text });
  }

  click(
    target: Target,
    options: { button?: 'left' | 'right'; modifiers?: readonly Modifier[]; count?: number } = {},
  ): Promise<void> {
    return this.#ask('click', { target, ...options });
  }

  hover(target: Target): Promise<void> {
    return this.#ask('hover', { target });
  }

  waitFor(target: Target, state: 'visible' | 'hidden' = 'visible'): Promise<void> {
    return this.#ask('waitFor', { target, state });
  }

  /** Whether it comes on screen within `target.timeout` milliseconds. */
  async isShown(target: Target): Promise<boolean> {
    try {
      await this.waitFor(target);
      return true;
    } catch {
      return false; // the caller says what that means
    }
  }

  /** Text of every visible match, now. */
  texts(target: Target): Promise<string[]> {
    return this.#ask('texts', { target });
  }

  /** An attribute of every match, visible or not, now. */
  attributes(target: Target, name: string): Promise<(string | null)[]> {
    return this.#ask('attributes', { target, name });
  }

  /** Value (plain JSON) of a JavaScript expression in the workbench or in the webview on screen. */
  evaluate<T>(expression: string, where: 'workbench' | 'webview' = 'workbench'): Promise<T> {
    return this.#ask('evaluate', { expression, in: where });
  }

  resize(width: number, height: number): Promise<void> {
    return this.#ask('resize', { width, height });
  }

  /** What content security policies refused since the last `clear`. */
  violations(options: { clear?: boolean } = {}): Promise<string[]> {
    return this.#ask('violations', options);
  }

  /** Runs a command by its title in the palette, as a user would. */
  async command(title: string): Promise<void> {
    await this.press('F1');
    await this.waitFor({ selector: '.quick-input-widget' });
    await this.type(title);
    await this.click({ selector: '.quick-input-list .monaco-list-row', text: title });
  }

  /** Moves the mouse over `text` in a line of the active editor. */
  hoverEditor(text: string): Promise<void> {
    return this.#ask('moveToText', { target: { selector: '.editor-group-container.active .view-line', text }, text });
  }

  /** Right-clicks `text` in a line of the active editor and returns the menu's entries. */
  async editorMenu(text: string): Promise<string[]> {
    await this.hoverEditor(text);
    await this.#ask('clickHere', { button: 'right' });
    const entries = { selector: '.monaco-menu .action-item .action-label' };
    await this.waitFor(entries);
    return this.texts(entries);
  }

  /** Clicks an entry of the open context menu, as slowly as a person: a menu that has just opened takes no click. */
  async chooseMenu(entry: string): Promise<void> {
    const target = { selector: '.monaco-menu .action-item .action-label', text: entry };
    await this.hover(target);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await this.click(target);
  }

  /** Moves the mouse over `text` in the terminal on screen: link providers are asked only then. */
  hoverTerminal(text: string): Promise<void> {
    return this.#ask('moveToText', { target: { selector: '.terminal-wrapper.active .xterm-rows > div', text }, text });
  }

  /** Clicks where the mouse is. */
  clickHere(options: { button?: 'left' | 'right'; modifiers?: readonly Modifier[] } = {}): Promise<void> {
    return this.#ask('clickHere', options);
  }

  async #ask<T>(action: string, options: unknown): Promise<T> {
    const response = await fetch(`${this.#url}/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}` },
      body: JSON.stringify(options),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`ui.${action} ${JSON.stringify(options)}: ${String(body)}`);
    return body as T;
  }
}

/** The driver of VS Code's page; undefined in a desktop VS Code. */
export const ui: Ui | undefined = process.env['XRAY_TEST_UI']
  ? new Ui(process.env['XRAY_TEST_UI'], process.env['XRAY_TEST_UI_TOKEN'] ?? '')
  : undefined;

/** Like `describe`, for tests that use the screen. In a desktop VS Code nobody can, so they are not registered, and that is said. */
export function describeWithUi(title: string, define: (ui: Ui) => void): void {
  if (ui) {
    const driver = ui;
    describe(title, function () {
      // A busy machine drops a click or a hover now and then; what is broken fails three times. The reporter lists what was retried.
      this.retries(2);
      define(driver);
    });
  } else console.log(`Not in a desktop VS Code, which has no driver for its screen: ${title}`);
}
