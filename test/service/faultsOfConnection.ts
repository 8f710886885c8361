import dns from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service whose clock differs: it refuses what was not signed within five minutes of its own time, as AWS does. */
export class OtherClock {
  readonly requests: string[] = [];
  private readonly server: Server;

  /** @param minutes how far this computer is ahead of the service; behind: negative */
  constructor(minutes: number, code = 'InvalidSignatureException') {
    this.server = createServer((request, response) => {
      request.resume();
      const now = Date.now() - minutes * 60_000;
      const signed = Date.parse(
        String(request.headers['x-amz-date']).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
      );
      this.requests.push(String(request.headers['x-amz-date']));
      const headers = { date: new Date(now).toUTCString(), 'content-type': 'application/json' };
      if (Math.abs(signed - now) < 5 * 60_000) response.writeHead(200, headers).end('{"Traces":[]}');
      else {
        response
          .writeHead(403, { ...headers, 'x-amzn-errortype': code })
          .end(JSON.stringify({ message: 'Signature expired: see the Date header' }));
      }
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return this;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/**
 * Looks up every name but this computer's own in vain, as name servers that do not know it or cannot be asked.
 * @returns names that were looked up, and how to undo it
 */
export function withoutNames(code: 'ENOTFOUND' | 'EAI_AGAIN'): { readonly asked: string[]; readonly undo: () => void } {
  const original = dns.lookup;
  const asked: string[] = [];
  const lookup = (hostname: string, options: unknown, callback: (error: Error) => void): void => {
    if (hostname === '127.0.0.1' || hostname === 'localhost') {
      (original as (...values: unknown[]) => void)(hostname, options, callback);
      return;
    }
    asked.push(hostname);
    const error = new Error(`getaddrinfo ${code} ${hostname}`);
    setImmediate(() => callback(Object.assign(error, { code, hostname, syscall: 'getaddrinfo' })));
  };
  dns.lookup = lookup as typeof dns.lookup;
  return { asked, undo: () => void (dns.lookup = original) };
}
