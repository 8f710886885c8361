import type { RefObject, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SpanDetails } from '../../src/model/details';
import type { DetailTab } from '../../src/protocol/messages';
import type { PageStringKey } from '../../src/protocol/strings';
import { tabKey } from '../keys';
import { usePage } from '../page';
import { useSize } from '../timeline/useSize';

const TABS: readonly {
  readonly tab: DetailTab;
  readonly title: PageStringKey;
  readonly count?: (details: SpanDetails) => number;
}[] = [
  { tab: 'overview', title: 'tabOverview' },
  { tab: 'resources', title: 'tabResources', count: ({ resources }) => resources.length },
  { tab: 'annotations', title: 'tabAnnotations', count: ({ annotations }) => annotations.length },
  { tab: 'metadata', title: 'tabMetadata', count: ({ metadata }) => metadata.count },
  { tab: 'exceptions', title: 'tabExceptions', count: ({ exceptions }) => exceptions.length },
  { tab: 'sql', title: 'tabSql', count: ({ sql }) => sql.length },
  { tab: 'http', title: 'tabHttp', count: ({ http }) => http.length },
  { tab: 'raw', title: 'tabRaw' },
];

/** Tabs with counts, so that an empty one need not be opened; they scroll where they do not fit. */
export function Tabs({ tab, details }: { readonly tab: DetailTab; readonly details: SpanDetails | null }): VNode {
  const { strings, dispatch } = usePage();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  const edges = useEdges(list, details);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = TABS.findIndex((candidate) => candidate.tab === tab);
    const to = tabKey(event, at, TABS.length);
    if (to === undefined) return;
    event.preventDefault();
    dispatch({ type: 'tab', tab: TABS[to]!.tab });
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
  };
  return (
    <div
      class={`tabs ${edges.before ? 'more-before' : ''} ${edges.after ? 'more-after' : ''}`}
      role="tablist"
      ref={list}
      onKeyDown={onKeyDown}
      onScroll={edges.measure}
      onWheel={({ currentTarget, deltaY }) => (currentTarget.scrollLeft += deltaY)}
    >
      {TABS.map(({ tab: own, title, count }) => {
        const n = details && count ? count(details) : 0;
        return (
          <button
            key={own}
            type="button"
            role="tab"
            id={`tab-${own}`}
            aria-controls="details-panel"
            aria-selected={own === tab}
            tabIndex={own === tab ? 0 : -1}
            class={details && count && n === 0 ? 'empty' : undefined}
            onClick={() => dispatch({ type: 'tab', tab: own })}
          >
            {strings[title]}
            {n > 0 && <span class="badge">{n}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** Whether there is more to scroll to on either side: tabs fade out there instead of being cut. */
function useEdges(
  list: RefObject<HTMLElement | null>,
  details: SpanDetails | null,
): { readonly before: boolean; readonly after: boolean; readonly measure: () => void } {
  const [edges, setEdges] = useState({ before: false, after: false });
  const { width } = useSize(list);
  const measure = (): void => {
    const { scrollLeft, scrollWidth, clientWidth } = list.current!;
    const before = scrollLeft > 1;
    const after = scrollLeft + clientWidth < scrollWidth - 1;
    setEdges((old) => (old.before === before && old.after === after ? old : { before, after }));
  };
  useLayoutEffect(measure, [width, details]);
  return { ...edges, measure };
}
