/** One end of a message channel; wraps `webview.postMessage`/`onDidReceiveMessage` or `acquireVsCodeApi()`/`window.onmessage`. */
export interface Port {
  readonly post: (message: unknown) => void;
  readonly listen: (listener: (message: unknown) => void) => { dispose(): void };
}

/**
 * The one channel class, used at both ends. Checks what it sends (only exact-size typed arrays and plain JSON survive the crossing)
 * when `check` is given, and drops what has no `kind` of ours.
 */
export class Channel<Out extends { readonly kind: string }, In extends { readonly kind: string }> {
  private readonly subscription: { dispose(): void };

  constructor(
    private readonly port: Port,
    private readonly receive: (message: In) => void,
    private readonly check?: (message: Out) => void,
  ) {
    this.subscription = port.listen((message) => {
      if (typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string') {
        this.receive(message as In);
      }
    });
  }

  send(message: Out): void {
    this.check?.(message);
    this.port.post(message);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
