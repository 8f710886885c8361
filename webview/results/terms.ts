import { annotationIs, keywordIs, quote, serviceIs } from '../../src/filter/compose';
import { MASK } from '../../src/model/secretKeys';
import { SummaryFlag, type Restriction } from '../../src/protocol/results';
import type { Refinement } from './refiners';
import { listOf, type Summaries } from './summaries';

const STATUS_TERMS: Readonly<Record<number, string>> = {
  0: 'ok',
  [SummaryFlag.Fault]: 'fault',
  [SummaryFlag.Error]: 'error',
  [SummaryFlag.Throttle]: 'throttle',
  [SummaryFlag.Partial]: 'partial',
};

/**
 * The term of a filter expression that finds the traces of a refinement, written as `src/filter` prints it.
 * @returns '' where none can: the value is masked, the page does not know it
 */
export function termOf(refinement: Refinement, summaries: Summaries): string {
  const { index, kind } = refinement;
  switch (kind) {
    case 'status':
      return STATUS_TERMS[index] ?? '';
    case 'http':
      return keywordIs('http.status', index);
    case 'service': {
      const { name, type } = summaries.serviceTable[index]!;
      return name.includes(MASK) ? '' : serviceIs(name, hasNamesake(summaries, index) ? type : '');
    }
    case 'url':
      return urlTerm(refinement.key, summaries);
    case 'user':
      return refinement.text.includes(MASK) ? '' : keywordIs('user', refinement.text);
    case 'annotation': {
      const { key, value } = summaries.annotationTable[index]!;
      if (typeof value === 'string' && value.includes(MASK)) return '';
      return annotationIs(key, value);
    }
    case 'cause':
      return causeTerm(refinement);
  }
}

/** The type is needed only where two services have one name: a function and the service that invokes it do. */
function hasNamesake({ serviceTable }: Summaries, index: number): boolean {
  const { name } = serviceTable[index]!;
  return serviceTable.filter((service) => service.name === name).length > 1;
}

/** A URL's path stands for itself, and for itself with a query: which of them there are is known. */
function urlTerm(path: string, { strings, url }: Summaries): string {
  const hidden = path.indexOf(MASK);
  if (hidden >= 0) return hidden < 8 ? '' : `http.url BEGINSWITH ${quote(path.slice(0, hidden))}`;
  let [isBare, sign] = [false, ''];
  for (const index of new Set(url)) {
    const text = strings[index]!;
    if (text === path) isBare = true;
    else if (text.startsWith(`${path}?`)) sign = '?';
    else if (sign === '' && text.startsWith(`${path}#`)) sign = '#';
  }
  const terms = [
    ...(isBare ? [`http.url = ${quote(path)}`] : []),
    ...(sign ? [`http.url BEGINSWITH ${quote(path + sign)}`] : []),
  ];
  return terms.join(' OR ');
}

/** `payments: TimeoutException` is the innermost service and its exception. */
function causeTerm({ text, detail }: Refinement): string {
  if (text.includes(MASK) || text === '') return '';
  const cause = detail.toLowerCase();
  const split = text.indexOf(': ');
  const service = split < 0 ? text : text.slice(0, split);
  const terms = [`rootcause.${cause}.service { last AND name = ${quote(service)} }`];
  if (split >= 0 && cause !== 'responsetime')
    terms.push(`rootcause.${cause}.exception { last AND name = ${quote(text.slice(split + 2))} }`);
  return terms.join(' AND ');
}

/** Annotations of a row under a key, in the order they were written. */
export function annotationValues(summaries: Summaries, row: number, key: string): string[] {
  return Array.from(listOf(summaries.annotations, row), (item) => summaries.annotationTable[item]!)
    .filter((one) => one.key === key)
    .map(({ value }) => String(value));
}

/** `duration >= 0.25 AND duration <= 1.5`: filters count in seconds. */
export function durationTerm({ least, most }: Restriction): string {
  return [
    ...(least === null ? [] : [`duration >= ${seconds(least)}`]),
    ...(most === null ? [] : [`duration <= ${seconds(most)}`]),
  ].join(' AND ');
}

function seconds(milliseconds: number): string {
  return String(Number((milliseconds / 1000).toPrecision(3)));
}
