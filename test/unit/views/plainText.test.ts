import assert from 'node:assert/strict';
import { TraceError } from '../../../src/traces/traceError';
import { explain } from '../../../src/views/explain';
import type { Localize } from '../../../src/views/localize';
import { plainText } from '../../../src/views/plainText';

/** What VS Code's notifications make links of: `parseLinkedText`, src/vs/base/common/linkedText.ts. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
const HOSTILE =
  '[Sign in again](command:workbench.action.terminal.sendSequence?%7B%7D) [x](file:///etc) [y](https://z.example)';

function sentence(error: TraceError): string {
  const { title, detail } = explain(error, { profile: '', region: '' }, t);
  return `${title} ${detail}`;
}

describe('plainText', () => {
  const errors = [
    new TraceError('invalidRequest', { operation: 'BatchGetTraces', message: HOSTILE }),
    new TraceError('badResponse', { operation: 'BatchGetTraces', detail: `HTTP 200, ${HOSTILE}` }),
    new TraceError('malformedId', { id: HOSTILE }),
    new TraceError('credentialsExpired', { profile: HOSTILE, login: '' }),
  ];
  for (const error of errors) {
    it(`leaves no link in what is said of ${error.reason}`, () => {
      const said = sentence(error);
      assert.equal(said.match(LINK)?.length, 3);
      const plain = plainText(said);
      assert.equal(plain.match(LINK), null);
      assert.equal(plain.replaceAll('\u200b', ''), said);
    });
  }

  it('leaves no icon', () => assert.ok(!plainText('$(account) [$(x)](y)').includes('$(')));

  it('makes one line, in one direction', () => {
    assert.equal(plainText('a\r\n\u001b[31mb\u202ec\u2066'), 'a [31mb c ');
  });

  it('leaves ordinary sentences alone', () => {
    const said = 'X-Ray refuses the request (InvalidRequestException): “[1-5]” costs $5 (about)';
    assert.equal(plainText(said), said);
  });
});
