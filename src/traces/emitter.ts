/** Something to undo. VS Code's `Disposable` is one. */
export interface Disposable {
  dispose(): void;
}

/** A list of listeners. A listener that throws keeps no other from hearing; what it threw goes to `onError`. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  constructor(private readonly onError: (error: unknown) => void = rethrowLater) {}

  /** Adds a listener until the result is disposed. A bound property, so that it can be handed on as an event. */
  readonly on = (listener: (value: T) => void): Disposable => {
    const own = (value: T): void => listener(value); // one listener added twice is two listeners
    this.listeners.add(own);
    return { dispose: () => void this.listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of this.listeners) {
      try {
        listener(value);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}

function rethrowLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
