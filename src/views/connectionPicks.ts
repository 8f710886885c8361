import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { AwsEngines, ConfigProblem, Profile } from '../traces/source';
import { originText, type ConnectionChoice } from './connection';
import { configProblemText } from './explain';
import { openFileAt } from './openFileAt';
import { plainText } from './plainText';
import { isRegionName, regions } from './regions';

interface ChoiceItem extends QuickPickItem {
  /** null = take the workspace's choice back; undefined = ask for text. */
  readonly value: string | null | undefined;
  /** Opens the file instead. */
  readonly problem?: ConfigProblem;
}

/**
 * Asks for a profile and keeps it for this workspace. What the shared files hold shows as it changes.
 * @returns whether one was chosen
 */
export async function pickProfile(choice: ConnectionChoice, engines: () => Promise<AwsEngines>): Promise<boolean> {
  const aws = await engines();
  const pick = window.createQuickPick<ChoiceItem>();
  pick.title = l10n.t('AWS profile for this workspace');
  pick.placeholder = l10n.t('Profiles of the shared AWS configuration');
  pick.matchOnDescription = true;
  pick.busy = true;
  let isFirst = true;
  const fill = async (): Promise<void> => {
    const [profiles, problems] = await Promise.all([aws.listProfiles(), aws.configProblems()]);
    const active = isFirst ? choice.profile.value : pick.activeItems[0]?.value;
    pick.items = itemsOf(choice, profiles, problems);
    // What is in use first; later what the user has moved to, wherever it is now.
    pick.activeItems = pick.items.filter((item) => item.value === active && !item.problem).slice(0, 1);
    pick.busy = false;
    isFirst = false;
  };
  let failure: unknown;
  const refill = (): void => {
    fill().catch((error: unknown) => {
      failure = error;
      pick.hide();
    });
  };
  const filesChanged = choice.onDidChangeFiles(refill);
  try {
    refill();
    const picked = await new Promise<ChoiceItem | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
    if (failure !== undefined) throw failure;
    if (picked?.problem) {
      await openFileAt(picked.problem.file, picked.problem.line);
      return false;
    }
    if (!picked || picked.value === undefined) return false;
    await choice.choose({ profile: picked.value ?? undefined });
    return true;
  } finally {
    filesChanged.dispose();
    pick.dispose();
  }
}

function itemsOf(
  choice: ConnectionChoice,
  profiles: readonly Profile[],
  problems: readonly ConfigProblem[],
): ChoiceItem[] {
  const current = choice.profile;
  const [problem] = problems;
  return [
    ...(problem ? [problemItem(problem)] : []),
    ...profiles.map((profile) => ({
      value: profile.name,
      label: plainText(profile.name),
      description: plainText(
        [kindText(profile.kind), profile.region, l10n.t('account {0}', profile.account ?? l10n.t('unknown'))]
          .filter(Boolean)
          .join(' · '),
      ),
      ...(profile.name === current.value ? { detail: originText(current.origin) } : {}),
    })),
    { kind: QuickPickItemKind.Separator, label: '', value: undefined },
    {
      value: '',
      label: l10n.t('Environment'),
      description: l10n.t('default credentials: variables, then the default profile, then the machine’s role'),
      ...(current.value === '' && current.origin === 'workspace' ? { detail: originText(current.origin) } : {}),
    },
    ...takeBack(current.origin === 'workspace'),
  ];
}

function problemItem(problem: ConfigProblem): ChoiceItem {
  return {
    value: undefined,
    problem,
    label: `$(warning) ${l10n.t('Open the file that cannot be read')}`,
    description: plainText(problem.line > 0 ? l10n.t('{0}, line {1}', problem.file, problem.line) : problem.file),
    detail: configProblemText(problem.what, l10n.t),
    alwaysShow: true,
  };
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
