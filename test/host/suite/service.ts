import { writeFileSync } from 'node:fs';
import { startLogsService, type LogsService } from '../../service/logs';
import { startService, type XRayService } from '../../service/service';

let running: XRayService | undefined;
let runningLogs: LogsService | undefined;

/**
 * The local X-Ray service of this run, inside the extension host: tests fill it, make it fail and count its calls. The setting
 * `xrayTraces.endpoint` names it. Before each test it is back to its defaults, except for the traces put into it.
 */
export function xrayService(): XRayService {
  if (!running) throw new Error('The X-Ray service runs from the first test to the last.');
  return running;
}

/** The local CloudWatch Logs of this run, over the span records put into the X-Ray service. The setting `xrayTraces.logsEndpoint` names it. */
export function logsService(): LogsService {
  if (!runningLogs) throw new Error('CloudWatch Logs runs from the first test to the last.');
  return runningLogs;
}

/** Hooks of the whole suite. */
export const serviceHooks = {
  async beforeAll(): Promise<void> {
    const xray = await startService({ port: Number(process.env['XRAY_TEST_SERVICE_PORT']) });
    running = xray;
    runningLogs = await startLogsService((signer) => xray.spanRecords(signer), {
      port: Number(process.env['XRAY_TEST_LOGS_PORT']),
    });
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
    const logs = logsService();
    logs.clearFaults();
    logs.configure({ denied: [], latencyMs: 0, logGroups: ['aws/spans'], query: {} });
  },
  async afterAll(): Promise<void> {
    writeMadeSecrets(running?.calls ?? []);
    await Promise.all([running?.close(), runningLogs?.close()]);
    running = undefined;
    runningLogs = undefined;
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
