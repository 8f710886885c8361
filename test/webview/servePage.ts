// npm run page -- FOLDER [--port N]: the built page in a plain browser, for design work and benchmarks.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from '../../esbuild.mjs';
import { startPageServer } from './pageServer';

const USAGE = 'Usage: npm run page -- FOLDER [--port N]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '0' } },
  });
  const [folder] = positionals;
  const port = Number(values.port);
  if (folder === undefined || positionals.length > 1 || !Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  await buildPage();
  const server = await startPageServer(resolve(process.env['INIT_CWD'] ?? process.cwd(), folder), port);
  console.log(`Traces of ${folder}: ${server.url}/`);
  console.log('One file: /?file=NAME   with &theme=dark|light|hc|hclight  &trace=ID  &state=loading|failed|empty');
  console.log(
    'Search results: /?page=results&rows=N   with &theme=…  &state=streaming|empty|failed|cancelled|kept|hostile|spans',
  );
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
