import { EventEmitter, type Disposable, type Event, type Memento } from 'vscode';
import { formatRef, type TraceRef } from '../model/traceRef';
import { traceTitle } from '../model/traceTitle';
import type { Trace } from '../model/trace';
import type { EpochMilliseconds } from '../model/units';
import { sameRef } from '../traces/sameRef';
import { Soon } from '../traces/soon';
import type { Traces } from '../traces/traces';
import {
  MOST_ROWS,
  readRows,
  writeRows,
  type OpenedRow,
  type OpenedTrace,
  type TimeHint,
  type TraceFacts,
} from './openedState';
import { worstStatus } from './worstStatus';

const KEY = 'xrayTraces.opened';
/** Milliseconds: hundreds of traces arrive in one go. */
const WRITE_PAUSE = 300;

/** The traces opened in this workspace, newest first; kept in workspace state. Holds refs and a few facts, never documents. */
export class OpenedTraces implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;
  private all: readonly OpenedRow[];
  /** VS Code reports its own write errors. */
  private readonly writing = new Soon(() => void this.state.update(KEY, writeRows(this.all)), WRITE_PAUSE);

  /** Rows came, went or moved, or a row's facts are new. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly state: Memento,
    private readonly traces: Traces,
  ) {
    this.all = readRows(state.get(KEY));
    for (const { ref, hint } of this.tracesOf(this.all)) if (hint) traces.remember({ ref, ...hint });
    this.subscription = { dispose: () => listener.dispose() };
    const listener = traces.onDidChange((ref) => this.note(ref));
  }

  get rows(): readonly OpenedRow[] {
    return this.all;
  }

  /** Puts a trace on top that the user opened; where it is listed already, its row moves there, or the group that has it. */
  add(ref: TraceRef): void {
    const row = this.all.find((one) => one.kind === 'trace' && sameRef(one.ref, ref)) ?? this.rowWith(ref);
    if (row && row === this.all[0]) return;
    this.set([row ?? this.rowOf(ref), ...this.all.filter((one) => one !== row)]);
  }

  /** Lists a trace that is shown, unless it is: rows do not jump about under the mouse. */
  list(ref: TraceRef): void {
    if (!this.rowWith(ref)) this.set([this.rowOf(ref), ...this.rows]);
  }

  /** Puts traces that were opened together on top, as one group. */
  addGroup(refs: readonly TraceRef[], now: EpochMilliseconds): void {
    const keys = new Set(refs.map(formatRef));
    const others = this.all.filter((row) => row.kind === 'group' || !keys.has(formatRef(row.ref)));
    const traces = refs.map((ref) => this.rowOf(ref));
    this.set([{ kind: 'group', id: `${now}`, openedAt: now, traces }, ...others]);
  }

  /** Takes out the row of a trace: its own, or the one in a group. Other rows of the same trace stay. */
  remove(ref: TraceRef, group?: string): void {
    this.setAndForget(
      this.all.flatMap((row): OpenedRow[] => {
        if (row.kind === 'trace') return group === undefined && sameRef(row.ref, ref) ? [] : [row];
        if (row.id !== group) return [row];
        const traces = row.traces.filter((one) => !sameRef(one.ref, ref));
        return traces.length > 0 ? [{ ...row, traces }] : [];
      }),
    );
  }

  removeGroup(id: string): void {
    this.setAndForget(this.all.filter((row) => row.kind === 'trace' || row.id !== id));
  }

  clear(): void {
    this.setAndForget([]);
  }

  dispose(): void {
    this.writing.flush();
    this.subscription.dispose();
    this.changed.dispose();
  }

  private tracesOf(rows: readonly OpenedRow[]): OpenedTrace[] {
    return rows.flatMap((row) => (row.kind === 'group' ? row.traces : row));
  }

  private rowWith(ref: TraceRef): OpenedRow | undefined {
    return this.all.find((row) => this.tracesOf([row]).some((one) => sameRef(one.ref, ref)));
  }

  private rowOf(ref: TraceRef): OpenedTrace {
    return { kind: 'trace', ref, hint: this.traces.hintOf(ref), facts: this.factsOf(ref) };
  }

  private factsOf(ref: TraceRef): TraceFacts | undefined {
    const trace = this.traces.peek(ref)?.trace;
    return trace && readFacts(trace);
  }

  /** Takes over what is new of a trace: its facts once it is loaded, its hint once the user chose a range. */
  private note(ref: TraceRef): void {
    const facts = this.factsOf(ref);
    const hint = this.traces.hintOf(ref);
    const update = (one: OpenedTrace): OpenedTrace => {
      if (!sameRef(one.ref, ref)) return one;
      const isNews = (facts && !sameFacts(one.facts, facts)) || (hint && !sameHint(one.hint, hint));
      return isNews ? { ...one, facts: facts ?? one.facts, hint: hint ?? one.hint } : one;
    };
    const rows = this.all.map((row): OpenedRow => {
      if (row.kind === 'trace') return update(row);
      const traces = row.traces.map(update);
      return traces.some((one, index) => one !== row.traces[index]) ? { ...row, traces } : row;
    });
    if (rows.some((row, index) => row !== this.all[index])) this.set(rows);
  }

  /** Sets the rows; traces no row has any more are forgotten. */
  private setAndForget(rows: readonly OpenedRow[]): void {
    const before = this.tracesOf(this.all);
    this.set(rows);
    const left = new Set(this.tracesOf(this.all).map(({ ref }) => formatRef(ref)));
    for (const { ref } of before) if (!left.has(formatRef(ref))) this.traces.forget(ref);
  }

  private set(rows: readonly OpenedRow[]): void {
    this.all = rows.slice(0, MOST_ROWS);
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

function sameHint(a: TimeHint | undefined, b: TimeHint): boolean {
  return (
    a?.around === b.around &&
    a?.range?.start === b.range?.start &&
    a?.range?.end === b.range?.end &&
    a?.sampled === b.sampled &&
    a?.foundIn?.file === b.foundIn?.file &&
    a?.foundIn?.service === b.foundIn?.service
  );
}
