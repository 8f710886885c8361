import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoLogs } from './logs';
import { demoTraces } from './traces';

/**
 * Writes the sample workspace: the shop's code, and its logs with the IDs of `demoTraces(now)`. Files that are there already
 * are overwritten.
 * @param folder made when it is missing
 * @param now epoch milliseconds, the same as the service was filled with
 */
export async function writeDemoWorkspace(folder: string, now: number): Promise<void> {
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  await cp(join(PROJECT_ROOT, 'test/demo/workspace'), folder, { recursive: true });
  for (const [name, text] of Object.entries(demoLogs(demoTraces(now)))) await writeFile(join(logs, name), text);
}
