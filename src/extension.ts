import { ExtensionMode, window, type ExtensionContext } from 'vscode';
import { awsEnvironment } from './features/awsEnvironment';
import { Commands } from './features/commands';
import { registerConnectionCommands } from './features/connectionCommands';
import { lazily } from './features/lazily';
import { logFailures } from './features/logFailures';
import { NextSteps } from './features/nextSteps';
import { registerOpenCommands } from './features/openCommands';
import { registerPageCommands } from './features/pageCommands';
import { registerRetrieveCommand } from './features/retrieveCommand';
import { openSamples, registerSampleCommand } from './features/samples';
import { registerTimeRangeCommand } from './features/searchTimeRange';
import { sourceOf } from './features/sources';
import { actForPage, registerTraceCommands } from './features/traceCommands';
import { TraceOpener } from './features/traceOpener';
import { registerLinks } from './links/register';
import { buildTrace } from './model/buildTrace';
import { TimelinePanels } from './panels/timelinePanels';
import { Traces } from './traces/traces';
import { ConnectionChoice } from './views/connection';
import { ConnectionStatus } from './views/connectionStatus';
import { TraceDocuments } from './views/documents';
import { OpenedTraces } from './views/openedTraces';
import { TracesTree } from './views/tracesTree';
import { TracesView } from './views/tracesView';

/** Builds the objects and hands them their collaborators. Awaits nothing; the AWS bundle is loaded by whoever first needs it. */
export function activate(context: ExtensionContext): void {
  const { extensionUri, subscriptions, workspaceState } = context;
  const log = window.createOutputChannel('X-Ray Traces', { log: true });
  const engines = lazily(async () => {
    const aws = await import('./aws/entry');
    return aws.createAws({ ...awsEnvironment(log), clock: aws.systemClock });
  });

  const choice = new ConnectionChoice(workspaceState, engines, process.env);
  const traces = new Traces({
    sourceOf: sourceOf(engines, openSamples(extensionUri)),
    build: buildTrace,
    now: Date.now,
  });
  const opened = new OpenedTraces(workspaceState, traces);
  const view = new TracesView(new TracesTree(opened, traces, Date.now));
  const status = new ConnectionStatus(choice, () => view.visible || opened.rows.length > 0);
  const documents = new TraceDocuments(traces);
  const commands = new Commands(log, () => ({ profile: choice.profile.value, region: choice.region.value }));
  const panels = new TimelinePanels({
    extensionUri,
    traces,
    checksMessages: context.extensionMode !== ExtensionMode.Production,
    act: (ref, action, span, link) =>
      void actForPage(parts, ref, action, span, link).catch((error: unknown) =>
        commands.report(error, action, { ref }),
      ),
    trouble: (text) => log.error(text),
  });
  const opener = new TraceOpener(choice, traces, panels, opened, documents, commands);
  const steps = new NextSteps(opener, traces, documents, choice, engines, log);
  const parts = { commands, opener, traces, panels, opened, documents, view, steps, log };
  commands.setTakeStep((step, about) => {
    steps.take(step, about).catch((error: unknown) => commands.report(error, step, about));
  });

  subscriptions.push(log, choice, traces, opened, view, status, documents, commands, panels, steps);
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
  registerSampleCommand(commands, extensionUri, panels, opened);
  registerConnectionCommands(commands, choice, engines);
  registerTraceCommands(parts);
  registerPageCommands(commands, panels);
  registerLinks(context);
}
