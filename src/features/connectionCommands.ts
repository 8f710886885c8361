import { l10n, window } from 'vscode';
import type { AwsEngines } from '../traces/source';
import type { ConnectionChoice } from '../views/connection';
import { pickProfile, pickRegion } from '../views/connectionPicks';
import { plainText } from '../views/plainText';
import type { Commands } from './commands';

/** Select Profile, Select Region, and both behind the status bar. */
export function registerConnectionCommands(
  commands: Commands,
  choice: ConnectionChoice,
  engines: () => Promise<AwsEngines>,
): void {
  commands.register('xrayTraces.selectProfile', () => pickProfile(choice, engines));
  commands.register('xrayTraces.selectRegion', () => pickRegion(choice));
  commands.register('xrayTraces.selectConnection', async () => {
    const profile = { label: `$(account) ${l10n.t('Select Profile…')}`, description: plainText(choice.profile.value) };
    const region = { label: `$(globe) ${l10n.t('Select Region…')}`, description: choice.region.value };
    const log = { label: `$(output) ${l10n.t('Show Log')}` };
    const picked = await window.showQuickPick([profile, region, log], { title: l10n.t('X-Ray requests') });
    if (picked === profile) await pickProfile(choice, engines);
    else if (picked === region) await pickRegion(choice);
    else if (picked === log) await commands.run('xrayTraces.showLog');
  });
}
