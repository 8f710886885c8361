import type { HeldSearch, SearchQuery } from '../traces/search';
import { conditionText } from './spanConditionText';
import type { SearchFacts } from './whyNothing';

/** What a search that found nothing tells of why. */
export function searchFacts({ query, between, end }: Pick<HeldSearch, 'query' | 'between' | 'end'>): SearchFacts {
  return {
    kind: query.kind,
    ...between,
    filter: filterOf(query),
    group: query.kind === 'traces' ? query.group : '',
    timeRangeType: query.kind === 'traces' ? query.timeRangeType : 'TraceId',
    scanned: end?.scanned ?? 0,
    unsearched: end?.left.length ?? 0,
  };
}

function filterOf(query: SearchQuery): string {
  if (query.kind === 'traces') return query.filter.trim();
  return query.raw.trim() || query.conditions.map(conditionText).join(' and ');
}
