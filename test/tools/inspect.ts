// npm run inspect -- [--tree] [--redact] FILE…
// Prints as JSON what the model makes of trace files: one object per file. For bug reports, and for checking the model without an editor.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildTrace } from '../../src/model/buildTrace';
import { readTraceFile, type TraceFile, type Unreadable } from '../../src/model/readTraceFile';
import { redactDocument } from '../../src/model/redact';
import { Mark, Status, type Trace } from '../../src/model/trace';

const USAGE = `Usage: npm run inspect -- [--tree] [--redact] FILE…
  --tree    adds every span: indented name, start and duration in seconds, status
  --redact  prints the documents themselves with names, ids, types and keys only: safe to paste into a bug report`;

/** What `inspect` prints of one file; `JSON.stringify`ed as it is. */
export interface Inspection {
  readonly file: string;
  readonly traces: readonly { readonly spans: number; readonly [member: string]: unknown }[];
  readonly unreadable: readonly Unreadable[];
}

/** What the model makes of a file's text. */
export function inspect(file: string, text: string, options: { readonly tree: boolean }): Inspection {
  const read = readTraceFile(text);
  const traces = read.traces.map(buildTrace);
  return {
    file,
    traces: traces.map((trace) => describe(trace, options.tree)),
    unreadable: [...read.unreadable, ...traces.flatMap(unreadableRows)],
  };
}

function describe(trace: Trace, withTree: boolean): Inspection['traces'][number] {
  const { spans, counts } = trace;
  const roots = spans.parent.reduce((count, parent) => count + (parent < 0 ? 1 : 0), 0);
  const statuses = { ok: 0, pending: 0, error: 0, throttle: 0, fault: 0 };
  for (const status of spans.status) statuses[statusName(status)]++;
  const hasTime = trace.start !== 0;
  return {
    id: trace.id,
    spans: spans.count,
    segments: counts.segments,
    roots,
    depth: trace.depth,
    start: hasTime ? rounded(trace.start / 1000) : null,
    startTime: hasTime ? isoTime(trace.start) : null,
    duration: rounded(trace.duration / 1000),
    reportedDuration: trace.reportedDuration === undefined ? null : rounded(trace.reportedDuration / 1000),
    limitExceeded: trace.limitExceeded,
    statuses,
    services: servicesOf(trace),
    problems: trace.problems.map(({ kind, count }) => ({ kind, count })),
    ...(withTree ? { tree: treeOf(trace) } : {}),
  };
}

/** One entry per service and origin: Lambda's two segments of one name are two. */
function servicesOf({ spans }: Trace): object[] {
  const services = new Map<string, { name: string; origin: string; spans: number }>();
  for (let span = 0; span < spans.count; span++) {
    const name = spans.strings[spans.service[span]!]!;
    const origin = spans.strings[spans.origin[span]!]!;
    const key = JSON.stringify([name, origin]);
    const service = services.get(key) ?? { name, origin, spans: 0 };
    service.spans++;
    services.set(key, service);
  }
  return [...services.values()].filter(({ name }) => name !== '');
}

function treeOf({ spans }: Trace): object[] {
  return Array.from(spans.id, (id, span) => ({
    name: `${'  '.repeat(Math.min(spans.depth[span]!, 100))}${spans.strings[spans.name[span]!]!}`,
    id,
    depth: spans.depth[span]!,
    start: rounded(spans.start[span]! / 1000),
    duration: rounded(spans.duration[span]! / 1000),
    status: statusName(spans.status[span]!),
  }));
}

function unreadableRows(trace: Trace): Unreadable[] {
  const { spans } = trace;
  const rows: Unreadable[] = [];
  for (let span = 0; span < spans.count; span++) {
    if (!(spans.marks[span]! & Mark.Unreadable)) continue;
    const why = spans.strings[spans.name[span]!]!.replace(/^Unreadable: /, '');
    rows.push({ where: `trace ${trace.id || '(no id)'}, document ${trace.documentOf[span]! + 1}`, why });
  }
  return rows;
}

function statusName(status: number): 'ok' | 'pending' | 'error' | 'throttle' | 'fault' {
  if (status === Status.Fault) return 'fault';
  if (status === Status.Throttle) return 'throttle';
  if (status === Status.Error) return 'error';
  return status === Status.Pending ? 'pending' : 'ok';
}

/** Nanoseconds are the finest anyone writes. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}

/** Beyond the year 275760 there is no date; the number says it all. */
function isoTime(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The file's documents in the shape of BatchGetTraces, redacted; so the output can be inspected again. */
export function redact(file: string, read: TraceFile): string {
  const traces = read.traces.map(({ id, limitExceeded, documents }) => {
    const segments = documents.map((text) => {
      const document = redactDocument(text);
      return document === undefined
        ? `{"Document":${JSON.stringify(`unreadable, ${text.length} characters`)}}`
        : `{"Document":${document}}`;
    });
    const head = JSON.stringify({ Id: id ?? '', LimitExceeded: limitExceeded ?? false }).slice(0, -1);
    return `${head},"Segments":[${segments.join(',\n')}]}`;
  });
  return `{"file":${JSON.stringify(file)},"Traces":[${traces.join(',\n')}],"unreadable":${JSON.stringify(read.unreadable)}}`;
}

function run(args: readonly string[]): number {
  const flags = new Set(args.filter((arg) => arg.startsWith('--')));
  const files = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [...flags].filter((flag) => flag !== '--tree' && flag !== '--redact');
  if (unknown.length > 0 || files.length === 0) {
    console.error(unknown.length > 0 ? `Unknown option ${unknown.join(', ')}.\n${USAGE}` : `No file given.\n${USAGE}`);
    return 2;
  }
  let failed = false;
  for (const file of files) {
    const text = readText(file);
    if (text === undefined) {
      failed = true;
      continue;
    }
    const inspection = inspect(file, text, { tree: flags.has('--tree') });
    const isPretty = files.length === 1;
    if (flags.has('--redact')) console.log(redact(file, readTraceFile(text)));
    else console.log(JSON.stringify(inspection, null, isPretty ? 2 : 0));
    if (!inspection.traces.some(({ spans }) => spans > 0)) {
      failed = true;
      const [first] = inspection.unreadable;
      console.error(
        `${file} holds no trace document${first ? ` (${first.where}: ${first.why})` : ''}. ` +
          'It should hold segment documents, span records or OTLP, for example the output of "aws xray batch-get-traces".',
      );
    }
  }
  return failed ? 1 : 0;
}

/** npm runs scripts in the package's folder; INIT_CWD is where the user stands. */
function readText(file: string): string | undefined {
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is no such file' : String(error);
    console.error(`Cannot read ${path}: ${reason}. Give a path relative to where you run npm.`);
    return undefined;
  }
}

if (process.argv[1]?.endsWith('inspect.mjs')) process.exitCode = run(process.argv.slice(2));
