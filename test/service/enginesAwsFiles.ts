import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Shared config and credentials files, and token caches, in a home of a test's own. */
export class AwsFiles {
  readonly home = mkdtempSync(join(tmpdir(), 'xray-home-'));
  readonly env: Record<string, string> = {
    AWS_CONFIG_FILE: join(this.home, '.aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: join(this.home, '.aws/credentials'),
  };
  private readonly before = { ...process.env };

  /** @param endpoints variables that lead the SDK to fakes. Parts of it read the process's environment and no other. */
  constructor(endpoints: Readonly<Record<string, string>> = {}) {
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    const more = { AWS_EC2_METADATA_DISABLED: 'true', HOME: this.home, ...endpoints };
    Object.assign(process.env, this.env, more);
  }

  get config(): string {
    return this.env['AWS_CONFIG_FILE'] ?? '';
  }

  /** @param name inside the home folder */
  write(name: string, lines: readonly string[] | string | Uint8Array): string {
    const file = join(this.home, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof lines === 'string' || lines instanceof Uint8Array ? lines : lines.join('\n'));
    return file;
  }

  /** A token of IAM Identity Center, as the AWS CLI writes it. @param id name of the session, or the start URL of an old profile */
  writeSsoToken(id: string, accessToken: string, expiresAt: Date = new Date(Date.UTC(2099, 0))): void {
    const name = createHash('sha1').update(id).digest('hex');
    this.write(`.aws/sso/cache/${name}.json`, JSON.stringify({ accessToken, expiresAt: expiresAt.toISOString() }));
  }

  /** A token of `aws login`. */
  writeLoginToken(session: string, expiresAt: Date = new Date(Date.UTC(2099, 0))): void {
    const name = createHash('sha256').update(session).digest('hex');
    const accessToken = {
      accessKeyId: 'ASIALOGIN',
      secretAccessKey: 'secret',
      sessionToken: 'session',
      accountId: '444455556666',
      expiresAt: expiresAt.toISOString(),
    };
    const token = { accessToken, clientId: 'client', refreshToken: 'refresh', dpopKey: 'key' };
    this.write(`.aws/login/cache/${name}.json`, JSON.stringify(token));
  }

  /** A `credential_process` that prints credentials, and leaves a file behind when it has run. */
  processCommand(ranFile: string, after: number = 0): string {
    const answer = { Version: 1, AccessKeyId: 'AKIDPROCESS', SecretAccessKey: 'secret', AccountId: '777788889999' };
    const script = this.write('process.cjs', [
      `require('node:fs').writeFileSync(process.argv[2], String(process.pid));`,
      `setTimeout(() => console.log(${JSON.stringify(JSON.stringify(answer))}), Number(process.argv[3]));`,
    ]);
    return [process.execPath, script, ranFile, String(after)].map((word) => JSON.stringify(word)).join(' ');
  }

  dispose(): void {
    // Name by name: a new object would not be the environment of the process any more.
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
    rmSync(this.home, { recursive: true });
  }
}
