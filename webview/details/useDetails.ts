import { useEffect, useRef, useState } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import type { SpanIndex } from '../../src/model/units';
import { usePage } from '../page';

/** How details are asked for: with secrets as they are; with nothing cut. */
export interface Wanted {
  readonly reveal: boolean;
  readonly whole: boolean;
}

/** What is known of a span's details. While they are on their way there are neither details nor a failure, or the masked or cut ones. */
export interface DetailsState {
  readonly details: SpanDetails | null;
  readonly failure: string;
  /** The host answers the details as they are wanted, for once; rejects with its message. */
  readonly fetch: (wanted: Wanted) => Promise<SpanDetails>;
}

/** Details kept per build; a span's may weigh 64 KB and more. */
const MOST_KEPT = 100;

/** Asks the host for a span's details, once per build; revealed and whole ones are asked for again, and not kept. -1 asks for nothing. */
export function useDetails(build: number, span: SpanIndex, { reveal, whole }: Wanted): DetailsState {
  const { host } = usePage();
  const cache = useRef({ build, kept: new Map<SpanIndex, SpanDetails>() });
  if (cache.current.build !== build) cache.current = { build, kept: new Map() };
  const { kept } = cache.current;
  const [answer, setAnswer] = useState({ details: null as SpanDetails | null, failure: '', of: '' });
  const of = `${build}/${span}/${String(reveal)}/${String(whole)}`;
  const plain = kept.get(span);
  const known = reveal || whole ? undefined : plain;
  const fetch = async (wanted: Wanted): Promise<SpanDetails> =>
    (await host.ask({ type: 'details', build, span, ...wanted })).details;
  useEffect(() => {
    if (span < 0 || known) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      try {
        const details = await fetch({ reveal, whole });
        if (!reveal && !whole) {
          if (kept.size >= MOST_KEPT) kept.clear();
          kept.set(span, details);
        }
        if (isWanted) setAnswer({ details, failure: '', of });
      } catch (error) {
        if (isWanted) setAnswer({ details: null, failure: error instanceof Error ? error.message : String(error), of });
      }
    };
    void ask(); // catches everything itself
    return () => {
      isWanted = false;
    };
  }, [of, known, host]);
  if (known) return { details: known, failure: '', fetch };
  if (answer.of === of) return { details: answer.details, failure: answer.failure, fetch };
  return { details: plain ?? null, failure: '', fetch };
}
