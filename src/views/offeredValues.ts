import type { Value } from '../filter/expression';
import { knownValues, type KnownValues } from '../filter/known';
import type { SummaryFacts } from '../filter/summarySubject';
import { isSecret, maskText } from '../model/secrets';

/**
 * What occurs in search results, for completion: without what looks like a credential. What is chosen becomes part of an expression,
 * and those are shown, remembered and kept.
 */
export function offeredValues(summaries: Iterable<SummaryFacts>, groups: readonly string[] = []): KnownValues {
  return knownValues(openFacts(summaries), groups);
}

/** Summaries without their secrets; made as they are asked for: of many, not all are. */
function* openFacts(summaries: Iterable<SummaryFacts>): Iterable<SummaryFacts> {
  const judged = new Map<string, boolean>();
  const isOpen = (text: string): boolean => {
    let is = judged.get(text);
    if (is === undefined) judged.set(text, (is = maskText(text) === text));
    return is;
  };
  const open = (text: string): string => (isOpen(text) ? text : '');
  for (const summary of summaries) {
    const annotations = [...summary.annotations].map(([key, values]): [string, readonly Value[]] => [
      key,
      values.filter((value) => !isSecret(key, value)),
    ]);
    yield {
      ...summary,
      url: open(summary.url),
      clientIp: open(summary.clientIp),
      userAgent: open(summary.userAgent),
      users: summary.users.filter(isOpen),
      services: summary.services.filter(({ name }) => isOpen(name)),
      annotations: new Map(annotations),
    };
  }
}
