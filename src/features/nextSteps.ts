import { commands as vscodeCommands, env, l10n, window, type LogOutputChannel } from 'vscode';
import { traceIdTime } from '../model/traceId';
import type { TraceRef } from '../model/traceRef';
import type { EpochMilliseconds } from '../model/units';
import type { AwsEngines } from '../traces/source';
import type { Traces } from '../traces/traces';
import type { ConnectionChoice } from '../views/connection';
import { pickProfile, pickRegion } from '../views/connectionPicks';
import type { TraceDocuments } from '../views/documents';
import { endpointSetting } from '../views/endpointSetting';
import { policyFor } from '../views/permissions';
import type { NextStepId } from '../views/stepLabels';
import type { StepContext } from './commands';
import { openConfigFile } from './openConfigFile';
import { retrieveInRange } from './retrieveCommand';
import { signInOf } from './signInResume';
import type { SignInWaits } from './signInWaits';
import type { TraceOpener } from './traceOpener';

/** Does what an error message, a failed row or the page offers. */
export class NextSteps {
  constructor(
    private readonly opener: TraceOpener,
    private readonly traces: Traces,
    private readonly documents: TraceDocuments,
    private readonly choice: ConnectionChoice,
    private readonly engines: () => Promise<AwsEngines>,
    private readonly signIns: SignInWaits,
    private readonly log: LogOutputChannel,
  ) {}

  /** @throws what the step throws; the caller reports it */
  async take(step: NextStepId, about: StepContext): Promise<void> {
    const { ref } = about;
    const error = about.error ?? (ref && this.traces.peek(ref)?.error);
    switch (step) {
      case 'retry':
        // The permission may be there now.
        if (error?.params['action']) (await this.engines()).forgetDenials(ref?.profile ?? this.choice.profile.value);
        return this.retry(about);
      case 'retrieve':
        return ref && this.opener.reload(about.refs ?? [ref], { how: 'retrieve' });
      case 'chooseRange':
        return ref && retrieveInRange(ref, this.traces, this.opener);
      case 'signIn': // what had failed waits for it, and goes on
        return this.signIns.signIn(
          String(error?.params['profile'] ?? ref?.profile ?? this.choice.profile.value),
          signInOf(error),
        );
      case 'openConfigFile':
        return openConfigFile(error, await this.engines());
      case 'manageTrust':
        await vscodeCommands.executeCommand('workbench.trust.manage');
        return;
      case 'selectProfile':
        if (await pickProfile(this.choice, this.engines)) await this.again(about);
        return;
      case 'selectRegion':
        if (await pickRegion(this.choice)) await this.again(about);
        return;
      case 'openEndpointSetting':
        await vscodeCommands.executeCommand('workbench.action.openSettings', endpointSetting(error));
        return;
      case 'openProxySettings':
        await vscodeCommands.executeCommand(
          'workbench.action.openSettings',
          '@id:http.proxy,http.proxyStrictSSL,http.noProxy',
        );
        return;
      case 'copyPolicy':
        await env.clipboard.writeText(policyFor(String(error?.params['action'] ?? '')));
        void window.showInformationMessage(l10n.t('The IAM policy is in the clipboard.'));
        return;
      case 'findElsewhere':
        await vscodeCommands.executeCommand('xrayTraces.findElsewhere', ref);
        return;
      case 'findAround':
        await vscodeCommands.executeCommand('xrayTraces.findTraces', { around: ref && this.timeOf(ref) });
        return;
      case 'findSpans':
        await vscodeCommands.executeCommand('xrayTraces.findSpans');
        return;
      case 'editSearch':
        await vscodeCommands.executeCommand('xrayTraces.findTraces');
        return;
      case 'openAnother':
        await vscodeCommands.executeCommand('xrayTraces.openTrace');
        return;
      case 'openReceipt':
        if (about.search !== undefined) return this.documents.showSearchReceipt(about.search);
        return ref && this.documents.showReceipt(ref);
      case 'showLog':
        return this.log.show();
    }
  }

  /** When the request happened, as its ID or the line it stood on tells. */
  private timeOf(ref: TraceRef): EpochMilliseconds | undefined {
    return traceIdTime(ref.id, Date.now()) ?? this.traces.hintOf(ref)?.around;
  }

  private async retry({ ref, retry }: StepContext): Promise<void> {
    if (retry) return retry();
    if (ref) await this.opener.retry([ref]);
  }

  /** With another profile or region the same ID is another trace: it opens beside the failed one. */
  private async again({ ref, refs = ref ? [ref] : [], retry }: StepContext): Promise<void> {
    const fromAws = refs.filter(({ source }) => source === 'aws');
    if (fromAws.length > 0) return this.opener.reopen(fromAws);
    if (retry) return retry(); // failed before it knew where to ask: it asks for the connection itself
  }
}
