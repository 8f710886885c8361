import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineIndex } from '../../../src/ids/lineIndex';
import { scanText } from '../../../src/ids/scanner';
import { linesOf } from './lines';

/** Documents of AWS, not part of the repository; the shapes they have are in `scanner.test.ts` too. */
const data = join(PROJECT_ROOT, '../shared/data');
const folders = ['lambda-logs', 'elb-docs', 'apigw-docs', 'aws-spans-agentcore', 'aws-spans-dev7a', 'servitrace'];
const files = folders
  .filter((folder) => existsSync(join(data, folder)))
  .flatMap((folder) => readdirSync(join(data, folder)).map((file) => join(folder, file)))
  .filter((file) => /\.(?:txt|json)$/.test(file));

describe('trace IDs in recorded logs and documents', () => {
  it('knows the shapes of a log it holds itself', () => {
    const log =
      'REPORT RequestId: 57f231fb-1730-4395-85cb-4f71bd2b87b8\tDuration: 79.67 ms\t\nXRAY TraceId: 1-5d02e5ca-f5792818b6fe8368e5b51d50\tSegmentId: 191db58857df8395\tSampled: true\t\n';
    const start = log.indexOf('1-5d02');
    const id = '1-5d02e5ca-f5792818b6fe8368e5b51d50';
    const expected = { id, start, end: start + 35, segmentId: '191db58857df8395', sampled: true, form: 'xray' };
    assert.deepEqual(scanText(log), [expected]);
  });

  for (const file of files) {
    it(`finds each ID of ${file}, and only those`, () => {
      const text = readFileSync(join(data, file), 'utf8');
      const found = scanText(text);
      // Told apart by other means than the scanner's: X-Ray IDs by their shape, W3C IDs by their JSON field.
      const xray = [...text.matchAll(/\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/g)].map(({ index }) => index);
      const w3c = [...text.matchAll(/"(?:traceId|otelTraceID)":\s*"([0-9a-f]{32})"/g)].map(
        ({ index, 0: field }) => index + field.length - 33,
      );
      assert.deepEqual(
        found.map(({ start }) => start),
        [...xray, ...w3c].toSorted((a, b) => a - b),
      );
      const byLine = new LineIndex(linesOf(text).lineCount).all(linesOf(text));
      assert.deepEqual(
        byLine.map(({ id, segmentId, sampled }) => ({ id, segmentId, sampled })),
        found.map(({ id, segmentId, sampled }) => ({ id, segmentId, sampled })),
      );
    });
  }
});
