import { statSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildTrace } from '../../src/model/buildTrace';
import { readTraceFile } from '../../src/model/readTraceFile';
import { findInDocuments } from '../../src/model/findInDocuments';
import { spanDetails } from '../../src/model/spanDetails';
import type { Trace, TraceInput } from '../../src/model/trace';
import { wireTrace } from '../../src/panels/wireTrace';
import type { HostMessage, PageMessage } from '../../src/protocol/messages';
import { englishPageStrings } from '../../src/protocol/strings';
import { checkWire } from '../../src/protocol/wireCheck';

/** What the address asks for. */
export interface PageQuery {
  /** Absolute path, checked by the server. */
  readonly path: string;
  /** One trace of a file that holds several; '' = the first. */
  readonly trace: string;
  /** For design work: a state that files do not produce. '' = the trace. */
  readonly state: string;
  /** Text of the receipt's chip, as AWS traces have it; '' = none. */
  readonly receipt: string;
}

interface Built {
  readonly modified: number;
  readonly build: number;
  readonly trace: Trace | undefined;
}

/** Answers the page as the editor's host would, from files. Keeps what it built until the file changes. */
export class StandInHost {
  private readonly built = new Map<string, Built>();
  private builds = 0;

  /** The host's messages after one of the page's (or after `load`), in order. */
  answer(query: PageQuery, message: PageMessage | { readonly kind: 'load' }): HostMessage[] {
    const messages = this.messagesFor(query, message);
    for (const sent of messages) checkWire(sent);
    return messages;
  }

  private messagesFor(query: PageQuery, message: PageMessage | { readonly kind: 'load' }): HostMessage[] {
    switch (message.kind) {
      case 'ready': {
        const ref = `file///${encodeURIComponent(basename(query.path))}`;
        const { intent } = message;
        return [
          { kind: 'init', ref, strings: englishPageStrings, locale: 'en', intent: intent?.ref === ref ? intent : null },
          { kind: 'loading', text: englishPageStrings.loading, cancellable: query.state === 'loading' },
        ];
      }
      case 'load':
        return query.state === 'loading' ? [] : [this.load(query)];
      case 'request': {
        const { request, ask } = message;
        const { trace, build } = this.traceOf(query);
        if (trace && ask.build === build && ask.type === 'find') {
          const hits = findInDocuments(trace, ask.terms);
          return [{ kind: 'answer', request, ok: true, value: { type: 'find', build, hits } }];
        }
        if (!trace || ask.build !== build || ask.type === 'find' || !(ask.span in trace.spans.id)) {
          return [{ kind: 'answer', request, ok: false, message: 'The trace has changed since.' }];
        }
        const details = spanDetails(trace, ask.span, { reveal: ask.reveal, whole: ask.whole });
        const plain = JSON.parse(JSON.stringify(details)) as typeof details;
        return [{ kind: 'answer', request, ok: true, value: { type: 'details', build, details: plain } }];
      }
      case 'selected':
      case 'act':
      case 'cancel':
      case 'trouble':
        return [];
    }
  }

  private load(query: PageQuery): HostMessage {
    if (query.state === 'failed') {
      return {
        kind: 'failed',
        title: 'Credentials for profile “dev” have expired.',
        detail: 'Sign in again, then retry. What had already arrived is kept.',
        next: [
          { id: 'signIn', label: 'Sign In' },
          { id: 'selectProfile', label: 'Select Profile' },
          { id: 'showLog', label: 'Show Log' },
        ],
      };
    }
    const { trace, build } = this.traceOf(query);
    if (!trace) {
      return {
        kind: 'failed',
        title: `${basename(query.path)} holds no trace.`,
        detail: 'It is no BatchGetTraces output, segment document, span record or OTLP envelope.',
        next: [{ id: 'showLog', label: 'Show Log' }],
      };
    }
    const isFromAws = query.receipt !== '';
    const wire = wireTrace(trace, {
      build,
      receipt: query.receipt,
      canRetrieve: isFromAws,
      origin: isFromAws ? 'dev · us-east-1' : basename(query.path),
    });
    return { kind: 'trace', trace: wire };
  }

  private traceOf(query: PageQuery): Built {
    const { path, trace: id, state } = query;
    const key = `${path}\n${id}\n${state}`;
    const modified = statSync(path).mtimeMs;
    const known = this.built.get(key);
    if (known?.modified === modified) return known;
    const input = state === 'empty' ? { id: '1-581cf771-a006649127e371903a2de979', documents: [] } : inputOf(path, id);
    const built = { modified, build: ++this.builds, trace: input && buildTrace(input) };
    this.built.set(key, built);
    return built;
  }
}

function inputOf(path: string, id: string): TraceInput | undefined {
  const { traces } = readTraceFile(readFileSync(path, 'utf8'));
  return id === '' ? traces[0] : traces.find((trace) => trace.id === id);
}
