import { Disposable, l10n, window, workspace } from 'vscode';
import { formatRef, type TraceRef } from '../model/traceRef';
import type { AwsEngines } from '../traces/source';
import type { Searches } from '../traces/searches';
import { isTraceError, TraceError } from '../traces/traceError';
import type { Traces } from '../traces/traces';
import type { ConnectionChoice } from '../views/connection';
import { plainText } from '../views/plainText';
import { stepLabel } from '../views/stepLabels';
import type { Commands } from './commands';
import { FileWatch } from './fileWatch';
import { signInWithCli } from './signIn';
import { SignInWaits, type Login } from './signInWaits';
import type { TraceOpener } from './traceOpener';

/** Sign-ins by the AWS CLI, offered in one message for everything that waits for a profile. */
export function signInWaits(
  engines: () => Promise<AwsEngines>,
  choice: ConnectionChoice,
  report: (error: unknown) => void,
): SignInWaits {
  return new SignInWaits({
    engines,
    offer: async (profile, login) => {
      const label = stepLabel('signIn', { login }, l10n.t);
      return (await window.showWarningMessage(offerText(profile), label)) === label;
    },
    signIn: async (profile, login, signal) => {
      if (!workspace.isTrusted && !choice.isPicked(profile)) throw new TraceError('untrusted', { profile });
      await signInWithCli(profile, login, signal);
    },
    watch: (paths, changed) => new FileWatch(paths, changed),
    report,
  });
}

/** Traces, searches and commands that failed for want of a sign-in go on by themselves when there is one. */
export function resumeWhenSignedIn(
  waits: SignInWaits,
  parts: {
    readonly traces: Traces;
    readonly searches: Searches;
    readonly opener: TraceOpener;
    readonly commands: Commands;
    readonly choice: ConnectionChoice;
  },
): Disposable {
  const { traces, searches, opener, commands, choice } = parts;
  let ready: TraceRef[] = [];
  const reload = (ref: TraceRef): void => {
    // All that go on in one moment go to AWS together.
    if (ready.push(ref) > 1) return;
    queueMicrotask(() => {
      const refs = ready;
      ready = [];
      opener.retry(refs).catch((error: unknown) => commands.report(error, 'open'));
    });
  };
  let commandsWaiting = 0;
  commands.setExplainedElsewhere((error, { ref, retry }) => {
    // A trace waits as such, below.
    if (ref) return waits.isTold(error);
    const goOn = async (): Promise<void> => {
      try {
        await retry?.();
      } catch (failure) {
        commands.report(failure, 'open', { retry });
      }
    };
    const connection = { profile: profileOf(error, choice.profile.value), region: choice.region.value };
    return waits.wait(`command ${++commandsWaiting}`, error, connection, () => void goOn());
  });
  return Disposable.from(
    waits,
    traces.onDidChange((ref) => {
      const key = formatRef(ref);
      const error = traces.peek(ref)?.error;
      if (error) waits.wait(key, error, ref, () => reload(ref));
      else waits.drop(key);
    }),
    searches.onDidChange((id) => {
      const held = searches.peek(id);
      if (!held?.error) {
        waits.drop(id);
        return;
      }
      waits.wait(id, held.error, held.connection, () => {
        if ((searches.peek(id)?.end?.left.length ?? 0) > 0) searches.more(id);
        else searches.again(id);
      });
    }),
    choice.onDidChangeFiles(() => waits.filesChanged()),
    workspace.onDidGrantWorkspaceTrust(() => waits.trustGranted()),
  );
}

/** How to sign in again after an error that offers it. */
export function signInOf(error: unknown): Login {
  return isTraceError(error) && error.params['login'] === 'login' ? 'login' : 'sso';
}

function profileOf(error: TraceError, profile: string): string {
  const named = error.params['profile'];
  return typeof named === 'string' ? named : profile;
}

function offerText(profile: string): string {
  return plainText(
    profile
      ? l10n.t('The sign-in of profile “{0}” has expired. What waits for it goes on once you are signed in.', profile)
      : l10n.t('The sign-in to AWS has expired. What waits for it goes on once you are signed in.'),
  );
}
