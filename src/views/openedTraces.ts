import { EventEmitter, type Disposable, type Event, type Memento } from 'vscode';
import { formatRef, type TraceRef } from '../model/traceRef';
import { traceTitle } from '../model/traceTitle';
import type { Trace } from '../model/trace';
import type { EpochMilliseconds } from '../model/units';
import { sameRef } from '../traces/sameRef';
import { Soon } from '../traces/soon';
import type { Traces } from '../traces/traces';
import { MOST_ROWS, readRows, writeRows, type OpenedRow, type OpenedTrace, type TraceFacts } from './openedState';
import { worstStatus } from './worstStatus';

const KEY = 'xrayTraces.opened';
/** Milliseconds: hundreds of traces arrive in one go. */
const WRITE_PAUSE = 300;

/** The traces opened in this workspace, newest first; kept in workspace state. Holds refs and a few facts, never documents. */
export class OpenedTraces implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;
  private list: readonly OpenedRow[];
  /** VS Code reports its own write errors. */
  private readonly writing = new Soon(() => void this.state.update(KEY, writeRows(this.list)), WRITE_PAUSE);

  /** Rows came, went or moved, or a row's facts are new. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly state: Memento,
    private readonly traces: Traces,
  ) {
    this.list = readRows(state.get(KEY));
    this.subscription = { dispose: () => listener.dispose() };
    const listener = traces.onDidChange((ref) => this.note(ref));
  }

  get rows(): readonly OpenedRow[] {
    return this.list;
  }

  /** Puts a trace on top, unless it is listed already: rows do not jump about under the mouse. */
  add(ref: TraceRef): void {
    if (this.tracesOf(this.list).some((one) => sameRef(one.ref, ref))) return;
    this.set([{ kind: 'trace', ref, facts: this.factsOf(ref) }, ...this.list]);
  }

  /** Puts traces that were opened together on top, as one group. */
  addGroup(refs: readonly TraceRef[], now: EpochMilliseconds): void {
    const keys = new Set(refs.map(formatRef));
    const others = this.list.filter((row) => row.kind === 'group' || !keys.has(formatRef(row.ref)));
    const traces = refs.map((ref): OpenedTrace => ({ kind: 'trace', ref, facts: this.factsOf(ref) }));
    this.set([{ kind: 'group', id: `${now}`, openedAt: now, traces }, ...others]);
  }

  /** Takes a trace out of the list, also out of groups. */
  remove(ref: TraceRef): void {
    this.set(
      this.list.flatMap((row): OpenedRow[] => {
        if (row.kind === 'trace') return sameRef(row.ref, ref) ? [] : [row];
        const traces = row.traces.filter((one) => !sameRef(one.ref, ref));
        return traces.length > 0 ? [{ ...row, traces }] : [];
      }),
    );
    this.traces.forget(ref);
  }

  removeGroup(id: string): void {
    const group = this.list.find((row) => row.kind === 'group' && row.id === id);
    this.set(this.list.filter((row) => row !== group));
    if (group?.kind === 'group') for (const { ref } of group.traces) this.traces.forget(ref);
  }

  clear(): void {
    const traces = this.tracesOf(this.list);
    this.set([]);
    for (const { ref } of traces) this.traces.forget(ref);
  }

  dispose(): void {
    this.writing.flush();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private tracesOf(rows: readonly OpenedRow[]): OpenedTrace[] {
    return rows.flatMap((row) => (row.kind === 'group' ? row.traces : row));
  }

  private factsOf(ref: TraceRef): TraceFacts | undefined {
    const trace = this.traces.peek(ref)?.trace;
    return trace && readFacts(trace);
  }

  private note(ref: TraceRef): void {
    const facts = this.factsOf(ref);
    if (!facts) return;
    const update = (one: OpenedTrace): OpenedTrace =>
      sameRef(one.ref, ref) && !sameFacts(one.facts, facts) ? { ...one, facts } : one;
    const rows = this.list.map((row): OpenedRow => {
      if (row.kind === 'trace') return update(row);
      const traces = row.traces.map(update);
      return traces.some((one, index) => one !== row.traces[index]) ? { ...row, traces } : row;
    });
    if (rows.some((row, index) => row !== this.list[index])) this.set(rows);
  }

  private set(rows: readonly OpenedRow[]): void {
    this.list = rows.slice(0, MOST_ROWS);
    this.changed.fire();
    this.writing.call();
  }
}

function readFacts(trace: Trace): TraceFacts {
  const { start, duration } = trace;
  return { title: traceTitle(trace), status: worstStatus(trace), start, duration };
}

function sameFacts(a: TraceFacts | undefined, b: TraceFacts): boolean {
  return a?.title === b.title && a.status === b.status && a.start === b.start && a.duration === b.duration;
}
