// Imported first, for its effect: where the launcher reads the suite's output from a file, the console writes there. VS Code's own
// setters for these methods do nothing, and mocha keeps the `console.log` it finds when it is loaded.
import { openSync, writeSync } from 'node:fs';
import { format } from 'node:util';

const file = process.env['XRAY_TEST_OUTPUT'];
if (file) {
  const fd = openSync(file, 'a');
  const write = (...values: unknown[]) => void writeSync(fd, `${format(...values)}\n`);
  for (const name of ['log', 'info', 'warn', 'error'] as const)
    Object.defineProperty(console, name, { configurable: true, writable: true, value: write });
}
