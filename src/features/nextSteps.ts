import { commands as vscodeCommands, env, l10n, window, type Disposable, type LogOutputChannel } from 'vscode';
import type { AwsEngines } from '../traces/source';
import type { Traces } from '../traces/traces';
import type { ConnectionChoice } from '../views/connection';
import { pickProfile, pickRegion } from '../views/connectionPicks';
import type { TraceDocuments } from '../views/documents';
import type { NextStepId } from '../views/stepLabels';
import type { StepContext } from './commands';
import { openConfigFile } from './openConfigFile';
import { retrieveInRange } from './retrieveCommand';
import { SignIn } from './signIn';
import type { TraceOpener } from './traceOpener';

/** Does what an error message, a failed row or the page offers. */
export class NextSteps implements Disposable {
  private readonly signIn = new SignIn();

  constructor(
    private readonly opener: TraceOpener,
    private readonly traces: Traces,
    private readonly documents: TraceDocuments,
    private readonly choice: ConnectionChoice,
    private readonly engines: () => Promise<AwsEngines>,
    private readonly log: LogOutputChannel,
  ) {}

  /** @throws what the step throws; the caller reports it */
  async take(step: NextStepId, about: StepContext): Promise<void> {
    const { ref } = about;
    const error = about.error ?? (ref && this.traces.peek(ref)?.error);
    switch (step) {
      case 'retry':
        return this.retry(about);
      case 'retrieve':
        return ref && this.opener.reload(about.refs ?? [ref], { how: 'retrieve' });
      case 'chooseRange':
        return ref && retrieveInRange(ref, this.traces, this.opener);
      case 'signIn': {
        const login = error?.params['login'] === 'login' ? 'login' : 'sso';
        await this.signIn.run(ref?.profile ?? this.choice.profile.value, login);
        (await this.engines()).forget();
        await this.choice.reread();
        return this.retry(about);
      }
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
        await vscodeCommands.executeCommand('workbench.action.openSettings', 'xrayTraces.endpoint');
        return;
      case 'openProxySettings':
        await vscodeCommands.executeCommand(
          'workbench.action.openSettings',
          '@id:http.proxy,http.proxyStrictSSL,http.noProxy',
        );
        return;
      case 'copyPolicy':
        await env.clipboard.writeText(policyFor(String(error?.params['action'] ?? '')));
        void window.showInformationMessage(l10n.t('The IAM policy statement is in the clipboard.'));
        return;
      case 'openAnother':
        await vscodeCommands.executeCommand('xrayTraces.openTrace');
        return;
      case 'openReceipt':
        return ref && this.documents.showReceipt(ref);
      case 'showLog':
        return this.log.show();
    }
  }

  dispose(): void {
    this.signIn.dispose();
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

/** A policy statement with the action that was missing, or with all this extension can use. */
function policyFor(action: string): string {
  const all = [
    'xray:BatchGetTraces',
    'xray:GetTraceSummaries',
    'xray:GetTraceSegmentDestination',
    'xray:StartTraceRetrieval',
    'xray:ListRetrievedTraces',
    'xray:CancelTraceRetrieval',
  ];
  const actions = /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action) ? [action] : all;
  return `${JSON.stringify({ Effect: 'Allow', Action: actions, Resource: '*' }, null, 2)}\n`;
}
