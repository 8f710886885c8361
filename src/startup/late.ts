/** Something VS Code may ask for before the app is loaded: asking loads the app, and the app provides it. */
export class Late<T> {
  private provided: T | undefined;

  /** @param loadApp loads the app once, however often it is called */
  constructor(private readonly loadApp: () => Promise<void>) {}

  /** Called by the app while it is made. */
  provide(value: T): void {
    this.provided = value;
  }

  /** What the app provided; undefined before it is loaded. */
  protected get present(): T | undefined {
    return this.provided;
  }

  /** What the app provides, loading it where needed. Rejects when it could not be loaded: the next call tries again. */
  protected async get(): Promise<T> {
    await this.loadApp();
    if (this.provided === undefined) throw new Error('the app did not provide what it is asked for');
    return this.provided;
  }
}
