import { isMap } from '../model/json';
import type { RootCause, RootCauseEntity, RootCauseService } from './subject';

/**
 * Whether every root cause a `rootcause.json` describes is among those there are. What the description leaves out may be anything; lists that
 * it gives are whole and in order (assumed). Source: X-Ray guide, "JSON root cause object".
 */
export function matchesJson(text: string, causes: readonly RootCause[]): boolean {
  const described: unknown = JSON.parse(text);
  const list = Array.isArray(described) ? described : [described];
  return list.every((one) =>
    causes.some(({ services }) => isMap(one) && isListLike(one['Services'], services, isService)),
  );
}

function isListLike<T>(
  described: unknown,
  list: readonly T[],
  isLike: (described: unknown, one: T) => boolean,
): boolean {
  if (described === undefined) return true;
  if (!Array.isArray(described) || described.length !== list.length) return false;
  return list.every((one, index) => isLike(described[index], one));
}

function isService(described: unknown, service: RootCauseService): boolean {
  if (!isMap(described)) return false;
  const { name, names, type, account, inferred, entities } = service;
  return (
    isLeftOutOr(described['Name'], name) &&
    isListLike(described['Names'], names, isLeftOutOr) &&
    isLeftOutOr(described['Type'], type) &&
    isLeftOutOr(described['AccountId'], account) &&
    isLeftOutOr(described['Inferred'], inferred) &&
    isListLike(described['EntityPath'], entities, isEntity)
  );
}

function isEntity(described: unknown, { name, remote, coverage, exceptions }: RootCauseEntity): boolean {
  return (
    isMap(described) &&
    isLeftOutOr(described['Name'], name) &&
    isLeftOutOr(described['Remote'], remote) &&
    isLeftOutOr(described['Coverage'], coverage) &&
    isListLike(
      described['Exceptions'],
      exceptions,
      (one, exception) =>
        isMap(one) && isLeftOutOr(one['Name'], exception.name) && isLeftOutOr(one['Message'], exception.message),
    )
  );
}

/** Left out, or the same. */
function isLeftOutOr(described: unknown, value: unknown): boolean {
  return described === undefined || described === value;
}
