import { objects, secondsOf, stringOf } from './document';
import type { SummarisedSegment } from './summaryOf';
import { isObject, type JsonObject } from './wire';

/** Assumed: what takes at least this part of its caller's time is called the cause of it. */
const TELLING_COVERAGE = 0.5;

/** A node on the way from the entry point to a cause, with the segment it is part of and the step before. */
interface Step {
  readonly node: JsonObject;
  readonly segment: SummarisedSegment;
  readonly from: Step | undefined;
}

/**
 * Root causes of a summary: for each way down from the root along what is flagged (or slow), the services on it and in each the
 * entities. How X-Ray picks them is not documented; the shapes are those of the API model. Assumed: one cause for each innermost
 * flagged node, one for time.
 */
export function rootCausesOf(segments: readonly SummarisedSegment[], root: SummarisedSegment | undefined): JsonObject {
  const none = { FaultRootCauses: [], ErrorRootCauses: [], ResponseTimeRootCauses: [] };
  if (!root) return none;
  const childrenOf = childrenIn(segments);
  const top: Step = { node: root.document.value, segment: root, from: undefined };
  const flagged = (flag: 'fault' | 'error'): JsonObject[] =>
    innermost(top, childrenOf, ({ node }) => node[flag] === true).map((step) => ({
      Services: servicesOf(step, ({ node }) => ({
        Name: node['name'],
        Exceptions: exceptionsOf(node),
        Remote: node['namespace'] === 'remote',
      })),
      ClientImpacting: root.document.value[flag] === true,
    }));
  const slow = slowest(top, childrenOf);
  return {
    FaultRootCauses: flagged('fault'),
    ErrorRootCauses: flagged('error'),
    ResponseTimeRootCauses:
      slow === top
        ? []
        : [
            {
              Services: servicesOf(slow, ({ node }) => ({
                Name: node['name'],
                Coverage: Math.min(1, length(node) / (length(top.node) || 1)),
                Remote: node['namespace'] === 'remote',
              })),
              ClientImpacting: true,
            },
          ],
  };
}

/** Subsegments of a node, and the segments of other services that name it as their parent. */
function childrenIn(segments: readonly SummarisedSegment[]): (step: Step) => Step[] {
  const called = new Map<string, SummarisedSegment[]>();
  for (const segment of segments) {
    const { parentId } = segment.document;
    called.set(parentId, [...(called.get(parentId) ?? []), segment]);
  }
  return (from) => [
    ...objects(from.node['subsegments']).map((node) => ({ node, segment: from.segment, from })),
    ...(called.get(stringOf(from.node['id'])) ?? []).map((segment) => ({
      node: segment.document.value,
      segment,
      from,
    })),
  ];
}

/** The flagged nodes with nothing flagged below them. Each node is visited once, whatever cycles there are. */
function innermost(top: Step, childrenOf: (step: Step) => Step[], isFlagged: (step: Step) => boolean): Step[] {
  const found = new Set<Step>();
  const seen = new Set<JsonObject>();
  const waiting = [top];
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    if (seen.has(step.node)) continue;
    seen.add(step.node);
    if (isFlagged(step)) {
      for (let outer = step.from; outer; outer = outer.from) found.delete(outer);
      found.add(step);
    }
    waiting.push(...childrenOf(step).toReversed());
  }
  return [...found];
}

/** Down the longest child, as long as it takes most of the time. */
function slowest(top: Step, childrenOf: (step: Step) => Step[]): Step {
  const seen = new Set<JsonObject>();
  let step = top;
  for (;;) {
    seen.add(step.node);
    const [longest] = childrenOf(step).toSorted((a, b) => length(b.node) - length(a.node));
    if (!longest || seen.has(longest.node) || length(longest.node) < TELLING_COVERAGE * length(step.node)) return step;
    step = longest;
  }
}

/** The services on the way to a step, outermost first, each with its own part of the way. */
function servicesOf(end: Step, entityOf: (step: Step) => JsonObject): JsonObject[] {
  const services: { segment: SummarisedSegment; path: JsonObject[] }[] = [];
  for (let step: Step | undefined = end; step; step = step.from) {
    const next = services[0];
    if (next?.segment === step.segment) next.path.unshift(entityOf(step));
    else services.unshift({ segment: step.segment, path: [entityOf(step)] });
  }
  return services.map(({ segment, path }) => ({
    ...segment.service,
    EntityPath: path,
    Inferred: segment.document.value['inferred'] === true,
  }));
}

function exceptionsOf({ cause }: JsonObject): JsonObject[] {
  if (!isObject(cause)) return [];
  return objects(cause['exceptions']).map(({ type, message }) => ({ Name: type, Message: message }));
}

/** Seconds; 0 for what has no end. */
function length(node: JsonObject): number {
  const end = secondsOf(node['end_time']);
  return end === undefined ? 0 : Math.max(0, end - (secondsOf(node['start_time']) ?? end));
}
