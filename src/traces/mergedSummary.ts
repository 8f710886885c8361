import type { TraceSummary } from './source';

/**
 * What two runs over span records found of one trace, each of them a part: it begins with the earlier and ends with the later, failed where
 * either did, and is called after what began first. Its revision counts the spans of both, so that what has grown is newer.
 */
export function mergedSummary(one: TraceSummary, other: TraceSummary): TraceSummary {
  const first = (other.start ?? Infinity) < (one.start ?? Infinity) ? other : one;
  const ends = [one, other].flatMap(({ start, duration }) => (start === undefined ? [] : [start + (duration ?? 0)]));
  const hasDuration = one.duration !== undefined || other.duration !== undefined;
  return {
    ...first,
    duration: first.start !== undefined && hasDuration ? Math.max(...ends) - first.start : undefined,
    fault: one.fault || other.fault,
    error: one.error || other.error,
    throttle: one.throttle || other.throttle,
    partial: one.partial || other.partial,
    users: [...new Set([...one.users, ...other.users])],
    services: [...new Map([...other.services, ...one.services].map((service) => [service.name, service])).values()],
    annotations: mergedAnnotations(one.annotations, other.annotations),
    rootCauses: [...one.rootCauses, ...other.rootCauses],
    revision: one.revision + other.revision,
  };
}

function mergedAnnotations(
  one: TraceSummary['annotations'],
  other: TraceSummary['annotations'],
): TraceSummary['annotations'] {
  const keys = new Set([...one.keys(), ...other.keys()]);
  return new Map([...keys].map((key) => [key, [...new Set([...(one.get(key) ?? []), ...(other.get(key) ?? [])])]]));
}
