import { languages, window, type ExtensionContext } from 'vscode';
import { DocumentIds } from './documentIds';
import { DocumentKindKey } from './documentKinds';
import { TraceDocumentLinks } from './documentLinks';
import { TraceTerminalLinks } from './terminalLinks';

/** Registers the links on trace IDs, and the context key that shows the editor's menu entry. Scans nothing yet. */
export function registerLinks(context: ExtensionContext): void {
  const ids = new DocumentIds();
  context.subscriptions.push(
    ids,
    new DocumentKindKey(ids),
    languages.registerDocumentLinkProvider('*', new TraceDocumentLinks(ids)),
    window.registerTerminalLinkProvider(new TraceTerminalLinks()),
  );
}
