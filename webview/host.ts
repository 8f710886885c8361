import type { Answer, Ask, HostMessage, PageMessage } from '../src/protocol/messages';
import { Channel } from '../src/protocol/channel';
import { vsCodePort } from './vscodePort';

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
  const port = vsCodePort();
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let requests = 0;
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
    kept: () => port.kept(),
    keep: (state) => port.keep(state),
  };
}
