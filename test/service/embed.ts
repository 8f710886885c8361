import type { StoredDocument } from './document';
import { objects, stringOf } from './document';
import type { JsonObject } from './wire';

/**
 * Documents as X-Ray returns them: independent subsegments stand inside their parent's segment document (none of the
 * recorded documents has a `type`). Documents that nothing joins keep their text. Assumed: a subsegment whose parent
 * segment never came is returned as a document of its own.
 */
export function embedSubsegments(documents: readonly StoredDocument[]): { Id: string; Document: string }[] {
  const independent = documents.filter(({ kind }) => kind === 'subsegment');
  const others = documents.filter(({ kind }) => kind !== 'subsegment');
  if (independent.length === 0) return documents.map(({ id, text }) => ({ Id: id, Document: text }));

  const values = new Map(others.map((document) => [document, structuredClone(document.value)]));
  const nodes = new Map<string, JsonObject>();
  const segmentOf = new Map<string, StoredDocument>();
  for (const [document, value] of values) {
    for (const node of withDescendants(value)) {
      nodes.set(stringOf(node['id']), node);
      segmentOf.set(stringOf(node['id']), document);
    }
  }
  const waiting = new Map(independent.map((document) => [document.id, document]));
  const changed = new Set<StoredDocument>();
  const alone: StoredDocument[] = [];
  for (const document of independent) {
    const segment = reach(document, waiting, segmentOf);
    if (segment) changed.add(segment);
    else alone.push(document);
  }
  const joining = independent.filter((document) => !alone.includes(document));
  for (const { id, value } of joining) {
    const { type: _type, trace_id: _traceId, parent_id: _parentId, ...rest } = structuredClone(value);
    // The Node SDK embeds what it has already streamed: one copy is enough, and the complete one wins.
    const embedded = nodes.get(id);
    if (!embedded) nodes.set(id, rest);
    else if (embedded['in_progress'] === true) {
      delete embedded['in_progress'];
      Object.assign(embedded, rest);
    }
  }
  for (const { id, parentId } of joining) {
    const parent = nodes.get(parentId);
    const node = nodes.get(id);
    if (!parent || !node) continue; // `reach` has followed every parent
    const children = objects(parent['subsegments']);
    if (!children.includes(node) && !segmentOf.has(id)) parent['subsegments'] = [...children, node];
  }
  return [...others, ...alone].map((document) => ({
    Id: document.id,
    Document: changed.has(document) ? JSON.stringify(values.get(document)) : document.text,
  }));
}

/** The segment at the end of a subsegment's chain of parents; undefined for an orphan or a cycle. */
function reach(
  document: StoredDocument,
  waiting: ReadonlyMap<string, StoredDocument>,
  segmentOf: ReadonlyMap<string, StoredDocument>,
): StoredDocument | undefined {
  const seen = new Set<string>();
  let current: StoredDocument | undefined = document;
  while (current && !seen.has(current.id)) {
    seen.add(current.id);
    const segment = segmentOf.get(current.parentId);
    if (segment) return segment;
    current = waiting.get(current.parentId);
  }
  return undefined;
}

/** A (sub)segment and everything nested in it. Iterative: documents may be thousands deep. */
export function withDescendants(root: JsonObject): JsonObject[] {
  const found = [root];
  for (let index = 0; index < found.length; index++) {
    for (const child of objects(found[index]?.['subsegments'])) found.push(child);
  }
  return found;
}
