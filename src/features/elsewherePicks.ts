import { l10n, QuickPickItemKind, ThemeIcon, window, workspace, type QuickPickItem } from 'vscode';
import type { AwsEngines, Connection } from '../traces/source';
import { isRegionName, regions } from '../views/regions';
import { choiceItem, knownPlaceItem, type ChoiceItem } from './elsewhereItems';
import type { Place, PlaceSetting } from './elsewherePlan';
import { outcomeText, placeText } from './elsewhereText';
import type { LookedAt } from './findElsewhere';
import type { KnownPlaces } from './knownPlaces';

const SECTION = 'xrayTraces.searchElsewhere';

/** The user's list of places. */
export function placeSetting(): PlaceSetting {
  const settings = workspace.getConfiguration(SECTION);
  const texts = (name: string): string[] =>
    (settings.get<unknown[]>(name, []) ?? []).filter(
      (one): one is string => typeof one === 'string' && one.trim() !== '',
    );
  return { profiles: texts('profiles'), regions: texts('regions').filter(isRegionName) };
}

interface PlaceItem extends QuickPickItem {
  readonly place: Place;
}

/** Which places to look at: all are checked. @returns 'edit' when the user wants another list; undefined when it was closed */
export async function pickPlaces(places: readonly Place[], id: string): Promise<readonly Place[] | 'edit' | undefined> {
  const pick = window.createQuickPick<PlaceItem>();
  const edit = { iconPath: new ThemeIcon('settings-gear'), tooltip: l10n.t('Edit the List of Profiles and Regions…') };
  pick.title = l10n.t('Find {0} Elsewhere', id);
  pick.placeholder = l10n.t('Enter looks in the checked places, and asks you nothing');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.buttons = [edit];
  pick.items = places.map((place) => ({
    place,
    label: placeText(place, l10n.t),
    description: [regions.get(place.region), place.isKnown ? l10n.t('its like was found here') : '']
      .filter(Boolean)
      .join(' · '),
  }));
  pick.selectedItems = pick.items;
  try {
    return await new Promise((resolve) => {
      pick.onDidTriggerButton(() => resolve('edit'));
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ place }) => place)));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** Asks which profiles and regions the list has, and keeps them in the user's settings. @returns whether it was changed */
export async function editPlaces(engines: () => Promise<AwsEngines>): Promise<boolean> {
  const now = placeSetting();
  const profiles = await (await engines()).listProfiles();
  const chosen = await pickMany(
    l10n.t('Find Elsewhere: Profiles'),
    l10n.t('None or all checked: every profile there is'),
    profiles.map(({ name, region = '' }) => choiceItem(name, region, now.profiles.includes(name))),
  );
  if (!chosen) return false;
  const known = [...regions].map(([region, name]) => choiceItem(region, name, now.regions.includes(region)));
  const others = now.regions.filter((region) => !regions.has(region)).map((region) => choiceItem(region, '', true));
  const inRegions = await pickMany(
    l10n.t('Find Elsewhere: Regions'),
    l10n.t('None checked: each profile’s own region, and the one in use'),
    [...others, ...known],
  );
  if (!inRegions) return false;
  const settings = workspace.getConfiguration(SECTION);
  await settings.update('profiles', chosen.length === profiles.length ? [] : chosen, true);
  await settings.update('regions', inRegions, true);
  return true;
}

async function pickMany(
  title: string,
  placeHolder: string,
  items: readonly ChoiceItem[],
): Promise<string[] | undefined> {
  const picked = await window.showQuickPick(
    [...items].toSorted((a, b) => Number(b.picked) - Number(a.picked)),
    {
      title,
      placeHolder,
      canPickMany: true,
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  return picked?.map(({ value }) => value);
}

/** What came of each place. @returns the one the user chose, to be asked with prompts */
export async function showPlaces(looked: readonly LookedAt<Place>[]): Promise<Connection | undefined> {
  const items = looked.map(({ place, outcome }) => {
    const { icon, text } = outcomeText(place, outcome, l10n.t);
    return { label: `$(${icon}) ${placeText(place, l10n.t)}`, description: text, place };
  });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Where It Was Looked For'),
    placeHolder: l10n.t('Choose one to open the trace there, with sign-in where it needs one'),
    matchOnDescription: true,
  });
  return picked?.place;
}

/** What is remembered of where traces were found; a row's button forgets it, the title's all. */
export async function showKnownPlaces(known: KnownPlaces): Promise<void> {
  const forget = { iconPath: new ThemeIcon('close'), tooltip: l10n.t('Forget') };
  const clear = { iconPath: new ThemeIcon('clear-all'), tooltip: l10n.t('Forget All') };
  const pick = window.createQuickPick();
  const say = (): void => {
    const rows = (of: 'service' | 'file', heading: string): QuickPickItem[] => {
      const places = known.all.filter((place) => place.of === of);
      if (places.length === 0) return [];
      return [
        { kind: QuickPickItemKind.Separator, label: heading },
        ...places.map((place) => ({
          ...knownPlaceItem(place, l10n.t),
          buttons: [forget],
        })),
      ];
    };
    pick.items = [...rows('service', l10n.t('services')), ...rows('file', l10n.t('log files'))];
    pick.placeholder =
      known.all.length > 0
        ? l10n.t('Looked at first when an ID of theirs is looked for elsewhere')
        : l10n.t('Nothing is remembered. What “Find Trace Elsewhere…” finds will be.');
  };
  pick.title = l10n.t('Remembered Places of Traces');
  pick.matchOnDescription = true;
  pick.buttons = [clear];
  say();
  await new Promise<void>((resolve) => {
    pick.onDidTriggerButton(() => void known.clear().then(say));
    pick.onDidTriggerItemButton(({ item }) => {
      const place = known.all.find((one) => 'place' in item && one === item.place);
      if (place) void known.forget(place).then(say);
    });
    pick.onDidAccept(() => pick.hide());
    pick.onDidHide(() => resolve());
    pick.show();
  });
  pick.dispose();
}
