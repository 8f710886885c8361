import { evaluate } from '../../src/filter/evaluate';
import { parseFilter } from '../../src/filter/parse';
import { summarySubject } from '../../src/filter/summarySubject';
import { SummaryWriter } from '../../src/panels/wireSummaries';
import type { ResultsHostMessage, ResultsPageMessage, WireQuery, WireStatus } from '../../src/protocol/results';
import { englishResultsStrings } from '../../src/protocol/resultsStrings';
import { checkWire } from '../../src/protocol/wireCheck';
import type { TraceSummary } from '../../src/traces/source';
import { explainFilter } from '../../src/views/explainFilter';
import { DRAWN_RANGE, drawSummaries, hostileSummaries } from './drawSummaries';

/** What the address asks for. */
export interface ResultsQuery {
  /** Summaries to find. */
  readonly rows: number;
  /** `empty`, `failed`, `loading`, `streaming` (half of it, still running), `cancelled`, `kept`, `hostile`, `spans`; '' = all is found. */
  readonly state: string;
  readonly filter: string;
}

/** Summaries in one message, as searches stream them. */
const PER_MESSAGE = 1000;

/** Answers the results page as the editor's host would, with drawn summaries. */
export class StandInResults {
  private build = 0;
  private layout: ResultsHostMessage & { kind: 'init' } extends { layout: infer Layout } ? Layout : never = null;
  private writer = new SummaryWriter();
  private filter = '';

  answer(query: ResultsQuery, message: ResultsPageMessage | { readonly kind: 'load' }): ResultsHostMessage[] {
    const messages = this.messagesFor(query, message);
    for (const sent of messages) checkWire(sent);
    return messages;
  }

  private messagesFor(
    query: ResultsQuery,
    message: ResultsPageMessage | { readonly kind: 'load' },
  ): ResultsHostMessage[] {
    switch (message.kind) {
      case 'ready': {
        this.filter = query.filter;
        this.layout = null; // each page begins as a user's first one
        return [
          { kind: 'init', strings: englishResultsStrings, locale: 'en', layout: this.layout, intent: message.intent },
        ];
      }
      case 'load':
      case 'again':
        return this.load(query);
      case 'search':
        this.filter = message.filter;
        return this.load(query);
      case 'more':
        return this.more(query);
      case 'layout':
        this.layout = message.layout;
        return [];
      case 'explain':
        return [
          { kind: 'explained', ...explainFilter(message.text, message.at, (text, ...values) => filled(text, values)) },
        ];
      case 'act':
        return message.id === 'runAgain' ? this.load({ ...query, state: '' }) : [];
      case 'cancel':
      case 'copy':
      case 'open':
      case 'trouble':
        return [];
    }
  }

  private load(query: ResultsQuery): ResultsHostMessage[] {
    this.build++;
    this.writer = new SummaryWriter();
    const all = found(query, this.filter);
    const summaries = query.state === 'streaming' ? all.slice(0, all.length >> 1) : all;
    return [
      { kind: 'query', query: this.wireQuery(query), search: 'search-1', saved: '{}' },
      ...this.increments(query.state === 'loading' ? [] : summaries),
      { kind: 'status', status: this.status(query, all.length, summaries.length) },
    ];
  }

  private more(query: ResultsQuery): ResultsHostMessage[] {
    const all = found(query, this.filter);
    const more = drawSummaries(500, 99).map((summary, index) => ({
      ...summary,
      id: `1-691f2000-${index.toString(16).padStart(24, 'c')}`,
    }));
    return [
      ...this.increments(query.state === 'streaming' ? all.slice(all.length >> 1) : more),
      { kind: 'status', status: this.status({ ...query, state: '' }, all.length, all.length) },
    ];
  }

  private increments(summaries: readonly TraceSummary[]): ResultsHostMessage[] {
    const messages: ResultsHostMessage[] = [];
    for (let from = 0; from < summaries.length; from += PER_MESSAGE) {
      const part = summaries.slice(from, from + PER_MESSAGE);
      messages.push({ kind: 'summaries', build: this.build, summaries: this.writer.write(part) });
    }
    return messages;
  }

  private wireQuery({ state }: ResultsQuery): WireQuery {
    const isSpans = state === 'spans';
    return {
      build: this.build,
      title: 'Last hour, 14:00 – 15:00',
      origin: 'dev · us-east-1',
      group: isSpans ? '' : 'checkout',
      filter: isSpans ? '' : this.filter,
      conditions: isSpans ? 'service = orders and duration > 500' : '',
      takesFilter: !isSpans,
      ...DRAWN_RANGE,
    };
  }

  private status({ state }: ResultsQuery, all: number, shown: number): WireStatus {
    const isSpans = state === 'spans';
    const base = {
      build: this.build,
      found: shown,
      scanned: all * 7,
      billed: isSpans ? '42.5 MB read, which AWS bills' : '',
      slices: isSpans ? 0 : 8,
      progress: '',
      reached: '',
      left: [],
      canLoadMore: false,
      message: null,
    };
    switch (state) {
      case 'loading':
        return { ...base, state: 'running', found: 0, scanned: 0, slicesDone: 0, progress: 'Getting credentials…' };
      case 'streaming':
        return {
          ...base,
          state: 'running',
          slicesDone: 4,
          progress: `Searching: ${shown} found, 4 of 8 parts of the range`,
        };
      case 'failed':
        return {
          ...base,
          state: 'failed',
          slicesDone: 3,
          reached: 'back to 14:22',
          left: ['Not searched: throttled, 14:00 – 14:22'],
          canLoadMore: true,
          message: {
            title: 'X-Ray is throttling requests: GetTraceSummaries',
            detail:
              'It refused after several tries with growing waits. Others may be using the same account; try again in a moment.',
            next: [
              { id: 'retry', label: 'Try Again' },
              { id: 'showLog', label: 'Show Log' },
            ],
          },
        };
      case 'cancelled':
        return {
          ...base,
          state: 'cancelled',
          slicesDone: 5,
          reached: 'back to 14:22',
          left: ['Not searched: cancelled, 14:00 – 14:22'],
          canLoadMore: true,
        };
      case 'kept':
        return {
          ...base,
          state: 'kept',
          slices: 0,
          slicesDone: 0,
          message: {
            title: 'Results are not kept when the window is closed',
            detail: 'The query is. Nothing was asked of AWS.',
            next: [{ id: 'runAgain', label: 'Run the Search Again' }],
          },
        };
      case 'empty':
        return {
          ...base,
          state: 'done',
          slicesDone: 8,
          message: {
            title: 'No traces found',
            detail: 'The filter may exclude them: 4,210 traces were scanned, and none matches.',
            next: [
              { id: 'editSearch', label: 'Edit the Search' },
              { id: 'selectRegion', label: 'Select Region…' },
            ],
          },
        };
      default:
        return { ...base, state: 'done', slicesDone: 8, reached: 'all back to 14:00' };
    }
  }
}

function filled(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

function found({ rows, state }: ResultsQuery, filter: string): readonly TraceSummary[] {
  if (state === 'empty' || state === 'kept') return [];
  if (state === 'failed' && rows === 0) return [];
  const { expression } = parseFilter(filter);
  const all = state === 'hostile' ? hostileSummaries() : drawSummaries(rows);
  return expression ? all.filter((summary) => evaluate(expression, summarySubject(summary)) !== 'no') : all;
}
