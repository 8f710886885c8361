import type { VNode } from 'preact';
import type { WireTrace } from '../../src/protocol/messages';
import { usePage } from '../page';
import type { State } from '../pageState';
import { Icon } from '../ui/icon';

/** X-Ray kept only a part: says so across the page, with what to do. */
export function LimitBanner({ trace }: { readonly trace: WireTrace }): VNode | null {
  const { strings, act } = usePage();
  if (!trace.limitExceeded) return null;
  return (
    <div class="banner warning" role="status">
      <Icon name="warning" />
      <div>
        <span>{strings.limitExceeded}</span>
        <button type="button" class="quiet link" onClick={() => act('explainLimit')}>
          {strings.explainLimit}
        </button>
        {trace.canRetrieve && (
          <button type="button" class="quiet link" onClick={() => act('retrieve')}>
            {strings.retrieve}
          </button>
        )}
      </div>
    </div>
  );
}

/** A failure above a trace that is still shown: nothing that arrived is lost. */
export function FailureBanner({ failure }: { readonly failure: NonNullable<State['failure']> }): VNode {
  const { act } = usePage();
  return (
    <div class="banner error" role="alert">
      <Icon name="error" />
      <div>
        <span>
          <b>{failure.title}</b> {failure.detail}
        </span>
        {failure.next.map(({ id, label }) => (
          <button key={id} type="button" class="quiet link" onClick={() => act(id)}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** An incomplete trace: offers to watch it, says how that goes. */
export function WatchBanner({ watch }: { readonly watch: NonNullable<State['watch']> }): VNode {
  const { act } = usePage();
  const { text, isRunning, action } = watch;
  return (
    <div class="banner watch" role="status">
      <Icon name="eye" />
      <div>
        <span>{text}</span>
        <button type="button" class="quiet link" aria-pressed={isRunning} onClick={() => act(action.id)}>
          {action.label}
        </button>
      </div>
    </div>
  );
}

/** A refresh of the trace that is shown. */
export function LoadingBanner({ loading }: { readonly loading: NonNullable<State['loading']> }): VNode {
  const { strings, host } = usePage();
  return (
    <div class="banner" role="status">
      <Icon name="loading codicon-modifier-spin" />
      <div>
        <span>{loading.text}</span>
        {loading.cancellable && (
          <button type="button" class="quiet link" onClick={() => host.send({ kind: 'cancel' })}>
            {strings.cancel}
          </button>
        )}
      </div>
    </div>
  );
}
