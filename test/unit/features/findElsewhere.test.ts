import assert from 'node:assert/strict';
import { assert as check, array, asyncProperty, constantFrom, record, uniqueArray } from 'fast-check';
import { choiceItem, knownPlaceItem } from '../../../src/features/elsewhereItems';
import { planPlaces, type PlanInput } from '../../../src/features/elsewherePlan';
import { outcomeText, placeText, resultText } from '../../../src/features/elsewhereText';
import { findElsewhere, PLACES_AT_ONCE } from '../../../src/features/findElsewhere';
import { KnownPlaces, readPlaces } from '../../../src/features/knownPlaces';
import type { AwsEngines, Connection } from '../../../src/traces/source';
import { TraceError } from '../../../src/traces/traceError';
import type { Localize } from '../../../src/views/localize';

const t: Localize = (message, ...values) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(values[Number(place)]));
const ID = '1-6a633a34-8f3c21d07be94a5566d1c0e2';
const at = (profile: string, region: string): Connection => ({ profile, region });
const textOf = (places: readonly Connection[]): string[] => places.map((place) => placeText(place, t));

describe('rows of places', () => {
  it('make no icon of a name that others gave, and keep it as it is', () => {
    const name = '$(error) orders\u202e';
    const place = { ...at('$(zap)', 'eu-west-1'), of: 'service', name, at: 0 } as const;
    const row = knownPlaceItem(place, t);
    assert.doesNotMatch(`${row.label} ${row.description}`, /\$\(|\u202e/);
    assert.equal(row.place, place);
    const item = choiceItem(name, '$(zap)', true);
    assert.doesNotMatch(`${item.label} ${item.description}`, /\$\(|\u202e/);
    assert.deepEqual([item.value, item.picked], [name, true]);
  });
});

describe('the places to look at', () => {
  const input: PlanInput = {
    setting: { profiles: [], regions: [] },
    profiles: [
      { name: 'dev', region: 'us-east-1' },
      { name: 'prod', region: 'eu-west-1' },
      { name: 'bare', region: undefined },
    ],
    current: at('dev', 'us-west-2'),
    asked: [at('dev', 'us-west-2')],
    known: [],
  };

  it('are every profile with its own region and the one in use, near ones first, but not where it was asked', () => {
    assert.deepEqual(textOf(planPlaces(input)), [
      'dev · us-east-1',
      'prod · us-west-2',
      'bare · us-west-2',
      'prod · eu-west-1',
    ]);
  });

  it('are the user’s list of profiles and regions where there is one', () => {
    const setting = { profiles: ['prod', 'dev'], regions: ['us-west-2', 'sa-east-1'] };
    assert.deepEqual(textOf(planPlaces({ ...input, setting })), [
      'dev · sa-east-1',
      'prod · us-west-2',
      'prod · sa-east-1',
    ]);
  });

  it('begin with where its like was found before, also outside the list', () => {
    const places = planPlaces({ ...input, known: [at('old', 'ap-east-1'), at('prod', 'eu-west-1')] });
    assert.deepEqual(textOf(places).slice(0, 3), ['old · ap-east-1', 'prod · eu-west-1', 'dev · us-east-1']);
    assert.deepEqual(
      places.map(({ isKnown }) => isKnown),
      [true, true, false, false, false],
    );
  });

  it('include the default credentials where they are in use', () => {
    const places = planPlaces({ ...input, current: at('', 'eu-west-3'), asked: [] });
    assert.ok(textOf(places).includes('default credentials · eu-west-3'));
    assert.ok(!textOf(planPlaces(input)).some((text) => text.startsWith('default')));
  });
});

type Answer = 'yes' | 'no' | 'prompts' | 'expired' | 'broken';

/** A probe that answers by profile, and counts. */
class Probes {
  readonly asked: string[] = [];
  atOnce = 0;
  most = 0;

  constructor(private readonly answerOf: (connection: Connection) => Answer) {}

  readonly probe: AwsEngines['probe'] = async (connection, id, signal) => {
    assert.equal(id, ID);
    assert.equal(connection.quiet, true, 'nothing may prompt');
    this.asked.push(placeText(connection, t));
    this.most = Math.max(this.most, ++this.atOnce);
    try {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      const { profile } = connection;
      switch (this.answerOf(connection)) {
        case 'prompts':
          throw new TraceError('wouldPrompt', { profile, how: 'mfa' });
        case 'expired':
          throw new TraceError('credentialsExpired', { profile, login: 'sso' });
        case 'broken':
          throw new TraceError('network', { operation: 'BatchGetTraces', code: 'ECONNREFUSED', host: 'x' });
        case 'yes':
          return { isThere: true, calls: [] };
        case 'no':
          return { isThere: false, calls: [] };
      }
    } finally {
      this.atOnce--;
    }
  };
}

const none = (): void => {};
const PLACES = Array.from({ length: 10 }, (_, n) => at(`p${n}`, 'eu-west-1'));

describe('a look elsewhere', () => {
  it('asks four places at once, and ends with the first that has the trace', async () => {
    const probes = new Probes(({ profile }) => (profile === 'p2' ? 'yes' : 'no'));
    const { found, looked } = await findElsewhere(ID, PLACES, probes.probe, new AbortController().signal, none);
    assert.deepEqual([found, probes.most], [PLACES[2], PLACES_AT_ONCE]);
    assert.ok(probes.asked.length <= 2 + PLACES_AT_ONCE, `${probes.asked.length} were asked`);
    assert.ok(looked.some(({ outcome }) => outcome.kind === 'notAsked'));
  });

  it('passes over a profile that would prompt, in all its regions, and names it', async () => {
    const probes = new Probes(({ profile }) => (profile === 'mfa' ? 'prompts' : 'no'));
    const regions = ['eu-west-1', 'eu-west-2', 'eu-west-3', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];
    const places = [...regions.map((region) => at('mfa', region)), at('dev', 'eu-west-1')];
    const result = await findElsewhere(ID, places, probes.probe, new AbortController().signal, none);
    assert.deepEqual(
      result.looked.map(({ outcome }) => outcome.kind),
      [...regions.map(() => 'skipped'), 'notThere'],
    );
    assert.ok(probes.asked.filter((text) => text.startsWith('mfa')).length <= PLACES_AT_ONCE);
    assert.equal(
      resultText(result, t),
      'Not found elsewhere. Asked 1 of 8 places. Skipped, as they would have asked you: mfa.',
    );
    assert.equal(
      outcomeText(places[0]!, result.looked[0]!.outcome, t).text,
      'skipped: it would ask for a one-time code',
    );
  });

  it('goes on when one cannot be asked, and says why', async () => {
    const probes = new Probes(({ profile }) => (profile === 'p0' ? 'broken' : profile === 'p1' ? 'expired' : 'no'));
    const result = await findElsewhere(ID, PLACES.slice(0, 3), probes.probe, new AbortController().signal, none);
    assert.deepEqual(
      result.looked.map(({ outcome }) => outcome.kind),
      ['failed', 'failed', 'notThere'],
    );
    assert.match(resultText(result, t), /Asked 1 of 3 places\. Could not be asked: p0 · eu-west-1, p1 · eu-west-1\./);
    for (const { place, outcome } of result.looked)
      assert.doesNotMatch(outcomeText(place, outcome, t).text, /undefined/);
  });

  it('tells what was asked when it is cancelled, and asks no more', async () => {
    const controller = new AbortController();
    const probes = new Probes(() => 'no');
    const result = await findElsewhere(ID, PLACES, probes.probe, controller.signal, (asked) => {
      if (asked === 6) controller.abort();
    });
    assert.ok(probes.asked.length <= 6 + PLACES_AT_ONCE);
    assert.match(resultText(result, t), /Cancelled before the rest\.$/);
  });

  it('finds it whenever one place has it, and counts every place once', async () => {
    const place = record({ profile: constantFrom('a', 'b', 'c', 'd'), region: constantFrom('eu-west-1', 'us-east-1') });
    const places = uniqueArray(place, { selector: ({ profile, region }) => `${profile} ${region}`, minLength: 1 });
    const answers = array(constantFrom<Answer>('yes', 'no', 'broken'), { minLength: 8, maxLength: 8 });
    await check(
      asyncProperty(places, answers, async (all, given) => {
        const probes = new Probes(
          (one) => given[all.findIndex((two) => two.profile === one.profile && two.region === one.region)]!,
        );
        const result = await findElsewhere(ID, all, probes.probe, new AbortController().signal, none);
        assert.equal(result.found !== undefined, given.slice(0, all.length).includes('yes'));
        assert.deepEqual(
          result.looked.map((one) => one.place),
          all,
        );
        assert.equal(new Set(probes.asked).size, probes.asked.length);
      }),
    );
  });
});

const state = () => {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  };
};

const places = (memento = state()) => new KnownPlaces(memento as never, () => 1);

describe('remembered places', () => {
  it('are those of the service, then of the file, then of a service the file is named after', async () => {
    const known = places();
    await known.note(at('prod', 'eu-west-1'), { file: 'app.log' }, ['orders', 'payments']);
    await known.note(at('dev', 'us-east-1'), { service: 'cart' }, []);
    assert.deepEqual(textOf(known.candidates({ service: 'cart', file: 'app.log' })), [
      'dev · us-east-1',
      'prod · eu-west-1',
    ]);
    assert.deepEqual(textOf(known.candidates({ file: 'orders.2026-07-24.log' })), ['prod · eu-west-1']);
    assert.deepEqual(known.candidates({ file: 'reorders.log' }), []);
    assert.deepEqual(known.candidates(undefined), []);
  });

  it('follow a service that has moved', async () => {
    const known = places();
    await known.note(at('prod', 'eu-west-1'), undefined, ['orders']);
    await known.note(at('prod', 'eu-north-1'), undefined, ['orders']);
    assert.deepEqual(textOf(known.candidates({ service: 'orders' })), ['prod · eu-north-1']);
  });

  it('survive a restart, and can be forgotten one by one and all', async () => {
    const memento = state();
    await places(memento).note(at('prod', 'eu-west-1'), { file: 'app.log' }, ['orders']);
    const again = places(memento);
    assert.deepEqual(
      again.all.map(({ of, name }) => `${of} ${name}`),
      ['service orders', 'file app.log'],
    );
    await again.forget(again.all[0]!);
    assert.deepEqual(
      places(memento).all.map(({ name }) => name),
      ['app.log'],
    );
    await again.clear();
    assert.deepEqual(places(memento).all, []);
  });

  it('read nothing that they did not write', () => {
    const good = { of: 'service', name: 'orders', profile: '', region: 'eu-west-1', at: 1 };
    for (const value of [undefined, null, 7, [], {}, { version: 2, places: [good] }, { version: 1, places: 'x' }]) {
      assert.deepEqual(readPlaces(value), []);
    }
    const bad = [{ ...good, of: 'x' }, { ...good, name: '' }, { ...good, region: 7 }, { ...good, at: 'now' }, null];
    assert.deepEqual(readPlaces({ version: 1, places: [...bad, good] }), [good]);
  });
});
