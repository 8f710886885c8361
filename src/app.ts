import { ExtensionMode, window, type ExtensionContext } from 'vscode';
import { awsEnvironment } from './features/awsEnvironment';
import { Commands } from './features/commands';
import { registerConnectionCommands } from './features/connectionCommands';
import { keptTokens } from './features/keptTokens';
import { logFailures } from './features/logFailures';
import { NextSteps } from './features/nextSteps';
import { registerOpenCommands } from './features/openCommands';
import { registerPageCommands } from './features/pageCommands';
import { registerRetrieveCommand } from './features/retrieveCommand';
import { registerRetrievalCommands } from './features/retrievalCommands';
import { openSamples, registerSampleCommand } from './features/samples';
import { registerTimeRangeCommand } from './features/searchTimeRange';
import { sourceOf } from './features/sources';
import { actForPage, registerTraceCommands } from './features/traceCommands';
import { TraceOpener } from './features/traceOpener';
import { buildTrace } from './model/buildTrace';
import type { TimelineHost } from './panels/mountTimeline';
import { TimelinePanels } from './panels/timelinePanels';
import type { LateCommands } from './startup/lateCommands';
import type { LatePanels } from './startup/latePanels';
import type { LateTree } from './startup/lateTree';
import { lazily } from './startup/lazily';
import { later } from './traces/later';
import { RETRIEVALS_KEY } from './startup/names';
import type { ReadOnlyFiles } from './startup/readOnlyFiles';
import { Retrievals } from './traces/retrievals';
import { Traces } from './traces/traces';
import { ConnectionChoice } from './views/connection';
import { ConnectionStatus } from './views/connectionStatus';
import { TraceDocuments } from './views/documents';
import { OpenedTraces } from './views/openedTraces';
import { RetrievalsTree, type RetrievalNode } from './views/retrievalsTree';
import { TracesTree, type TraceNode } from './views/tracesTree';
import { TracesView } from './views/tracesView';

/** What VS Code was told of at start-up; the app provides what is behind it. */
export interface Registered {
  readonly commands: LateCommands;
  readonly traces: LateTree<TraceNode>;
  readonly retrievals: LateTree<RetrievalNode>;
  readonly timelines: LatePanels;
  readonly segments: ReadOnlyFiles;
  readonly receipts: ReadOnlyFiles;
}

/** Builds the objects and hands them their collaborators. Awaits nothing; the AWS bundle is loaded by whoever first needs it. */
export function createApp(context: ExtensionContext, registered: Registered): void {
  const { extensionUri, subscriptions, workspaceState } = context;
  const log = window.createOutputChannel('X-Ray Traces', { log: true });
  const engines = lazily(async () => {
    const aws = await import('./aws/entry');
    return aws.createAws({ ...awsEnvironment(log), clock: aws.systemClock });
  });

  const choice = new ConnectionChoice(workspaceState, engines, process.env);
  const retrievals = new Retrievals({
    engines,
    traces: () => traces,
    state: {
      get: () => workspaceState.get(RETRIEVALS_KEY),
      set: (value) => void workspaceState.update(RETRIEVALS_KEY, value), // VS Code reports its own write errors
    },
    tokens: keptTokens(context.secrets),
    now: Date.now,
    after: later,
    log: (line) => log.warn(line),
  });
  const traces: Traces = new Traces({
    sourceOf: sourceOf((how) => retrievals.source(how), openSamples(extensionUri)),
    build: buildTrace,
    now: Date.now,
  });
  const opened = new OpenedTraces(workspaceState, traces);
  subscriptions.push(new RetrievalsTree(retrievals, traces, registered.retrievals, Date.now));
  const view = new TracesView(new TracesTree(opened, traces, Date.now), registered.traces);
  const status = new ConnectionStatus(choice, () => view.visible || opened.rows.length > 0);
  const documents = new TraceDocuments(traces, registered.segments, registered.receipts);
  const commands = new Commands(registered.commands, log, () => ({
    profile: choice.profile.value,
    region: choice.region.value,
  }));
  const timelineHost: TimelineHost = {
    extensionUri,
    traces,
    checksMessages: context.extensionMode !== ExtensionMode.Production,
    act: (ref, action, span, link) =>
      void actForPage(parts, ref, action, span, link).catch((error: unknown) =>
        commands.report(error, action, { ref }),
      ),
    trouble: (text) => log.error(text),
  };
  const panels = new TimelinePanels(timelineHost, registered.timelines);
  const opener = new TraceOpener(choice, traces, panels, opened, documents, commands);
  const steps = new NextSteps(opener, traces, documents, choice, engines, log);
  const parts = { commands, opener, traces, panels, opened, documents, view, steps, log };
  commands.setTakeStep((step, about) => {
    steps.take(step, about).catch((error: unknown) => commands.report(error, step, about));
  });

  // First of all: what it has running is to stay at the service, and traces end their loads.
  subscriptions.push(retrievals, log, choice, traces, opened, view, status, documents, panels, steps);
  subscriptions.push(
    logFailures(traces, log),
    panels.onDidSelect(({ ref, spanId }) => view.follow(ref, spanId)),
    panels.onDidOpen((ref) => opened.list(ref)),
    view.onDidChangeVisibility(() => status.update()),
    opened.onDidChange(() => status.update()),
  );

  registerOpenCommands(commands, opener);
  registerTimeRangeCommand(commands, engines, choice, opener);
  registerRetrieveCommand(commands, opener, panels);
  registerRetrievalCommands({ commands, retrievals, traces, panels, opened, opener });
  registerSampleCommand(commands, extensionUri, panels, opened);
  registerConnectionCommands(commands, choice, engines);
  registerTraceCommands(parts);
  registerPageCommands(commands, panels);
  void retrievals.resume(); // what goes wrong stands in its rows
}
