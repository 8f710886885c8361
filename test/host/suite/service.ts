import { writeFileSync } from 'node:fs';
import { startService, type XRayService } from '../../service/service';

let running: XRayService | undefined;

/**
 * The local X-Ray service of this run, inside the extension host: tests fill it, make it fail and count its calls. The setting
 * `xrayTraces.endpoint` names it. Before each test it is back to its defaults, except for the traces put into it.
 */
export function xrayService(): XRayService {
  if (!running) throw new Error('The X-Ray service runs from the first test to the last.');
  return running;
}

/** Hooks of the whole suite. */
export const serviceHooks = {
  async beforeAll(): Promise<void> {
    running = await startService({ port: Number(process.env['XRAY_TEST_SERVICE_PORT']) });
  },
  beforeEach(): void {
    const service = xrayService();
    service.clearFaults();
    service.configure({
      destination: { Destination: 'XRay', Status: 'ACTIVE' },
      denied: [],
      latencyMs: 0,
      batchPageSize: 1_000_000,
      retrieval: {},
    });
  },
  async afterAll(): Promise<void> {
    writeMadeSecrets(running?.calls ?? []);
    await running?.close();
    running = undefined;
  },
};

/** Retrieval tokens are made anew in each run: the check that follows it looks for them too. */
function writeMadeSecrets(calls: XRayService['calls']): void {
  const tokens = new Set<string>();
  for (const { body } of calls) {
    const token: unknown = (body as { readonly RetrievalToken?: unknown } | undefined)?.RetrievalToken;
    if (typeof token === 'string' && token) tokens.add(token);
  }
  const made = Object.fromEntries([...tokens].map((token, index) => [`retrievalToken${index + 1}`, token]));
  writeFileSync(process.env['XRAY_TEST_SECRETS']!, JSON.stringify(made));
}
