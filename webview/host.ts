import { errorPlace } from '../src/model/errorPlace';
import type { Answer, Ask, HostMessage, PageMessage } from '../src/protocol/messages';
import { Channel, type Port } from '../src/protocol/channel';

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's side of the channel. */
export interface PageHost {
  send(message: PageMessage): void;
  /** Resolves with the host's answer; rejects with its message. */
  ask(ask: Ask): Promise<Answer>;
  /** What `keep` kept, also before a reload; undefined at first. */
  kept(): unknown;
  keep(state: unknown): void;
}

/** Connects to the host: VS Code, or a stand-in that defines the same function. `receive` gets everything but answers. */
export function connect(receive: (message: HostMessage) => void): PageHost {
  const api = acquireVsCodeApi();
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let requests = 0;
  const port: Port = {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's own function, which knows no origins
    post: (message) => api.postMessage(message),
    listen: (listener) => {
      const onMessage = (event: MessageEvent): void => listener(event.data);
      window.addEventListener('message', onMessage);
      return { dispose: () => window.removeEventListener('message', onMessage) };
    },
  };
  const channel = new Channel<PageMessage, HostMessage>(port, (message) => {
    if (message.kind !== 'answer') return receive(message);
    const asker = waiting.get(message.request);
    waiting.delete(message.request);
    if (message.ok) asker?.resolve(message.value);
    else asker?.reject(new Error(message.message));
  });
  return {
    send: (message) => channel.send(message),
    ask: (ask) =>
      new Promise((resolve, reject) => {
        const request = ++requests;
        waiting.set(request, { resolve, reject });
        channel.send({ kind: 'request', request, ask });
      }),
    kept: () => api.getState(),
    keep: (state) => api.setState(state),
  };
}

/**
 * Tells the host of script errors and refused policies: it logs them, and every test fails on them. Only what broke and where: messages may quote
 * the trace. They are in the developer tools.
 */
export function reportTrouble(host: PageHost): void {
  const report = (text: string): void => host.send({ kind: 'trouble', text });
  window.addEventListener('error', (event) =>
    report(`${errorPlace(event.error)} (${event.filename}:${event.lineno}:${event.colno})`),
  );
  window.addEventListener('unhandledrejection', (event) => report(`unhandled: ${errorPlace(event.reason)}`));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
    const blocked = /^[a-z-]{1,20}/i.exec(blockedURI)?.[0] ?? ''; // `inline`, `eval`, or a scheme: addresses can hold data
    report(`policy: ${effectiveDirective} refused ${blocked} (${sourceFile}:${lineNumber})`);
  });
}
