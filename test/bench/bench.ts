// npm run bench -- [--json] [NAME…]: tables for people, or one JSON object per line for machines.
import { parseArgs } from 'node:util';
import { benchActivation } from './activation';
import { benchFilter } from './filter';
import { benchFind } from './find';
import { benchModel } from './model';
import { benchPage } from './page';
import { benchResults } from './results';
import { benchRetrieve } from './retrieve';
import { benchScanner } from './scanner';

/** Each measures several times and returns medians: plain objects with `bench` first. */
const BENCHES: Readonly<Record<string, () => Promise<readonly object[]>>> = {
  model: benchModel,
  scanner: benchScanner,
  retrieve: benchRetrieve,
  find: benchFind,
  filter: benchFilter,
  page: benchPage,
  results: benchResults,
  activation: benchActivation,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`No bench "${unknown.join('", "')}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 1;
} else
  for (const [name, run] of Object.entries(BENCHES)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const lines = await run();
    if (values.json) for (const line of lines) console.log(JSON.stringify(line));
    else printTable(name, lines);
  }

function printTable(name: string, lines: readonly object[]): void {
  const rows = lines.map((line) => Object.entries(line).filter(([column]) => column !== 'bench'));
  const header = rows[0]?.map(([column]) => column) ?? [];
  const cells = [header, ...rows.map((row) => row.map(([, value]) => format(value)))];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  console.log(`\n${name}`);
  for (const row of cells) console.log(`  ${row.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}`);
}

/** At most three significant digits behind the point where they tell something. */
function format(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
  return Array.isArray(value) ? value.map(format).join(' ') : String(value);
}
