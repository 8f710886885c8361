import assert from 'node:assert/strict';
import { leftOutText } from '../../src/features/leftOut';
import { readPastedIds } from '../../src/features/pastedIds';
import { readByCopy, type Clipboard } from '../../src/features/readByCopy';
import type { Localize } from '../../src/views/localize';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));

/** A clipboard that remembers what was written; an image reads as ''. */
class FakeClipboard implements Clipboard {
  readonly written: string[] = [];
  constructor(public content: string | { readonly image: true }) {}
  readText(): Promise<string> {
    return Promise.resolve(typeof this.content === 'string' ? this.content : '');
  }
  writeText(text: string): Promise<void> {
    this.written.push(text);
    this.content = text;
    return Promise.resolve();
  }
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

function copying(clipboard: FakeClipboard, text: string): () => Promise<void> {
  return () => {
    clipboard.content = text;
    return Promise.resolve();
  };
}

describe('a selection that can only be copied', () => {
  it('is read, and the text that was in the clipboard is put back', async () => {
    const clipboard = new FakeClipboard('mine');
    assert.equal(await readByCopy(clipboard, copying(clipboard, 'selected'), '#'), 'selected');
    assert.equal(clipboard.content, 'mine');
  });

  it('is not mistaken for what was in the clipboard when nothing is selected', async () => {
    const clipboard = new FakeClipboard('1-6a633a34-0123456789abcdef01234567');
    assert.equal(await readByCopy(clipboard, nothing, '#'), undefined);
    assert.equal(clipboard.content, '1-6a633a34-0123456789abcdef01234567');
  });

  it('is read also when it equals what was in the clipboard', async () => {
    const clipboard = new FakeClipboard('same');
    assert.equal(await readByCopy(clipboard, copying(clipboard, 'same'), '#'), 'same');
  });

  it('leaves an image in the clipboard alone when nothing is selected, and never writes an empty text over it', async () => {
    const clipboard = new FakeClipboard({ image: true });
    assert.equal(await readByCopy(clipboard, nothing, '#'), undefined);
    assert.deepEqual(clipboard.content, { image: true });
    assert.equal(await readByCopy(clipboard, copying(clipboard, 'selected'), '#'), 'selected');
    assert.deepEqual(clipboard.written, []);
  });

  it('puts the clipboard back when copying fails', async () => {
    const clipboard = new FakeClipboard('mine');
    await assert.rejects(
      readByCopy(clipboard, () => Promise.reject(new Error('no terminal')), '#'),
      /no terminal/,
    );
    assert.equal(clipboard.content, 'mine');
  });
});

describe('what is left out of a pasted list', () => {
  it('is counted above 500 IDs', () => {
    const ids = Array.from({ length: 503 }, (_, n) => `1-6a633a34-${n.toString(16).padStart(24, '0')}`);
    assert.equal(leftOutText(readPastedIds(ids.join('\n')), t), '3 more are left out: at most 500 are opened at once');
    assert.equal(leftOutText(readPastedIds(ids.slice(3).join('\n')), t), '');
  });

  it('is named when it is no ID: the first three words, secrets masked', () => {
    const text = leftOutText({ refused: ['one', 'AKIAIOSFODNN7EXAMPLE', 'three', 'four', 'five'], left: 0 }, t);
    assert.equal(text, 'not a trace ID: one, ••••••••, three and 2 more');
  });
});
