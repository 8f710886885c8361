/** Names that VS Code knows the extension's parts by; the manifest has them too. */
export const TRACES_VIEW = 'xrayTraces.traces';
export const TIMELINE_VIEW_TYPE = 'xrayTraces.timeline';
export const SEGMENT_SCHEME = 'xray-segment';
export const RECEIPT_SCHEME = 'xray-receipt';

/** Commands run by rows and the status bar alone: in no menu and no palette, hence not in the manifest. */
export const INTERNAL_COMMANDS = [
  'xrayTraces.selectConnection',
  'xrayTraces.showInTimeline',
  'xrayTraces.showMore',
  'xrayTraces.takeStep',
] as const;
