import { CancellationError, commands, l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import { isTraceError, TraceError } from '../traces/traceError';
import { explain, type NextStepId, type OfferedStep } from '../views/explain';
import { plainText } from '../views/plainText';
import { describeError } from './describeError';

/** What a next step is about. */
export interface StepContext {
  readonly ref?: TraceRef | undefined;
  /** All traces it is about, where there are several. */
  readonly refs?: readonly TraceRef[] | undefined;
  readonly error?: TraceError | undefined;
  /** Does again what failed; without it the trace is loaded again. */
  readonly retry?: (() => Promise<void>) | undefined;
}

/** Does a next step. */
export type TakeStep = (step: NextStepId, about: StepContext) => void;

/** Registers commands, and is the one place where what they throw ends: logged, explained, with next steps. */
export class Commands implements Disposable {
  private readonly registered: Disposable[] = [];
  private takeStep: TakeStep = () => {};

  constructor(
    private readonly log: LogOutputChannel,
    private readonly context: () => { readonly profile: string; readonly region: string },
  ) {}

  /** Who does the next steps of errors: known only after the features are built. */
  setTakeStep(takeStep: TakeStep): void {
    this.takeStep = takeStep;
  }

  /** @param handler gets the command's arguments unchecked: anyone may run a command with anything */
  register(id: string, handler: (...values: unknown[]) => unknown): void {
    this.registered.push(
      commands.registerCommand(id, async (...values: unknown[]) => {
        try {
          return await handler(...values);
        } catch (error) {
          this.report(error, id);
          return undefined;
        }
      }),
    );
  }

  /** Runs a registered command. */
  async run(id: string): Promise<void> {
    await commands.executeCommand(id);
  }

  /** Says what went wrong and offers what can be done. Cancelling is no error. Does not wait for the user. */
  report(error: unknown, operation: string, about: Omit<StepContext, 'error'> = {}): void {
    if (isCancelled(error)) return;
    const known = isTraceError(error) ? error : new TraceError('unexpected', { operation }, error);
    this.log.error(`${operation}: ${describeError(known)}`);
    const { title, detail, next } = explain(known, about.ref ?? this.context(), l10n.t);
    const message = plainText(`${title} ${detail}`); // may quote a service, a proxy, an argument
    void this.offer(message, next, { ...about, error: known }); // nothing waits for the user's answer
  }

  private async offer(message: string, next: readonly OfferedStep[], about: StepContext): Promise<void> {
    const label = await window.showErrorMessage(message, ...next.map((step) => step.label));
    const step = next.find((one) => one.label === label);
    if (step) this.takeStep(step.id, about);
  }

  dispose(): void {
    for (const one of this.registered) one.dispose();
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof CancellationError || (error instanceof Error && error.name === 'AbortError');
}
