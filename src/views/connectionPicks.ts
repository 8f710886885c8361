import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { AwsEngines, Profile } from '../traces/source';
import { originText, type ConnectionChoice } from './connection';
import { isRegionName, regions } from './regions';

interface ChoiceItem extends QuickPickItem {
  /** null = take the workspace's choice back; undefined = ask for text. */
  readonly value: string | null | undefined;
}

/** Asks for a profile and keeps it for this workspace. @returns whether one was chosen */
export async function pickProfile(choice: ConnectionChoice, engines: () => Promise<AwsEngines>): Promise<boolean> {
  const current = choice.profile;
  const items = engines()
    .then((aws) => aws.listProfiles())
    .then((profiles): ChoiceItem[] => [
      ...profiles.map((profile) => ({
        value: profile.name,
        label: profile.name,
        description: [kindText(profile.kind), profile.region].filter(Boolean).join(' · '),
        ...(profile.name === current.value ? { detail: originText(current.origin) } : {}),
      })),
      { kind: QuickPickItemKind.Separator, label: '', value: undefined },
      {
        value: '',
        label: l10n.t('Default credentials'),
        description: l10n.t('environment, then the default profile, then the machine’s role'),
      },
      ...takeBack(current.origin === 'workspace'),
    ]);
  const picked = await window.showQuickPick(items, {
    title: l10n.t('AWS profile for this workspace'),
    placeHolder: l10n.t('Profiles of the shared AWS configuration'),
    matchOnDescription: true,
    ignoreFocusOut: false,
  });
  if (!picked || picked.value === undefined) return false;
  await choice.choose({ profile: picked.value ?? undefined });
  return true;
}

/** Asks for a region and keeps it for this workspace. @returns whether one was chosen */
export async function pickRegion(choice: ConnectionChoice): Promise<boolean> {
  const current = choice.region;
  const item = (value: string, name: string): ChoiceItem => ({
    value,
    label: value,
    description: name,
    ...(value === current.value ? { detail: originText(current.origin) } : {}),
  });
  const all = [...regions].map(([value, name]) => item(value, name));
  const items: ChoiceItem[] = [
    ...all.filter((one) => one.value === current.value),
    ...all.filter((one) => one.value !== current.value),
    { kind: QuickPickItemKind.Separator, label: '', value: undefined },
    { value: undefined, label: l10n.t('Another region…') },
    ...takeBack(current.origin === 'workspace'),
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t('AWS region for this workspace'),
    placeHolder: l10n.t('The region the traces were recorded in'),
    matchOnDescription: true,
  });
  if (!picked) return false;
  const region = picked.value === undefined ? await askRegion() : (picked.value ?? undefined);
  if (region === undefined && picked.value !== null) return false;
  await choice.choose({ region });
  return true;
}

function askRegion(): Thenable<string | undefined> {
  return window.showInputBox({
    title: l10n.t('AWS region'),
    placeHolder: 'eu-central-1',
    validateInput: (text) => (isRegionName(text.trim()) ? undefined : l10n.t('A region looks like eu-central-1.')),
  });
}

function takeBack(isChosen: boolean): ChoiceItem[] {
  if (!isChosen) return [];
  return [
    { value: null, label: l10n.t('Use the settings'), description: l10n.t('forget the choice for this workspace') },
  ];
}

function kindText(kind: Profile['kind']): string {
  switch (kind) {
    case 'static':
      return l10n.t('access key');
    case 'assumeRole':
      return l10n.t('assumed role');
    case 'sso':
      return l10n.t('IAM Identity Center');
    case 'process':
      return l10n.t('credential process');
    case 'webIdentity':
      return l10n.t('web identity');
    case 'login':
      return l10n.t('console sign-in');
    case 'other':
      return '';
  }
}
