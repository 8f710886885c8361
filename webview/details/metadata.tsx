import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import { usePage } from '../page';
import { readJsonTree } from './jsonTree';
import { JsonView } from './jsonView';
import type { Reading } from './reading';

/** Metadata by namespace, as a tree. What is too much to come with the details is asked for when the tab is opened. */
export function Metadata({ details, reading }: { readonly details: SpanDetails; readonly reading: Reading }): VNode {
  const { strings } = usePage();
  const { json, isCut, secret, count } = details.metadata;
  const isMissing = isCut && !reading.isWhole;
  useEffect(() => {
    if (isMissing) reading.showWhole();
  }, [isMissing]);
  const tree = useMemo(() => readJsonTree(json), [json]);
  if (isCut) return <p class="note">{strings.loadingMetadata}</p>;
  if (count === 0) return <p class="note">{strings.noneMetadata}</p>;
  return <JsonView tree={tree} secret={secret} reading={reading} />;
}
