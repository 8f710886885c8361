import { l10n, ProgressLocation, window } from 'vscode';
import { readOpenArgument } from '../ids/openArgument';
import type { TraceId } from '../model/traceId';
import type { TraceRef } from '../model/traceRef';
import type { TimelinePanels } from '../panels/timelinePanels';
import type { AwsEngines, Connection } from '../traces/source';
import type { Traces } from '../traces/traces';
import type { ConnectionChoice } from '../views/connection';
import type { Commands } from './commands';
import { editPlaces, pickPlaces, placeSetting, showKnownPlaces, showPlaces } from './elsewherePicks';
import { planPlaces, type Place } from './elsewherePlan';
import { placeText, resultText } from './elsewhereText';
import { findElsewhere, type ElsewhereResult } from './findElsewhere';
import type { KnownPlaces } from './knownPlaces';
import { readPastedIds } from './pastedIds';
import { isOfTimeline, refsOfNodes } from './target';
import type { TraceOpener, Wanted } from './traceOpener';

export interface ElsewhereParts {
  readonly commands: Commands;
  readonly engines: () => Promise<AwsEngines>;
  readonly choice: ConnectionChoice;
  readonly opener: TraceOpener;
  readonly traces: Traces;
  readonly panels: TimelinePanels;
  readonly places: KnownPlaces;
}

/** An ID to look for, and where it is known not to be. */
interface Missing {
  readonly wanted: Wanted;
  readonly asked: readonly Connection[];
}

/** Find Trace Elsewhere…: the ID of a row or of the timeline in front, of an argument, else one that is typed; and what is remembered of it. */
export function registerElsewhereCommands(parts: ElsewhereParts): void {
  const { commands, places } = parts;
  commands.register('xrayTraces.findElsewhere', async (...values) => {
    const missing = await missingOf(parts, values);
    if (missing) await lookElsewhere(parts, missing);
  });
  commands.register('xrayTraces.showKnownPlaces', () => showKnownPlaces(places));
}

async function missingOf(parts: ElsewhereParts, values: readonly unknown[]): Promise<Missing | undefined> {
  const { panels, traces } = parts;
  const [given] = readOpenArgument(values[0]);
  const ref = refsOfNodes(values)[0] ?? (given && refIn(values[0], given.id));
  if (ref) return missingRef(ref, traces);
  if (given) return { wanted: given, asked: [] };
  const active = panels.active?.ref;
  const isNotFound = active !== undefined && traces.peek(active)?.error?.reason === 'notFound';
  if (active && (isNotFound || isOfTimeline(values))) return missingRef(active, traces);
  const id = await askForId(active?.id ?? '');
  return id && { wanted: id, asked: [] };
}

function missingRef(ref: TraceRef, traces: Traces): Missing {
  const { around, range, sampled, foundIn } = traces.hintOf(ref) ?? {};
  const wanted: Wanted = {
    id: ref.id,
    ...(around !== undefined && { around }),
    ...(sampled !== undefined && { sampled }),
    ...(foundIn && { foundIn }),
    range,
  };
  return { wanted, asked: traces.peek(ref)?.error?.reason === 'notFound' ? [ref] : [] };
}

/** The trace an argument names with its place, as the next steps of one do. */
function refIn(value: unknown, id: TraceId): TraceRef | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { profile, region } = value as Readonly<Record<string, unknown>>;
  return typeof profile === 'string' && typeof region === 'string' ? { source: 'aws', profile, region, id } : undefined;
}

async function askForId(value: string): Promise<Wanted | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('Find Trace Elsewhere'),
    prompt: l10n.t('The trace ID to look for in other profiles and regions'),
    placeHolder: '1-5f84c7a1-0123456789abcdef01234567',
    value,
    ignoreFocusOut: true,
    validateInput: (typed) =>
      !typed.trim() || readPastedIds(typed).ids.length > 0
        ? undefined
        : l10n.t('A trace ID looks like 1-5f84c7a1-0123456789abcdef01234567, or is 32 hexadecimal digits.'),
  });
  return text === undefined ? undefined : readPastedIds(text).ids[0];
}

async function lookElsewhere(parts: ElsewhereParts, missing: Missing): Promise<void> {
  const chosen = await choosePlaces(parts, missing);
  if (!chosen || chosen.length === 0) return;
  const result = await look(parts, missing, chosen);
  if (result.found) await openFound(parts, missing, result.found);
  sayResult(parts, missing, result);
}

async function choosePlaces(parts: ElsewhereParts, { wanted, asked }: Missing): Promise<readonly Place[] | undefined> {
  const { engines, choice, places } = parts;
  for (;;) {
    const current = await choice
      .resolve()
      .catch(() => ({ profile: choice.profile.value, region: choice.region.value }));
    const plan = planPlaces({
      setting: placeSetting(),
      profiles: await (await engines()).listProfiles(),
      current,
      asked,
      known: places.candidates(wanted.foundIn),
    });
    const chosen = await pickPlaces(plan, wanted.id);
    if (chosen !== 'edit') return chosen;
    await editPlaces(engines);
  }
}

async function look(
  parts: ElsewhereParts,
  { wanted }: Missing,
  places: readonly Place[],
): Promise<ElsewhereResult<Place>> {
  const { probe } = await parts.engines();
  return window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title: l10n.t('X-Ray') },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return findElsewhere(wanted.id, places, probe, controller.signal, (asked, place) =>
        progress.report({
          message: l10n.t('Looking for the trace: {0} of {1}, {2}', asked, places.length, placeText(place, l10n.t)),
          increment: 100 / places.length,
        }),
      );
    },
  );
}

/** Opens the trace where it is, and remembers that for its services and the file it stood in. */
async function openFound(parts: ElsewhereParts, { wanted }: Missing, { profile, region }: Connection): Promise<void> {
  const { opener, traces, places } = parts;
  await opener.openIn({ profile, region }, [wanted]);
  const ref: TraceRef = { source: 'aws', profile, region, id: wanted.id };
  await traces.open([{ ref }], new AbortController().signal); // joins the load of the panel
  const trace = traces.peek(ref)?.trace;
  const services = trace ? trace.services.map((index) => trace.spans.strings[index] ?? '') : [];
  await places.note({ profile, region }, wanted.foundIn, services);
}

/** Nothing waits for the answer. */
function sayResult(parts: ElsewhereParts, missing: Missing, result: ElsewhereResult<Place>): void {
  const { choice, commands, engines } = parts;
  const { found } = result;
  const use = l10n.t('Use This Profile and Region');
  const where = l10n.t('Where It Looked');
  const edit = l10n.t('Edit List…');
  const buttons = found ? [use, where] : [where, edit];
  const again = async (): Promise<void> => {
    const place = await showPlaces(result.looked);
    if (place) await parts.opener.openIn({ profile: place.profile, region: place.region }, [missing.wanted]);
  };
  const act = async (answer: string | undefined): Promise<void> => {
    if (answer === use && found) await choice.choose({ profile: found.profile, region: found.region });
    else if (answer === where) await again();
    else if (answer === edit && (await editPlaces(engines))) await lookElsewhere(parts, missing);
  };
  window
    .showInformationMessage(resultText(result, l10n.t), ...buttons)
    .then(act)
    .then(undefined, (error: unknown) => commands.report(error, 'findElsewhere'));
}
