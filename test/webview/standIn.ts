/** Runs in the page before its own script: stands in for VS Code's side of a webview, with the server as its host. */
import type { HostMessage, PageMessage } from '../../src/protocol/messages';
import type { ResultsHostMessage, ResultsPageMessage } from '../../src/protocol/results';
import { decodeFrame } from './frames';
import { THEMES, type ThemeName } from './themes';

/** What either page says. */
type AnyPageMessage = PageMessage | ResultsPageMessage;

/** What tests reach through `window.standIn`. */
export interface StandIn {
  /** Everything the page has sent, in order. */
  readonly sent: AnyPageMessage[];
  /** Policies the browser refused, as text. There must be none. */
  readonly violations: string[];
  /** Speaks to the page as the host would. */
  deliver(message: HostMessage | ResultsHostMessage): void;
  theme(name: ThemeName): void;
  /** Has the host read the file again and send what it holds. */
  reload(): Promise<void>;
}

declare global {
  interface Window {
    standIn: StandIn;
    acquireVsCodeApi: () => unknown;
  }
}

const query = new URLSearchParams(location.search);
const STATE_KEY = `state of ${query.get('file') ?? query.get('page') ?? ''} ${query.get('trace') ?? ''}`;

/** The host of the results page answers whatever it is asked; that of the timeline only what is named below. */
const isResults = query.get('page') === 'results';

const sent: AnyPageMessage[] = [];
const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});

function setTheme(name: ThemeName): void {
  const { kind, variables } = THEMES[name];
  const { style } = document.documentElement;
  for (const property of Array.from(style)) if (property.startsWith('--vscode-')) style.removeProperty(property);
  for (const [variable, value] of Object.entries(variables)) style.setProperty(`--vscode-${variable}`, value);
  document.body.className = kind;
  document.body.dataset['vscodeThemeKind'] = kind;
}

function deliver(message: HostMessage | ResultsHostMessage): void {
  window.postMessage(message, location.origin); // cloned and asynchronous, as in VS Code
}

async function askServer(message: AnyPageMessage | { readonly kind: 'load' }): Promise<void> {
  const response = await fetch(`/host${location.search}`, { method: 'POST', body: JSON.stringify(message) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  for (const answer of decodeFrame(await response.arrayBuffer()) as (HostMessage | ResultsHostMessage)[])
    deliver(answer);
}

async function receive(message: AnyPageMessage): Promise<void> {
  sent.push(message);
  if (message.kind === 'trouble') console.error(`trouble: ${message.text}`);
  if (message.kind === 'ready') {
    await askServer(message);
    await askServer({ kind: 'load' });
  }
  if (message.kind === 'request') await askServer(message);
  if (message.kind === 'act' && message.id === 'refresh') await askServer({ kind: 'load' });
  else if (isResults && message.kind !== 'ready' && message.kind !== 'trouble') await askServer(message);
}

setTheme((query.get('theme') ?? 'dark') as ThemeName);
window.standIn = { sent, violations, deliver, theme: setTheme, reload: () => askServer({ kind: 'load' }) };
window.acquireVsCodeApi = () => ({
  postMessage: (message: AnyPageMessage) => void receive(message), // a failure is an unhandled rejection, which the page reports
  getState: (): unknown => JSON.parse(sessionStorage.getItem(STATE_KEY) ?? 'null'),
  setState: (state: unknown) => sessionStorage.setItem(STATE_KEY, JSON.stringify(state)),
});
