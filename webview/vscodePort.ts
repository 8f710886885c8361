import { errorPlace } from '../src/model/errorPlace';
import type { Port } from '../src/protocol/channel';

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The editor's side of a webview: messages, and what is kept over a reload. */
export interface VsCodePort extends Port {
  /** What `keep` kept, also before a reload; undefined at first. */
  kept(): unknown;
  keep(state: unknown): void;
}

/** Connects to VS Code, or to a stand-in that defines the same function. Once per page. */
export function vsCodePort(): VsCodePort {
  const api = acquireVsCodeApi();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's own function, which knows no origins
    post: (message) => api.postMessage(message),
    listen: (listener) => {
      const onMessage = (event: MessageEvent): void => listener(event.data);
      window.addEventListener('message', onMessage);
      return { dispose: () => window.removeEventListener('message', onMessage) };
    },
    kept: () => api.getState(),
    keep: (state) => api.setState(state),
  };
}

/**
 * Tells of script errors and refused policies: the host logs them, and every test fails on them. Only what broke and where: messages may quote
 * a trace. They are in the developer tools.
 */
export function reportTrouble(report: (text: string) => void): void {
  window.addEventListener('error', (event) => {
    // No script error: sizes that depend on each other, which the browser tells with the next frame instead.
    if (!event.error && event.message.startsWith('ResizeObserver loop')) return;
    report(`${errorPlace(event.error)} (${event.filename}:${event.lineno}:${event.colno})`);
  });
  window.addEventListener('unhandledrejection', (event) => report(`unhandled: ${errorPlace(event.reason)}`));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
    const blocked = /^[a-z-]{1,20}/i.exec(blockedURI)?.[0] ?? ''; // `inline`, `eval`, or a scheme: addresses can hold data
    report(`policy: ${effectiveDirective} refused ${blocked} (${sourceFile}:${lineNumber})`);
  });
}
