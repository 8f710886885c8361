import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ResultsPageMessage } from '../../src/protocol/results';
import type { ResultsStrings } from '../../src/protocol/resultsStrings';
import type { ResultsDo } from './resultsReducer';

/** What every part of the results page needs: its words, a way to change state, and the host. */
export interface ResultsPage {
  readonly strings: ResultsStrings;
  readonly locale: string;
  readonly dispatch: (action: ResultsDo) => void;
  readonly send: (message: ResultsPageMessage) => void;
}

export const ResultsPageContext = createContext<ResultsPage | null>(null);

/** @throws Error outside of the page's provider: a bug */
export function useResults(): ResultsPage {
  const page = useContext(ResultsPageContext);
  if (!page) throw new Error('used outside of the results page');
  return page;
}
