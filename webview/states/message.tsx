import type { VNode } from 'preact';
import { usePage } from '../page';
import type { State } from '../pageState';
import { Message } from '../ui/message';

/** Nothing came, and why. */
export function FailedPage({ failure }: { readonly failure: NonNullable<State['failure']> }): VNode {
  const { act, strings } = usePage();
  return <Message icon="error" isAlert {...failure} causesLabel={strings.causes} onAct={act} />;
}

/** A trace came, without a single span. */
export function EmptyTrace(): VNode {
  const { act, strings } = usePage();
  const next = [{ id: 'refresh', label: strings.refresh }];
  const { emptyTitle: title, emptyDetail: detail, causes } = strings;
  return <Message icon="inbox" title={title} detail={detail} next={next} causesLabel={causes} onAct={act} />;
}
