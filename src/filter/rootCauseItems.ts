import type { Value } from './expression';
import type { RootCause } from './subject';

/** What the braces of `rootcause.….service`, `.entity` or `.exception` are asked of: one element of the list. */
interface RootCauseItem {
  readonly values: (keyword: string) => readonly Value[] | undefined;
}

/** The elements of a root cause in order, outermost first. undefined for a part nobody knows. */
export function rootCauseItems({ services }: RootCause, part: string): readonly RootCauseItem[] | undefined {
  switch (part) {
    case 'service':
      return numbered(
        services.map(({ name, names, type, account, inferred }) => ({
          name: names.length > 0 ? names : [name],
          type: type === '' ? [] : [type],
          'account.id': account === '' ? [] : [account],
          inferred: [inferred],
        })),
      );
    case 'entity':
      return numbered(
        services
          .flatMap(({ entities }) => entities)
          .map(({ name, remote, coverage }) => ({
            name: [name],
            remote: [remote],
            coverage: coverage === undefined ? [] : [coverage],
          })),
      );
    case 'exception':
      return numbered(
        services
          .flatMap(({ entities }) => entities)
          .flatMap(({ exceptions }) => exceptions)
          .map(({ name, message }) => ({ name: [name], message: [message] })),
      );
    default:
      return undefined;
  }
}

/** Adds what place in the list says: `index` counts from 0 (assumed), `first`, `last`. */
function numbered(list: readonly Readonly<Record<string, readonly Value[]>>[]): RootCauseItem[] {
  return list.map((item, index) => {
    const values = new Map<string, readonly Value[]>([
      ...Object.entries(item),
      ['index', [index]],
      ['first', [index === 0]],
      ['last', [index === list.length - 1]],
    ]);
    return { values: (keyword) => values.get(keyword) };
  });
}
