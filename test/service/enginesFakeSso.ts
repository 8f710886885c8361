import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The token IAM Identity Center accepts; any other is refused. */
export const SSO_TOKEN = 'sso-token-of-the-test';

/** As much of the portal of IAM Identity Center (GetRoleCredentials) and of `aws login`'s renewal as signing in takes. */
export class FakeSso {
  /**
   * @param token the one it accepts
   * @param role what it hands out
   */
  constructor(
    private readonly token = SSO_TOKEN,
    private readonly role = { keyId: 'ASIASSO', key: 'secret', token: 'session' },
  ) {}

  /** Bearer tokens and paths, oldest first. */
  readonly requests: string[] = [];
  /** How it answers: as it should, never, with a proxy's page, or with an error of its own. */
  answers: 'well' | 'never' | 'html' | 'error' = 'well';
  hungUp = false;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const token = String(request.headers['x-amz-sso_bearer_token'] ?? '');
    this.requests.push(`${token} ${request.url ?? ''}`);
    response.on('close', () => (this.hungUp = !response.writableFinished));
    if (this.answers === 'never') return;
    if (this.answers === 'html') {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<!DOCTYPE html><h1>Bad gateway</h1>');
      return;
    }
    const send = (status: number, body: unknown, error?: string): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...(error && { 'x-amzn-errortype': error }) })
        .end(JSON.stringify(body));
    };
    if (this.answers === 'error') send(503, { message: 'later' }, 'ServiceUnavailable');
    else if (token !== this.token)
      send(401, { message: 'Session token not found or invalid' }, 'UnauthorizedException');
    else {
      send(200, {
        roleCredentials: {
          accessKeyId: this.role.keyId,
          secretAccessKey: this.role.key,
          sessionToken: this.role.token,
          expiration: Date.UTC(2099, 0),
        },
      });
    }
  }
}
