import { l10n, MarkdownString, StatusBarAlignment, window, type Disposable } from 'vscode';
import { originText, type ConnectionChoice } from './connection';
import { plainText } from './plainText';

/**
 * Profile and region in the status bar; the tooltip says who decided. Shown while `isWanted` says so: not everyone who opens a
 * workspace is here for traces.
 */
export class ConnectionStatus implements Disposable {
  private readonly item = window.createStatusBarItem('xrayTraces.connection', StatusBarAlignment.Left, 10);
  private readonly subscription: Disposable;
  private shown = '';

  constructor(
    private readonly choice: ConnectionChoice,
    private readonly isWanted: () => boolean,
    /** Account of a profile as far as it is known. */
    private readonly accountOf: (profile: string) => string | undefined,
  ) {
    this.item.name = l10n.t('X-Ray profile and region');
    this.item.command = 'xrayTraces.selectConnection';
    this.subscription = choice.onDidChange(() => this.update());
    this.update();
  }

  update(): void {
    const { profile, region } = this.choice;
    const profileText = profile.value || l10n.t('default credentials');
    const regionText = region.value || l10n.t('region of the profile');
    const account = this.accountOf(profile.value) ?? l10n.t('unknown');
    const isWanted = this.isWanted();
    const facts = JSON.stringify([profile, region, account, isWanted]);
    if (facts === this.shown) return; // asked to look after every call, for the account's sake
    this.shown = facts;
    this.item.text = `$(pulse) ${plainText(profileText)} · ${region.value || '–'}`;
    this.item.accessibilityInformation = { label: l10n.t('X-Ray: {0}, {1}', profileText, regionText) };
    const tooltip = new MarkdownString();
    tooltip.appendText(l10n.t('X-Ray requests use'));
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(l10n.t('Profile: {0} ({1})', profileText, originText(profile.origin)));
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(
      region.value
        ? l10n.t('Region: {0} ({1})', region.value, originText(region.origin))
        : l10n.t('Region: the profile’s or the environment’s, read at the first request'),
    );
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(l10n.t('Account: {0}', account));
    this.item.tooltip = tooltip;
    if (isWanted) this.item.show();
    else this.item.hide();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }
}
