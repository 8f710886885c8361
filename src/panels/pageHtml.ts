import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';
import { timelineHtml } from './timelineHtml';

/** The timeline page for one webview, with a fresh nonce. */
export function pageHtml(webview: Webview, extensionUri: Uri): string {
  const file = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  return timelineHtml({
    scriptUri: file('timeline.js'),
    styleUris: [file('timeline.css')],
    codiconUri: file('codicon.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    lang: env.language,
  });
}
