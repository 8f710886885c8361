import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageAct } from '../src/protocol/messages';
import type { PageStrings } from '../src/protocol/strings';
import type { SpanIndex } from '../src/model/units';
import type { PageHost } from './host';
import type { Action } from './state';

/** What every part of the page needs: its words, a way to change state, and the host. */
export interface Page {
  readonly strings: PageStrings;
  readonly locale: string;
  readonly dispatch: (action: Action) => void;
  readonly host: PageHost;
  /** Asks the host to do something: one of the page's acts, or the id of a next step. `link`: see `PageMessage`. */
  readonly act: (id: PageAct | (string & {}), span?: SpanIndex, link?: number) => void;
}

export const PageContext = createContext<Page | null>(null);

/** @throws Error outside of the page's provider: a bug */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('used outside of the page');
  return page;
}
