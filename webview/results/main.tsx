import { render } from 'preact';
import { Channel } from '../../src/protocol/channel';
import type { ResultsHostMessage, ResultsPageMessage } from '../../src/protocol/results';
import { reportTrouble, vsCodePort } from '../vscodePort';
import { readResultsIntent } from './intent';
import { ResultsApp } from './resultsApp';
import '../theme.css';
import '../header/header.css';
import '../states/states.css';
import './results.css';
import './table.css';
import './charts/charts.css';

let receive: (message: ResultsHostMessage) => void = () => undefined;
const port = vsCodePort();
const channel = new Channel<ResultsPageMessage, ResultsHostMessage>(port, (message) => receive(message));
const send = (message: ResultsPageMessage): void => channel.send(message);
reportTrouble((text) => send({ kind: 'trouble', text }));
render(
  <ResultsApp send={send} keep={(intent) => port.keep(intent)} onListening={(listener) => (receive = listener)} />,
  document.getElementById('root')!,
);
send({ kind: 'ready', intent: readResultsIntent(port.kept()) });
