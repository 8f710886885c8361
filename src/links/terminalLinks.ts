import { l10n, TerminalLink, type TerminalLinkContext, type TerminalLinkProvider } from 'vscode';
import type { OpenArgument } from '../ids/openArgument';
import { resolveLine, toOpenArgument } from '../ids/resolve';
import { openTrace } from './openCommand';

class TraceTerminalLink extends TerminalLink {
  constructor(
    start: number,
    end: number,
    readonly argument: OpenArgument,
  ) {
    super(start, end - start, l10n.t('Open X-Ray Trace'));
  }
}

/** Makes trace IDs in terminals links. VS Code asks line by line, and not for lines over 2,000 characters. */
export class TraceTerminalLinks implements TerminalLinkProvider<TraceTerminalLink> {
  provideTerminalLinks({ line }: TerminalLinkContext): TraceTerminalLink[] {
    return resolveLine(line).map(
      (found) =>
        new TraceTerminalLink(found.start, found.end, toOpenArgument(found, found.around, { service: found.service })),
    );
  }

  async handleTerminalLink({ argument }: TraceTerminalLink): Promise<void> {
    await openTrace(argument);
  }
}
