import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench, collect, CONNECTION } from './enginesSetup';

interface Recorded {
  readonly Id: string;
  readonly Duration: number;
  readonly Segments: readonly { readonly Document: string }[];
}

/** Real answers recorded from AWS, where they are at hand: a folder beside the project. */
const folder = join(PROJECT_ROOT, '../shared/data/servitrace');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.traces.json')) : [];

/** Files hold one trace, several one after another, or a list of them. */
function tracesOf(file: string): Recorded[] {
  const text = readFileSync(join(folder, file), 'utf8').trim();
  const list = text.startsWith('[') ? text : `[${text.replace(/^\}\s*\{/gm, '},{')}]`;
  return (JSON.parse(list) as unknown[]).flat() as Recorded[];
}

for (const file of files) {
  describe(`recorded answers in ${file}`, () => {
    let bench: Bench;
    const recorded = tracesOf(file);

    beforeEach(async () => {
      bench = await Bench.start({ destination: { Destination: 'CloudWatchLogs', Status: 'ACTIVE' } });
    });
    afterEach(() => bench.close());

    for (const indexed of [true, false]) {
      it(`arrive as they were recorded, ${indexed ? 'by BatchGetTraces' : 'by a retrieval'}`, async () => {
        bench.service.replay(recorded, { indexed });
        const wanted = recorded.map(({ Id }) => ({ id: Id }));
        const { traces, failed } = await collect(
          bench.aws.openTraces(CONNECTION, wanted, new AbortController().signal),
        );
        assert.deepEqual([...failed], []);
        for (const { Id, Duration, Segments } of recorded) {
          const texts = Segments.map(({ Document }) => Document);
          assert.deepEqual(traces.get(Id)?.documents.toSorted(), texts.toSorted());
          if (indexed) assert.equal(traces.get(Id)?.reportedDuration, Duration * 1000);
        }
      });
    }
  });
}
