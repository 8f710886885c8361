import { evaluate } from '../../src/filter/evaluate';
import type { Expression } from '../../src/filter/expression';
import { parseFilter } from '../../src/filter/parse';
import type { FindGroup, RootCause, RootCauseEntity, Subject } from '../../src/filter/subject';
import { traceSubject } from '../../src/filter/traceSubject';
import { buildTrace } from '../../src/model/buildTrace';
import type { Context } from './context';
import { objects, secondsOf, stringOf } from './document';
import { groupsOf } from './settings';
import type { StoredTrace } from './store';
import { summaryOf } from './summaryOf';
import { invalidRequest, type JsonObject } from './wire';

const CAUSES: Readonly<Record<string, string>> = {
  fault: 'FaultRootCauses',
  error: 'ErrorRootCauses',
  responsetime: 'ResponseTimeRootCauses',
};

/** Worked out once per change of a trace: a search asks all of them. */
const worked = new WeakMap<StoredTrace['contents'], Subject>();

/**
 * Which traces a filter expression finds. Refused with InvalidRequestException: what the parser refuses, and (assumed) keywords the guide does not
 * know. Assumed: what cannot be told from the documents is not found; a group that does not exist holds nothing. The message is this service's own.
 */
export function filterOf(text: string, context: Context): (trace: StoredTrace) => boolean {
  const expression = parsed(text);
  if (!expression) return () => true;
  const findGroup = groupFinder(context);
  return (trace) => evaluate(expression, subjectOf(trace), findGroup) === 'yes';
}

function parsed(text: string): Expression | undefined {
  const { expression, problems } = parseFilter(text);
  const refused = problems.find(({ severity, code }) => severity === 'error' || code === 'unknownKeyword');
  if (!refused) return expression;
  const found = text.slice(refused.start, refused.end) || 'end of the expression';
  throw invalidRequest(`Invalid filter expression: ${found} at position ${refused.start} (${refused.code})`);
}

function groupFinder(context: Context): FindGroup {
  const groups = groupsOf(context);
  return (by, value) => {
    const group = groups.find((one) => one[by === 'group.name' ? 'GroupName' : 'GroupARN'] === value);
    return group && { expression: parseFilter(stringOf(group['FilterExpression'])).expression };
  };
}

function subjectOf(trace: StoredTrace): Subject {
  const known = worked.get(trace.contents);
  if (known) return known;
  const documents = trace.returned.map(({ Document }) => Document);
  const ofTrace = traceSubject(buildTrace({ id: trace.id, documents, reportedDuration: trace.duration * 1000 }));
  // The same root causes as summaries name, so that what is read there is found.
  const subject: Subject = { ...ofTrace, rootCauses: (cause) => rootCausesOf(summaryOf(trace), cause) };
  worked.set(trace.contents, subject);
  return subject;
}

function rootCausesOf(summary: JsonObject, cause: string): RootCause[] | undefined {
  const member = CAUSES[cause];
  return member === undefined
    ? undefined
    : objects(summary[member]).map((one) => ({
        services: objects(one['Services']).map((service) => ({
          name: stringOf(service['Name']),
          names: texts(service['Names']),
          type: stringOf(service['Type']),
          account: stringOf(service['AccountId']),
          inferred: service['Inferred'] === true,
          entities: objects(service['EntityPath']).map(entityOf),
        })),
      }));
}

function entityOf(entity: JsonObject): RootCauseEntity {
  return {
    name: stringOf(entity['Name']),
    remote: entity['Remote'] === true,
    coverage: secondsOf(entity['Coverage']),
    exceptions: objects(entity['Exceptions']).map(({ Name, Message }) => ({
      name: stringOf(Name),
      message: stringOf(Message),
    })),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
