import { elementsOf, membersOf, nodeAt, stringOf, type JsonNode } from './jsonText';
import { skipBlank } from './json';
import { ENVELOPE_LISTS } from './documentKind';
import { normalTraceId } from './traceId';

/**
 * Divides an OTLP envelope that holds spans of several traces into one envelope per trace. Spans, resources and scopes keep their
 * very characters; only the lists around them are written anew.
 * @param text an envelope, as JSON
 */
export function splitEnvelope(text: string): Map<string, string> {
  const parts = new Map<string, string[]>();
  const root = membersOf(text, nodeAt(text, skipBlank(text, 0)));
  for (const ofResource of listsOf(text, root, ENVELOPE_LISTS[0] ?? [])) {
    const resourceMembers = membersOf(text, ofResource);
    const byTrace = new Map<string, string[]>();
    for (const ofScope of listsOf(text, resourceMembers, ENVELOPE_LISTS[1] ?? [])) {
      const scopeMembers = membersOf(text, ofScope);
      for (const [trace, spans] of spansByTrace(text, scopeMembers)) {
        const scope = member(text, 'scope', scopeMembers.get('scope') ?? scopeMembers.get('instrumentationLibrary'));
        add(byTrace, trace, `{${scope}"spans":[${spans.join(',')}]}`);
      }
    }
    for (const [trace, scopes] of byTrace) {
      const resource = member(text, 'resource', resourceMembers.get('resource'));
      add(parts, trace, `{${resource}"scopeSpans":[${scopes.join(',')}]}`);
    }
  }
  return new Map([...parts].map(([trace, resources]) => [trace, `{"resourceSpans":[${resources.join(',')}]}`]));
}

function spansByTrace(text: string, scope: ReadonlyMap<string, JsonNode>): Map<string, string[]> {
  const spans = new Map<string, string[]>();
  for (const span of listsOf(text, scope, ENVELOPE_LISTS[2] ?? [])) {
    const id = membersOf(text, span).get('traceId');
    const named = id?.kind === 'string' ? stringOf(text.slice(id.from, id.to)) : '';
    add(spans, normalTraceId(named), text.slice(span.from, span.to));
  }
  return spans;
}

/** The objects in the lists named `keys`. */
function listsOf(text: string, members: ReadonlyMap<string, JsonNode>, keys: readonly string[]): JsonNode[] {
  return keys
    .map((key) => members.get(key))
    .filter((list) => list?.kind === 'list')
    .flatMap((list) => (list ? elementsOf(text, list) : []))
    .filter((element) => element.kind === 'object');
}

function member(text: string, key: string, node: JsonNode | undefined): string {
  return node ? `${JSON.stringify(key)}:${text.slice(node.from, node.to)},` : '';
}

function add<K>(map: Map<K, string[]>, key: K, text: string): void {
  const list = map.get(key);
  if (list) list.push(text);
  else map.set(key, [text]);
}
