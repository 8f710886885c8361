import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';
import { timelineHtml } from './timelineHtml';

/** A page for one webview, with a fresh nonce. @param name of its bundle */
export function pageHtml(webview: Webview, extensionUri: Uri, name: 'timeline' | 'results' = 'timeline'): string {
  const file = (path: string): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', path)).toString();
  return timelineHtml({
    scriptUri: file(`${name}.js`),
    styleUris: [file(`${name}.css`)],
    codiconUri: file('codicon.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    lang: env.language,
  });
}
