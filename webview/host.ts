import type { Answer, AnswerTo, Ask, HostMessage, PageMessage } from '../src/protocol/messages';
import { Channel } from '../src/protocol/channel';
import { vsCodePort } from './vscodePort';

/** The page's side of the channel. */
export interface PageHost {
  send(message: PageMessage): void;
  /** Resolves with the host's answer; rejects with its message. */
  ask<A extends Ask>(ask: A): Promise<AnswerTo<A>>;
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
    ask: <A extends Ask>(ask: A) =>
      new Promise<AnswerTo<A>>((resolve, reject) => {
        const request = ++requests;
        // The host answers a request in kind.
        waiting.set(request, { resolve: (answer) => resolve(answer as AnswerTo<A>), reject });
        channel.send({ kind: 'request', request, ask });
      }),
    kept: () => port.kept(),
    keep: (state) => port.keep(state),
  };
}
