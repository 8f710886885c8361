import * as vscode from 'vscode';
import type { OpenArgument } from '../ids/openArgument';
import { resolveLine, toOpenArgument } from '../ids/resolve';
import { openTrace } from './openCommand';

class TraceTerminalLink extends vscode.TerminalLink {
  constructor(
    start: number,
    end: number,
    readonly argument: OpenArgument,
  ) {
    super(start, end - start, vscode.l10n.t('Open X-Ray Trace'));
  }
}

/** Makes trace IDs in terminals links. VS Code asks line by line, and not for lines over 2,000 characters. */
export class TraceTerminalLinks implements vscode.TerminalLinkProvider<TraceTerminalLink> {
  provideTerminalLinks({ line }: vscode.TerminalLinkContext): TraceTerminalLink[] {
    return resolveLine(line).map(
      (found) =>
        new TraceTerminalLink(found.start, found.end, toOpenArgument(found, found.around, { service: found.service })),
    );
  }

  async handleTerminalLink({ argument }: TraceTerminalLink): Promise<void> {
    await openTrace(argument);
  }
}
