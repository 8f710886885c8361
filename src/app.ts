import { randomUUID } from 'node:crypto';
import { ExtensionMode, window, type ExtensionContext } from 'vscode';
import { awsEnvironment } from './features/awsEnvironment';
import { Commands } from './features/commands';
import { registerConnectionCommands } from './features/connectionCommands';
import { describeError } from './features/describeError';
import { filterStep } from './features/filterStep';
import { registerFindSpans } from './features/findSpans';
import { GroupChoice } from './features/groupChoice';
import { keptTokens } from './features/keptTokens';
import { registerElsewhereCommands } from './features/elsewhereCommand';
import { KnownPlaces } from './features/knownPlaces';
import { logFailures } from './features/logFailures';
import { NextSteps } from './features/nextSteps';
import { registerOpenCommands } from './features/openCommands';
import { registerPageCommands } from './features/pageCommands';
import { registerRetrieveCommand } from './features/retrieveCommand';
import { registerResultsCommands, resultsHost } from './features/resultsCommands';
import { registerRetrievalCommands } from './features/retrievalCommands';
import { openSamples, registerSampleCommand } from './features/samples';
import { registerSavedQueryCommands } from './features/savedQueryCommands';
import { registerSearchCommands } from './features/searchCommands';
import { SearchRunner } from './features/searchRunner';
import { registerSearchReceipt } from './features/searchReceipt';
import { searchSource } from './features/searchSource';
import { SharedFilesWatch } from './features/sharedFilesWatch';
import { resumeWhenSignedIn, signInWaits } from './features/signInResume';
import { sourceOf } from './features/sources';
import { SpanCost, spanLogGroups } from './features/spanCost';
import { actForPage, registerTraceCommands } from './features/traceCommands';
import { tellEmptySearches } from './features/tellEmptySearches';
import { TraceOpener } from './features/traceOpener';
import { registerWatchCommands } from './features/watchCommands';
import { buildTrace } from './model/buildTrace';
import type { TimelineHost } from './panels/mountTimeline';
import { ResultsPanels } from './panels/resultsPanels';
import { TimelinePanels } from './panels/timelinePanels';
import type { LateCommands } from './startup/lateCommands';
import type { LatePanels } from './startup/latePanels';
import type { LateDrag } from './startup/lateDrag';
import type { LateTree } from './startup/lateTree';
import { lazily } from './startup/lazily';
import { later } from './traces/later';
import { RETRIEVALS_KEY } from './startup/names';
import type { ReadOnlyFiles } from './startup/readOnlyFiles';
import { Retrievals } from './traces/retrievals';
import { Searches } from './traces/searches';
import { isTraceError } from './traces/traceError';
import { pause } from './traces/pause';
import type { AwsEngines } from './traces/source';
import { Traces } from './traces/traces';
import { Watches } from './traces/watches';
import { ConnectionChoice } from './views/connection';
import { ConnectionStatus } from './views/connectionStatus';
import { TraceDocuments } from './views/documents';
import { OpenedTraces } from './views/openedTraces';
import { QueryHistory } from './views/queryHistory';
import { RetrievalsTree, type RetrievalNode } from './views/retrievalsTree';
import { SavedQueries } from './views/savedQueries';
import { SearchesTree } from './views/searchesTree';
import { SearchesView } from './views/searchesView';
import type { SearchNode } from './views/searchNodes';
import { TracesTree, type TraceNode } from './views/tracesTree';
import { TracesView } from './views/tracesView';
import { WhyEmpty } from './views/whyEmpty';

/** What VS Code was told of at start-up; the app provides what is behind it. */
export interface Registered {
  readonly commands: LateCommands;
  readonly traces: LateTree<TraceNode>;
  readonly searches: LateTree<SearchNode>;
  readonly searchDrag: LateDrag<SearchNode>;
  readonly retrievals: LateTree<RetrievalNode>;
  readonly timelines: LatePanels;
  readonly results: LatePanels;
  readonly segments: ReadOnlyFiles;
  readonly receipts: ReadOnlyFiles;
}

