import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of AWS STS as assuming a role takes; the code 000000 is wrong. */
export class FakeSts {
  /** @param role what it hands out */
  constructor(private readonly role = { keyId: 'ASIAROLE', key: 'secret', token: 'token' }) {}

  readonly requests: string[] = [];
  answers = true;
  hungUp = false;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

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

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.requests.push(body);
    response.on('close', () => (this.hungUp = !response.writableFinished));
    if (!this.answers) return;
    const isWrong = body.includes('TokenCode=000000');
    response.writeHead(isWrong ? 403 : 200, { 'content-type': 'text/xml' });
    const action = /Action=(\w+)/.exec(body)?.[1] ?? 'AssumeRole';
    const account = /RoleArn=arn%3A[\w-]+%3Aiam%3A%3A(\d{12})/.exec(body)?.[1] ?? '';
    response.end(isWrong ? WRONG_CODE : answerOf(this.role, account).replaceAll('AssumeRole', action));
  }
}

const answerOf = ({ keyId, key, token }: { keyId: string; key: string; token: string }, account: string): string =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/reader/s</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>${keyId}</AccessKeyId><SecretAccessKey>${key}</SecretAccessKey><SessionToken>${token}</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const WRONG_CODE = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>`;
