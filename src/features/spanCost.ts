import { CancellationError, l10n, window, workspace, type Disposable, type Memento } from 'vscode';
import type { Milliseconds } from '../model/units';
import type { HeldSearch } from '../traces/search';
import type { Connection } from '../traces/source';
import type { Searches } from '../traces/searches';
import { lengthText } from '../views/queryText';
import { isLargeSpanSearch, spanCostText, type SpanRate } from '../views/spanCostText';

const KEY = 'xrayTraces.spanRates';
/** Shorter searches tell too little. */
const SHORTEST: Milliseconds = 60_000;
/** Connections remembered. */
const MOST = 20;

/** Log groups that hold span records. */
export function spanLogGroups(): readonly string[] {
  const groups: unknown = workspace.getConfiguration('xrayTraces').get('spanLogGroups');
  const named = Array.isArray(groups) ? groups.filter((one): one is string => typeof one === 'string') : [];
  const trimmed = [...new Set(named.map((one) => one.trim()))].filter(Boolean).slice(0, 50);
  return trimmed.length > 0 ? trimmed : ['aws/spans'];
}

/** Asks before span searches that may read much, and learns from each how much that is. */
export class SpanCost implements Disposable {
  private readonly subscription: Disposable;

  constructor(
    private readonly state: Memento,
    searches: Pick<Searches, 'peek' | 'onDidChange'>,
  ) {
    this.subscription = searches.onDidChange((id) => this.learn(searches.peek(id)));
  }

  /** @throws CancellationError where the user thinks better of it */
  async confirm(length: Milliseconds, connection: Connection): Promise<void> {
    const hours: unknown = workspace.getConfiguration('xrayTraces').get('largeSpanSearchHours');
    if (!isLargeSpanSearch(length, hours)) return;
    const search = { label: l10n.t('Search {0} of Spans', lengthText(length)) };
    const answer = await window.showQuickPick(
      [
        { ...search, detail: spanCostText(length, this.rates().get(keyOf(connection)), l10n.t) },
        { label: l10n.t('Do Not Search'), detail: l10n.t('Nothing is asked of AWS.') },
      ],
      { title: l10n.t('Search spans of a long time range?'), ignoreFocusOut: true },
    );
    if (answer?.label !== search.label) throw new CancellationError();
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** Only searches that read their whole range tell how much a range holds. */
  private learn(held: HeldSearch | undefined): void {
    if (held?.query.kind !== 'spans' || held.state !== 'done' || !held.end || held.end.left.length > 0) return;
    const { bytes = 0 } = held.end;
    const length = held.between.end - held.between.start;
    if (bytes <= 0 || length < SHORTEST) return;
    const rates = this.rates();
    const key = keyOf(held.connection);
    if (rates.get(key)?.bytes === bytes && rates.get(key)?.length === length) return;
    rates.delete(key);
    rates.set(key, { bytes, length });
    void this.state.update(KEY, { version: 1, rates: [...rates].slice(-MOST) }); // VS Code reports its own write errors
  }

  private rates(): Map<string, SpanRate> {
    const { version, rates } = fields(this.state.get(KEY));
    if (version !== 1 || !Array.isArray(rates)) return new Map();
    return new Map(
      rates.flatMap((entry: unknown): [string, SpanRate][] => {
        const [key, rate] = Array.isArray(entry) ? (entry as unknown[]) : [];
        const { bytes, length } = fields(rate);
        return typeof key === 'string' && isAmount(bytes) && isAmount(length) ? [[key, { bytes, length }]] : [];
      }),
    );
  }
}

function keyOf({ profile, region }: Connection): string {
  return JSON.stringify([profile, region, ...spanLogGroups()]);
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