/** Builds the objects and hands them their collaborators. Awaits nothing; the AWS bundle is loaded by whoever first needs it. */
export function createApp(context: ExtensionContext, registered: Registered): void {
  const { extensionUri, subscriptions, workspaceState } = context;
  const log = window.createOutputChannel('X-Ray Traces', { log: true });
  let made: AwsEngines | undefined;
  const engines = lazily(async () => {
    const aws = await import('./aws/entry');
    const environment = awsEnvironment(log, (profile) => choice.isPicked(profile));
    made = aws.createAws({ ...environment, clock: aws.systemClock });
    files.start(made);
    return made;
  });
  const trouble = (error: unknown): void => log.error(isTraceError(error) ? describeError(error) : 'unexpected');
  const files = new SharedFilesWatch(trouble);
  const accountOf = (profile: string): string | undefined => made?.accountOf(profile); // loads nothing

  const choice: ConnectionChoice = new ConnectionChoice(
    workspaceState,
    engines,
    process.env,
    files.onDidChange,
    trouble,
  );
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
  const watches = new Watches({ traces, clock: { now: Date.now, sleep: pause } });
  const opened = new OpenedTraces(workspaceState, traces);
  subscriptions.push(new RetrievalsTree(retrievals, traces, registered.retrievals, Date.now));
  const view = new TracesView(new TracesTree(opened, traces, watches, Date.now, accountOf), registered.traces);
  const status = new ConnectionStatus(choice, () => view.visible || opened.rows.length > 0, accountOf);
  const searches = new Searches({ run: searchSource(engines, spanLogGroups), now: Date.now });
  const { segments, receipts } = registered;
  const documents = new TraceDocuments(traces, searches, randomUUID(), segments, receipts);
  const commands = new Commands(registered.commands, log, (ref) => {
    const { profile, region } = ref ?? { profile: choice.profile.value, region: choice.region.value };
    return { ...(ref && { ...traces.hintOf(ref), id: ref.id }), profile, region, account: accountOf(profile) };
  });
  const timelineHost: TimelineHost = {
    extensionUri,
    traces,
    checksMessages: context.extensionMode !== ExtensionMode.Production,
    act: (ref, action, span, link) =>
      void actForPage(parts, ref, action, span, link).catch((error: unknown) =>
        commands.report(error, action, { ref }),
      ),
    watches,
    accountOf,
    trouble: (text) => log.error(text),
  };
  const panels = new TimelinePanels(timelineHost, registered.timelines);
  const opener = new TraceOpener(choice, traces, panels, opened, documents, commands);
  const signIns = signInWaits(engines, choice, (error) => commands.report(error, 'signIn'));
  const steps = new NextSteps(opener, traces, documents, choice, engines, signIns, log);
  const parts = { commands, opener, traces, panels, opened, documents, view, steps, log, watches };
  const cost = new SpanCost(workspaceState, searches);
  const saved = new SavedQueries(workspaceState, context.globalState);
  const history = new QueryHistory(workspaceState);
  const whyEmpty = new WhyEmpty(engines, Date.now, (error) =>
    log.warn(`indexing: ${isTraceError(error) ? describeError(error) : 'unexpected'}`),
  );
  const found = new SearchesView(
    new SearchesTree(searches, saved, history, whyEmpty, Date.now),
    saved,
    registered.searches,
    registered.searchDrag,
  );
  const finding = {
    commands,
    engines,
    searches,
    saved,
    history,
    opener,
    steps,
    choice,
    view: found,
    runner: new SearchRunner(searches, history, found, choice, Date.now, (length, where) =>
      cost.confirm(length, where),
    ),
    groups: new GroupChoice(engines, Date.now),
    askFilter: filterStep({ searches, saved, history }),
    now: Date.now,
  };
  commands.setTakeStep((step, about) => {
    steps.take(step, about).catch((error: unknown) => commands.report(error, step, about));
  });

  const resultsParts = {
    ...finding,
    extensionUri,
    traces,
    timelines: panels,
    whyEmpty,
    globalState: context.globalState,
    checksMessages: context.extensionMode !== ExtensionMode.Production,
    trouble: (text: string) => log.error(text),
  };
  const results = new ResultsPanels(resultsHost(resultsParts), registered.results);

  // First of all: what it has running is to stay at the service, and traces end their loads.
  subscriptions.push(retrievals, log, choice, traces, opened, view, status, documents, panels, watches);
  subscriptions.push(cost, searches, whyEmpty, found, results);
  subscriptions.push(
    logFailures(traces, log),
    files,
    resumeWhenSignedIn(signIns, { traces, searches, opener, commands, choice }),
    traces.onDidChange(() => status.update()), // the account is known since
    tellEmptySearches(searches, whyEmpty, found, results),
    panels.onDidSelect(({ ref, spanId }) => view.follow(ref, spanId)),
    panels.onDidOpen((ref) => opened.list(ref)),
    view.onDidChangeVisibility(() => status.update()),
    opened.onDidChange(() => status.update()),
  );

  registerOpenCommands(commands, opener);
  registerSearchCommands(finding);
  registerResultsCommands(resultsParts, results);
  registerSearchReceipt({ ...finding, pages: results, documents });
  registerFindSpans(finding);
  registerSavedQueryCommands(finding);
  registerRetrieveCommand(commands, opener, panels);
  registerRetrievalCommands({ commands, retrievals, traces, panels, opened, opener });
  registerSampleCommand(commands, extensionUri, panels, opened);
  registerConnectionCommands(commands, choice, engines);
  registerTraceCommands(parts);
  registerWatchCommands(parts);
  registerElsewhereCommands({ ...parts, engines, choice, places: new KnownPlaces(workspaceState, Date.now) });
  registerPageCommands(commands, panels);
  void retrievals.resume(); // what goes wrong stands in its rows
}
