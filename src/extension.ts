import type { ExtensionContext } from 'vscode';
import type { Registered } from './app';
import { registerLinks } from './links/register';
import { LateCommands } from './startup/lateCommands';
import { LateDrag } from './startup/lateDrag';
import { LatePanels } from './startup/latePanels';
import { LateTree } from './startup/lateTree';
import { lazily } from './startup/lazily';
import { sayLoadFailure } from './startup/loadFailure';
import {
  RECEIPT_SCHEME,
  RESULTS_VIEW_TYPE,
  RETRIEVALS_VIEW,
  SAVED_QUERY_MIME,
  SEARCHES_VIEW,
  SEGMENT_SCHEME,
  TIMELINE_VIEW_TYPE,
  TRACES_VIEW,
} from './startup/names';
import { ReadOnlyFiles } from './startup/readOnlyFiles';
import { wakeForRetrievals } from './startup/wakeForRetrievals';

/** Tells VS Code what there is, and makes links of trace IDs. Everything else is the app, loaded when VS Code first asks for it. */
export function activate(context: ExtensionContext): void {
  const loadApp = lazily(async () => {
    try {
      const { createApp } = await import('./app');
      createApp(context, registered);
    } catch (error) {
      sayLoadFailure(error);
      throw error;
    }
  });

  const searchDrag: Registered['searchDrag'] = new LateDrag([SAVED_QUERY_MIME], [SAVED_QUERY_MIME]);
  const registered: Registered = {
    commands: new LateCommands(context.extension.packageJSON, loadApp),
    traces: new LateTree(TRACES_VIEW, { canSelectMany: true, showCollapseAll: true }, loadApp),
    searches: new LateTree(
      SEARCHES_VIEW,
      { canSelectMany: true, showCollapseAll: true, dragAndDropController: searchDrag },
      loadApp,
    ),
    searchDrag,
    retrievals: new LateTree(RETRIEVALS_VIEW, { canSelectMany: true }, loadApp),
    timelines: new LatePanels(TIMELINE_VIEW_TYPE, loadApp),
    results: new LatePanels(RESULTS_VIEW_TYPE, loadApp),
    segments: new ReadOnlyFiles(SEGMENT_SCHEME, loadApp),
    receipts: new ReadOnlyFiles(RECEIPT_SCHEME, loadApp),
  };
  context.subscriptions.push(...Object.values(registered));
  registerLinks(context);
  wakeForRetrievals(context.workspaceState, loadApp);
}
