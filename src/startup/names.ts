/** Names that VS Code knows the extension's parts by; the manifest has them too. */
export const TRACES_VIEW = 'xrayTraces.traces';
export const RETRIEVALS_VIEW = 'xrayTraces.retrievals';
export const SEARCHES_VIEW = 'xrayTraces.searches';
/** What a dragged saved query is: only the view that made it takes it. VS Code derives its own from the view's id in lower case. */
export const SAVED_QUERY_MIME = 'application/vnd.code.tree.xraytraces.searches';
export const TIMELINE_VIEW_TYPE = 'xrayTraces.timeline';
export const RESULTS_VIEW_TYPE = 'xrayTraces.results';
export const SEGMENT_SCHEME = 'xray-segment';
export const RECEIPT_SCHEME = 'xray-receipt';

/** Where this workspace's retrievals are kept, without their tokens; and the context that shows their view. */
export const RETRIEVALS_KEY = 'xrayTraces.retrievals';
export const HAS_RETRIEVALS = 'xrayTraces.hasRetrievals';

/** Commands run by rows and the status bar alone: in no menu and no palette, hence not in the manifest. */
export const INTERNAL_COMMANDS = [
  'xrayTraces.openRetrieval',
  'xrayTraces.selectConnection',
  'xrayTraces.showInTimeline',
  'xrayTraces.showMore',
  'xrayTraces.takeStep',
  'xrayTraces.openFound',
  'xrayTraces.showMoreFound',
  'xrayTraces.takeSearchStep',
] as const;
