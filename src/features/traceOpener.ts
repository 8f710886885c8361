import { l10n, ProgressLocation, window } from 'vscode';
import type { OpenArgument } from '../ids/openArgument';
import type { TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { Connection, WantedTrace } from '../traces/source';
import { TraceError } from '../traces/traceError';
import type { HeldTrace, How, LoadOptions, Traces } from '../traces/traces';
import type { ConnectionChoice } from '../views/connection';
import type { TraceDocuments } from '../views/documents';
import type { OpenedTraces } from '../views/openedTraces';
import type { Commands } from './commands';

/** More IDs than this are asked about first. */
export const ASK_ABOVE = 25;
/** BatchGetTraces takes at most 5 IDs, StartTraceRetrieval 100. Source: X-Ray API reference. */
const IDS_PER_CALL = { open: 5, retrieve: 100, resume: 100 } as const;

export interface OpenOptions {
  readonly how?: How;
  /** A time range the user gave. */
  readonly range?: WantedTrace['range'];
  /** Where to ask, e.g. where a search found them; unless given, the profile and region that rule now. */
  readonly connection?: Connection | undefined;
}

/** A trace to open, perhaps with a time range of its own. */
export type Wanted = OpenArgument & Pick<OpenOptions, 'range'>;

/** Opens traces of AWS: the panel of the first at once, several as a group in the sidebar. */
export class TraceOpener {
  constructor(
    private readonly choice: ConnectionChoice,
    private readonly traces: Traces,
    private readonly panels: TimelinePanels,
    private readonly opened: OpenedTraces,
    private readonly documents: TraceDocuments,
    private readonly commands: Commands,
  ) {}

  /** Opens IDs with the profile and region that rule now. Nothing is asked of AWS before the user agreed to many. */
  async open(wanted: readonly Wanted[], options: OpenOptions = {}): Promise<void> {
    const chosen = await confirmMany(wanted, options.how ?? 'open');
    if (chosen.length === 0) return;
    let connection: Connection;
    try {
      connection = options.connection ?? (await this.choice.resolve());
    } catch (error) {
      this.commands.report(error, 'open', { retry: () => this.open(chosen, options) });
      return;
    }
    await this.openIn(connection, chosen, options);
  }

  /** Opens IDs with a profile and region. */
  async openIn(connection: Connection, chosen: readonly Wanted[], options: OpenOptions = {}): Promise<void> {
    const { profile, region } = connection;
    const refs = chosen.map(({ id }): TraceRef => ({ source: 'aws', profile, region, id }));
    for (const [index, ref] of refs.entries()) {
      const { around, range = options.range, sampled, foundIn } = chosen[index]!;
      this.traces.remember({ ref, around, range, sampled, foundIn });
    }
    await this.show(refs, chosen[0]?.segmentId, options.how);
  }

  /** Opens the IDs of traces anew, with the profile and region that rule now: in others, the same ID is another trace. */
  async reopen(refs: readonly TraceRef[]): Promise<void> {
    const wanted = refs.map((ref): Wanted => {
      const { around, range, sampled, foundIn } = this.traces.hintOf(ref) ?? {};
      return {
        id: ref.id,
        ...(around !== undefined && { around }),
        ...(sampled !== undefined && { sampled }),
        ...(foundIn && { foundIn }),
        range,
      };
    });
    const [first] = refs;
    const how = first && this.traces.peek(first)?.receipts.at(-1)?.how;
    await this.open(wanted, how ? { how } : {});
  }

  /** Loads a trace anew: in its panel, else under a progress message. */
  async reload(refs: readonly TraceRef[], options: LoadOptions): Promise<void> {
    const others = refs.filter((ref) => !this.panels.load(ref, options));
    if (others.length > 0) await this.loadAll(others, options);
  }

  /** Loads anew what failed or was cancelled, the way it was loaded. */
  async retry(refs: readonly TraceRef[]): Promise<void> {
    const how = refs.map((ref) => this.traces.peek(ref)?.receipts.at(-1)?.how ?? 'open');
    await Promise.all(
      (['open', 'retrieve'] as const).map((one) =>
        this.reload(
          refs.filter((_, index) => how[index] === one),
          { how: one, fresh: true },
        ),
      ),
    );
  }

  private async show(refs: readonly TraceRef[], segmentId: string | undefined, how: How = 'open'): Promise<void> {
    const [first] = refs;
    if (!first) return;
    if (refs.length === 1) this.opened.add(first);
    else this.opened.addGroup(refs, Date.now());
    // Opening again what failed or was cancelled is another try.
    const load: LoadOptions = { how, again: true };
    // The group's load starts first: the panel joins it, and all IDs go to AWS together.
    const group = refs.length > 1 ? this.loadAll(refs, load) : undefined;
    this.panels.show(first, { select: segmentId, load });
    // A panel that was there has not begun; one that has joins its own load.
    if (!group) this.panels.load(first, load);
    await group;
  }

  private async loadAll(refs: readonly TraceRef[], options: LoadOptions): Promise<void> {
    const loading = this.traces.open(
      refs.map((ref) => ({ ref })),
      new AbortController().signal, // cancelling is more than leaving: it ends the loads for panels too
      options,
    );
    await window.withProgress(
      { location: ProgressLocation.Notification, cancellable: true, title: l10n.t('X-Ray') },
      async (progress, token) => {
        token.onCancellationRequested(() => {
          for (const ref of refs) this.traces.cancel(ref);
        });
        const say = (): void => {
          const done = refs.filter((ref) => isDone(this.traces.peek(ref))).length;
          progress.report({ message: l10n.t('Opening traces: {0} of {1}', done, refs.length) });
        };
        const timer = setInterval(say, 250);
        try {
          say();
          await loading;
        } finally {
          clearInterval(timer);
        }
      },
    );
    this.sayWhatFailed(refs);
  }

  private sayWhatFailed(refs: readonly TraceRef[]): void {
    const failed = refs.filter((ref) => this.traces.peek(ref)?.error);
    const [first] = failed;
    if (!first) return;
    const error = this.traces.peek(first)?.error;
    const reasons = new Set(failed.map((ref) => this.traces.peek(ref)?.error?.reason));
    if (error && reasons.size === 1 && (failed.length === 1 || error.reason !== 'notFound')) {
      this.commands.report(error, 'open', { ref: first, refs: failed, retry: () => this.retry(failed) });
      return;
    }
    const showReceipt = l10n.t('Show Receipt');
    void window
      .showWarningMessage(
        l10n.t('{0} of {1} traces could not be opened. The sidebar says why at each.', failed.length, refs.length),
        showReceipt,
      )
      .then((answer) => (answer === showReceipt ? this.documents.showReceipt(first) : undefined));
  }
}

function isDone(held: HeldTrace | undefined): boolean {
  return held !== undefined && (held.trace !== undefined || !held.loading);
}

/** Asks before many IDs cost many calls. @returns those to open, none when the user thinks better of it */
async function confirmMany(wanted: readonly Wanted[], how: How): Promise<readonly Wanted[]> {
  if (wanted.length === 0) throw new TraceError('malformedId', { id: '' });
  if (wanted.length <= ASK_ABOVE) return wanted;
  const calls = (count: number): number => Math.ceil(count / IDS_PER_CALL[how]);
  const operation = how === 'retrieve' ? 'StartTraceRetrieval' : 'BatchGetTraces';
  const item = (count: number, label: string) => ({
    label,
    description: l10n.t('at least {0} calls of {1}', calls(count), operation),
    count,
  });
  const answer = await window.showQuickPick(
    [
      item(wanted.length, l10n.t('Open all {0} traces', wanted.length)),
      item(ASK_ABOVE, l10n.t('Open the first {0}', ASK_ABOVE)),
    ],
    {
      title: l10n.t('{0} traces at once', wanted.length),
      placeHolder: l10n.t('AWS bills retrieved traces; each call counts against the account’s request rate'),
      ignoreFocusOut: true,
    },
  );
  return answer ? wanted.slice(0, answer.count) : [];
}
