import { render } from 'preact';
import type { HostMessage } from '../src/protocol/messages';
import { App } from './app';
import { connect } from './host';
import { readIntent } from './intent';
import { reportTrouble } from './vscodePort';
import './theme.css';
import './header/header.css';
import './timeline/timeline.css';
import './axis/axis.css';
import './details/details.css';
import './states/states.css';

let receive: (message: HostMessage) => void = () => undefined;
const host = connect((message) => receive(message));
reportTrouble((text) => host.send({ kind: 'trouble', text }));
render(<App host={host} onListening={(listener) => (receive = listener)} />, document.getElementById('root')!);
host.send({ kind: 'ready', intent: readIntent(host.kept()) });
