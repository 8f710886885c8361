import { commands, Uri } from 'vscode';
import { readOpenArgument, type OpenArgument } from '../ids/openArgument';

const OPEN_TRACE = 'xrayTraces.openTrace';

/** The URI of a link that opens a trace. Only checked hex and numbers get into it; the command checks again. */
export function openTraceUri(argument: OpenArgument): Uri {
  return Uri.parse(`command:${OPEN_TRACE}?${encodeURIComponent(JSON.stringify(readOpenArgument(argument)))}`);
}

export function openTrace(argument: OpenArgument): Thenable<unknown> {
  return commands.executeCommand(OPEN_TRACE, argument);
}
