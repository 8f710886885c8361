import { useEffect } from 'preact/hooks';
import { findTerms } from '../src/model/findTerms';
import type { PageHost } from './host';
import type { State } from './pageState';
import type { Action } from './state';

/** Milliseconds without another letter before the host is asked. */
const PAUSE = 150;

/** Whether matches may still come: the host is looking through annotations, metadata, exceptions and SQL. */
export function isSearchingDocuments({ query, inDocuments }: Pick<State, 'query' | 'inDocuments'>): boolean {
  return findTerms(query).length > 0 && inDocuments?.query !== query;
}

/** Has the host look through the documents for what is in the find field. An answer to an older query, or of another build, is dropped. */
export function useDocumentFind(state: State, host: PageHost, dispatch: (action: Action) => void): void {
  const { query } = state;
  const build = state.view?.trace.build;
  useEffect(() => {
    const terms = findTerms(query);
    if (build === undefined || terms.length === 0) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const hits = await host.ask({ type: 'find', build, terms }).then(
        (answer) => answer.hits,
        () => [], // the host has logged it; what the page found itself stands
      );
      if (isWanted) dispatch({ type: 'foundInDocuments', query, build, hits });
    };
    const timer = setTimeout(() => void ask(), PAUSE);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [query, build, host, dispatch]);
}
