import { CancellationError, commands, l10n, window, type LogOutputChannel } from 'vscode';
import type { TraceRef } from '../model/traceRef';
import type { LateCommands } from '../startup/lateCommands';
import { isCancel, isTraceError, TraceError } from '../traces/traceError';
import { explain, type ErrorContext } from '../views/explain';
import type { NextStepId, OfferedStep } from '../views/stepLabels';
import { plainText } from '../views/plainText';
import { describeError } from './describeError';

/** What a next step is about. */
export interface StepContext {
  readonly ref?: TraceRef | undefined;
  /** All traces it is about, where there are several. */
  readonly refs?: readonly TraceRef[] | undefined;
  readonly error?: TraceError | undefined;
  /** Id of the search it is about. */
  readonly search?: string | undefined;
  /** Does again what failed; without it the trace is loaded again. */
  readonly retry?: (() => Promise<void>) | undefined;
}

/** Does a next step. */
export type TakeStep = (step: NextStepId, about: StepContext) => void;

/** A command's code. Gets the arguments unchecked: anyone may run a command with anything. */
export type Handler = (...values: unknown[]) => unknown;

/** What each command does, and the one place where what they throw ends: logged, explained, with next steps. */
export class Commands {
  private readonly handlers = new Map<string, Handler>();
  /** Commands whose last run failed, with what tells that failure from others. */
  private readonly failed = new Map<string, symbol>();
  private takeStep: TakeStep = () => {};
  private isExplainedElsewhere: (error: TraceError, about: StepContext) => boolean = () => false;

  /** @param late the commands as VS Code knows them */
  constructor(
    late: LateCommands,
    private readonly log: LogOutputChannel,
    private readonly context: (ref?: TraceRef) => ErrorContext,
  ) {
    late.provide((id, values) => this.handle(id, values));
  }

  /** Who does the next steps of errors: known only after the features are built. */
  setTakeStep(takeStep: TakeStep): void {
    this.takeStep = takeStep;
  }

  /** Who explains some errors in a message of its own, and lets what failed go on. */
  setExplainedElsewhere(isExplainedElsewhere: (error: TraceError, about: StepContext) => boolean): void {
    this.isExplainedElsewhere = isExplainedElsewhere;
  }

  /** @param id declared in the manifest, or internal (`src/startup/lateCommands.ts`): VS Code knows no other */
  register(id: string, handler: Handler): void {
    this.handlers.set(id, handler);
  }

  /** Runs a registered command. */
  async run(id: string): Promise<void> {
    await commands.executeCommand(id);
  }

  /** Says what went wrong and offers what can be done. Cancelling is no error. Does not wait for the user. */
  report(error: unknown, operation: string, about: Omit<StepContext, 'error'> = {}): void {
    if (isCancel(error) || error instanceof CancellationError) return;
    const known = isTraceError(error) ? error : new TraceError('unexpected', { operation }, error);
    this.log.error(`${operation}: ${describeError(known)}`);
    if (this.isExplainedElsewhere(known, about)) return;
    const { title, detail, next } = explain(known, this.context(about.ref), l10n.t);
    const message = plainText(`${title} ${detail}`); // may quote a service, a proxy, an argument
    void this.offer(message, next, { ...about, error: known }); // nothing waits for the user's answer
  }

  private async handle(id: string, values: readonly unknown[]): Promise<unknown> {
    this.failed.delete(id);
    try {
      const handler = this.handlers.get(id);
      if (!handler) throw new Error(`no feature registered ${id}`);
      return await handler(...values);
    } catch (error) {
      const failure = Symbol(id);
      this.failed.set(id, failure);
      const retry = async (): Promise<void> => {
        // Done again since, it is not wanted any more: several failures of one cause would all go on when it is mended.
        if (this.failed.get(id) === failure) await this.handle(id, values);
      };
      this.report(error, id, { retry });
      return undefined;
    }
  }

  private async offer(message: string, next: readonly OfferedStep[], about: StepContext): Promise<void> {
    const label = await window.showErrorMessage(message, ...next.map((step) => step.label));
    const step = next.find((one) => one.label === label);
    if (step) this.takeStep(step.id, about);
  }
}
