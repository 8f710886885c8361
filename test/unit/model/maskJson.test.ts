import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { maskJson } from '../../../src/model/maskJson';
import { MASK } from '../../../src/model/secretKeys';

describe('masking JSON text', () => {
  it('masks values under keys that name a credential, whatever they hold', () => {
    const { text, secret } = maskJson(
      '{ "token" : "abc", "a": {"password":{"x":["y"]}, "ok" : 1}, "api\\u005fkey": ["k"], "l":[{"secret":"s"}] }',
    );
    assert.equal(
      text,
      `{ "token" : "${MASK}", "a": {"password":"${MASK}", "ok" : 1}, "api\\u005fkey": "${MASK}", "l":[{"secret":"${MASK}"}] }`,
    );
    assert.equal(secret, true);
  });

  it('leaves alone what holds no credential', () => {
    const json =
      '{"token":1,"password":null,"secret":"","auth":{},"cookie":[ ],"note":"the token of Bob","ns":["token","x"]}';
    assert.deepEqual(maskJson(json), { text: json, secret: false });
  });

  it('masks credentials inside texts and keys, also behind escapes', () => {
    const json = String.raw`{"url":"https://u:hunter2@h/","q":"say \"hi\" password=hunter2","https://u:hunter2@h/":1}`;
    const { text } = maskJson(json);
    assert.ok(!text.includes('hunter2'), text);
    assert.deepEqual(Object.keys(JSON.parse(text) as object), ['url', 'q', `https://u:${MASK}@h/`]);
  });

  it('bears text that is cut off or no JSON', () => {
    for (const text of ['', '"', '{"token', '{"token"', '{"token":', '{"token":"ab', '}}]],,"x"', '[{"a":'])
      maskJson(text);
  });

  it('keeps everything but the masked values', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        const { text, secret } = maskJson(json);
        if (!secret) assert.equal(text, json);
        JSON.parse(text);
      }),
    );
  });
});
