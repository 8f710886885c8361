/** What one load of the timeline page needs. URIs and `cspSource` come from the webview, never from a trace. */
export interface TimelineHtmlOptions {
  readonly scriptUri: string;
  readonly styleUris: readonly string[];
  /** `codicon.css`, which finds its font beside it. */
  readonly codiconUri: string;
  /** `webview.cspSource`: where fonts and pictures may come from. */
  readonly cspSource: string;
  /** Fresh for every load; base64url. */
  readonly nonce: string;
  /** BCP 47 tag for `<html lang>`. */
  readonly lang: string;
}

/**
 * The page's HTML: an empty root, its styles and its script. It holds no data, all of that comes in messages.
 * The policy allows nothing but what carries the nonce, and fonts and pictures of the extension itself. The `csp-nonce` meta is
 * read by FAST (the UI toolkit) for the style elements it inserts.
 */
export function timelineHtml(options: TimelineHtmlOptions): string {
  const nonce = attribute(options.nonce);
  const cspSource = attribute(options.cspSource);
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
  const styles = [options.codiconUri, ...options.styleUris].map(
    (uri) => `<link rel="stylesheet" nonce="${nonce}" href="${attribute(uri)}">`,
  );
  return `<!DOCTYPE html>
<html lang="${attribute(options.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trace Explorer</title>
${styles.join('\n')}
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${attribute(options.scriptUri)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
