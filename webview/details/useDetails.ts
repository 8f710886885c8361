import { useEffect, useRef, useState } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import type { SpanIndex } from '../../src/model/units';
import { usePage } from '../page';

/** What is known of a span's details. While they are on their way there are neither details nor a failure. */
export interface DetailsState {
  readonly details: SpanDetails | null;
  readonly failure: string;
}

const NOTHING: DetailsState = { details: null, failure: '' };
/** Details kept per build; a span's may weigh 64 KB and more. */
const MOST_KEPT = 100;

/** Asks the host for a span's details, once per build; revealed ones are asked for again, and not kept. -1 asks for nothing. */
export function useDetails(build: number, span: SpanIndex, reveal: boolean): DetailsState {
  const { host } = usePage();
  const cache = useRef({ build, kept: new Map<SpanIndex, SpanDetails>() });
  if (cache.current.build !== build) cache.current = { build, kept: new Map() };
  const { kept } = cache.current;
  const [answer, setAnswer] = useState<DetailsState & { readonly of: string }>({ ...NOTHING, of: '' });
  const of = `${build}/${span}/${String(reveal)}`;
  const known = reveal ? undefined : kept.get(span);
  useEffect(() => {
    if (span < 0 || known) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      try {
        const { details } = await host.ask({ type: 'details', build, span, reveal });
        if (!reveal) {
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
  if (known) return { details: known, failure: '' };
  return answer.of === of ? answer : NOTHING;
}
