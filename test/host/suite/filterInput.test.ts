import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { NOTHING_KNOWN } from '../../../src/filter/known';
import { askFilter } from '../../../src/views/filterInput';
import { until } from './editor';
import { describeWithUi } from './ui';

const ROW = '.quick-input-list .monaco-list-row';
const FOCUSED = `${ROW}.focused`;
const INPUT = `document.querySelector('.quick-input-widget .quick-input-box input[type="text"]').value`;
const KNOWN = {
  ...NOTHING_KNOWN,
  values: new Map([['http.url', ['/orders', '$(bug) [x](command:workbench.action.quit)']]]),
};

describeWithUi('the input of a filter expression', (ui) => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

  const isWritten = (value: string): Promise<void> =>
    until(async () => (await ui.evaluate<string>(INPUT)) === value, `the input holds ${value}`);

  it('completes what is typed, says what is wrong and where, and runs: with the keyboard alone', async () => {
    const answer = askFilter({ title: 'Find traces', value: 'fault', known: KNOWN, history: ['duration > 5'] });
    await ui.waitFor({ selector: FOCUSED, text: 'Search with this expression' });

    // What was there is not selected, so that typing goes on behind it.
    await ui.type(' AND http.u');
    // The list of the last letter has come, not that of one before: each has its first row in front.
    await ui.waitFor({ selector: FOCUSED, text: 'fault AND http.u' });
    await ui.waitFor({ selector: ROW, text: 'URL of the request.' });
    await ui.press('ArrowDown');
    await ui.waitFor({ selector: FOCUSED, text: 'http.url' });
    await ui.press('Enter');
    await isWritten('fault AND http.url ');

    await ui.type('CONTAINS 5');
    const problem = 'Character 29: http.url cannot be compared with 5. Expected: text in double quotes';
    await ui.waitFor({ selector: FOCUSED, text: problem });
    await ui.press('Enter');
    await isWritten('fault AND http.url CONTAINS 5');

    await ui.press('Backspace');
    await ui.type('"/o');
    await ui.waitFor({ selector: FOCUSED, text: 'CONTAINS "/o' });
    await ui.waitFor({ selector: FOCUSED, text: 'The text has no closing quote.' });
    await ui.click({ selector: ROW, text: '"/orders"' });
    await isWritten('fault AND http.url CONTAINS "/orders"');
    await ui.waitFor({ selector: FOCUSED, text: 'Search with this expression' });
    await ui.screenshot('filter-input');
    await ui.press('Enter');
    assert.equal(await answer, 'fault AND http.url CONTAINS "/orders"');
  });

  it('keeps its first row first, and tells what was typed when it is left', async () => {
    let left = '';
    const answer = askFilter({
      title: 'Find traces',
      value: '',
      known: KNOWN,
      history: ['duration > 5'],
      onLeft: (typed) => (left = typed),
    });
    await ui.waitFor({ selector: FOCUSED, text: 'All Traces' });
    await ui.waitFor({ selector: ROW, text: 'fault' });
    await ui.type('fau');
    await ui.waitFor({ selector: FOCUSED, text: 'Did you mean fault' });
    const rows = await ui.texts({ selector: ROW });
    assert.match(rows[0] ?? '', /Did you mean fault/);
    assert.match(rows[1] ?? '', /^fault/);

    // A click elsewhere does not close it, Escape does.
    await vscode.commands.executeCommand('workbench.action.focusSideBar');
    await ui.click({ selector: '.quick-input-box input[type="text"]' });
    await isWritten('fau');
    await ui.press('Escape');
    assert.equal(await answer, undefined);
    assert.equal(left, 'fau');
  });
});
