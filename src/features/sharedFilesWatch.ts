import { EventEmitter, window, type Disposable, type Event } from 'vscode';
import type { AwsEngines } from '../traces/source';
import { FileWatch } from './fileWatch';

/** Watches the shared config and credentials files, from the moment the engines that read them are there. */
export class SharedFilesWatch implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private watch: FileWatch | undefined;
  private readonly subscription: Disposable;

  /** The files are other ones, and the engines have forgotten what they made of them. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly trouble: (error: unknown) => void) {
    // A file on another computer's disk changes without an event; nobody edits it without leaving this window.
    this.subscription = window.onDidChangeWindowState(({ focused }) => {
      if (focused) void this.watch?.check();
    });
  }

  start(aws: Pick<AwsEngines, 'sharedFiles' | 'reread'>): void {
    const tell = (): void => {
      aws.reread().then(() => this.changed.fire(), this.trouble);
    };
    aws.reread().catch(this.trouble); // what later changes are compared with
    this.watch = new FileWatch(aws.sharedFiles(), tell);
  }

  dispose(): void {
    this.subscription.dispose();
    this.watch?.dispose();
    this.changed.dispose();
  }
}
