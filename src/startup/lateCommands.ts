import { commands, Disposable } from 'vscode';
import { Late } from './late';
import { INTERNAL_COMMANDS } from './names';

/** Runs a command with its arguments unchecked. Rejects never: what goes wrong is said to the user. */
export type RunCommand = (id: string, values: readonly unknown[]) => Promise<unknown>;

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Registers every command the manifest declares, and the internal ones. */
export class LateCommands extends Late<RunCommand> implements Disposable {
  private readonly registrations: Disposable;

  /** @param manifest the extension's package.json */
  constructor(manifest: unknown, loadApp: () => Promise<void>) {
    super(loadApp);
    const declared = (manifest as Manifest).contributes.commands.map(({ command }) => command);
    this.registrations = Disposable.from(
      ...[...declared, ...INTERNAL_COMMANDS].map((id) =>
        commands.registerCommand(id, (...values: unknown[]) => this.run(id, values)),
      ),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async run(id: string, values: readonly unknown[]): Promise<unknown> {
    const run = await this.get().catch(() => undefined); // that the app could not be loaded has been said
    return run?.(id, values);
  }
}
