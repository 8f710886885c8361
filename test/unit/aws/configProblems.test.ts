import { array, assert as check, constantFrom, oneof, property, string } from 'fast-check';
import assert from 'node:assert/strict';
import { problemsOf } from '../../../src/aws/configProblems';

const problems = (...lines: string[]): unknown[] =>
  problemsOf('config', Buffer.from(lines.join('\n'))).map(({ line, what, section }) => [line, what, section]);

describe('what cannot be read in a shared file', () => {
  it('is nothing in an ordinary one', () => {
    assert.deepEqual(
      problems(
        '# a comment',
        '',
        '[default]',
        'region=eu-west-1',
        '[profile dev] ; with a comment',
        's3 =',
        '  max_concurrent_requests = 20',
        'services = local',
        '  a value that goes on',
        '[services local]',
        'xray =',
        '  endpoint_url = http://127.0.0.1:1',
        '\t',
        'url = https://example.com/#fragment?a=b',
      ),
      [],
    );
    assert.deepEqual(problems(''), []);
    assert.deepEqual(problemsOf('config', Buffer.from('[default]\r\nregion = eu-west-1\r\n')), []);
  });

  it('is named with its line and its section', () => {
    assert.deepEqual(problems('region = eu-west-1', '[default]'), [[1, 'noSection', '']]);
    assert.deepEqual(problems('[profile dev', 'region = x'), [[1, 'noHeaderEnd', 'dev']]);
    assert.deepEqual(problems('[default]', '[profile "a b"]', 'region: eu-west-1'), [[3, 'noEquals', 'a b']]);
    assert.deepEqual(problems('[services local]', 'xray'), [[2, 'noEquals', 'services local']]);
    assert.deepEqual(problems('<<<<<<< HEAD', '[a]', 'x=1', '======='), [[1, 'noSection', '']]);
  });

  it('is the whole file when it is no UTF-8 text', () => {
    assert.deepEqual(problemsOf('config', Buffer.from('[default]', 'utf16le')), [
      { file: 'config', line: 0, what: 'noText', section: '' },
    ]);
    assert.equal(problemsOf('config', Buffer.from([0x5b, 0xff, 0x5d]))[0]?.what, 'noText');
  });

  it('never throws, and names lines that are there', () => {
    check(
      property(array(oneof(string(), constantFrom('[a]', '[a', 'b = c', ' d', '#', 'e'))), (lines) => {
        const text = lines.join('\n');
        const count = text.split(/\r?\n/).length;
        for (const { line } of problemsOf('config', Buffer.from(text))) assert.ok(line >= 0 && line <= count);
      }),
    );
  });
});
