import { parseArgs } from 'node:util';
import { fillWithDemo } from '../demo/fill';
import { startLogsService } from './logs';
import { startService } from './service';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError(`--port ${values.port}: not a port`);

const service = await startService({ port });
const logs = await startLogsService((signer) => service.spanRecords(signer));
const traces = fillWithDemo(service, Date.now());
console.log(`The local X-Ray service listens on ${service.url}, CloudWatch Logs on ${logs.url} (Ctrl+C ends them).\n`);
for (const { id, title } of traces) console.log(`${id}  ${title}`);
console.log(`\nAWS_ENDPOINT_URL_XRAY=${service.url} aws xray batch-get-traces --trace-ids ${traces[0]?.id}`);

const end = (): void => void Promise.all([service.close(), logs.close()]);
process.once('SIGINT', end);
process.once('SIGTERM', end);
