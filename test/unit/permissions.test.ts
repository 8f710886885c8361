import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FEATURE_ACTIONS, policyFor, READ_ONLY_ACCESS, worksWithout } from '../../src/views/permissions';
import type { Localize } from '../../src/views/localize';

const t: Localize = (message) => message;
const readme = readFileSync(join(PROJECT_ROOT, 'README.md'), 'utf8');
const all = FEATURE_ACTIONS.flatMap(({ actions }) => actions);

/** IAM actions of the SDK commands the engines send. */
function actionsSent(): string[] {
  const folder = join(PROJECT_ROOT, 'src/aws');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const sent = files.flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const service = text.includes('@aws-sdk/client-cloudwatch-logs') ? 'logs' : 'xray';
    return [...text.matchAll(/\bnew (\w+)Command\(/g)].map((match) => `${service}:${match[1]}`);
  });
  return [...new Set(sent)].toSorted();
}

const actionsOf = (action: string): unknown =>
  (JSON.parse(policyFor(action)) as { Statement: { Action: unknown }[] }).Statement[0]?.Action;

describe('permissions', () => {
  it('are exactly those of the calls that are made', () => {
    assert.deepEqual(all.toSorted(), actionsSent());
  });

  it('stand in the README feature by feature, and as one policy that can be copied', () => {
    const section = readme.slice(readme.indexOf('## Permissions'), readme.indexOf('## No telemetry'));
    const rows = [...section.matchAll(/^\| (.+?) +\| (`.+`) +\|$/gm)].map((row) => ({
      feature: row[1]!,
      actions: [...row[2]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!),
    }));
    assert.deepEqual(rows, FEATURE_ACTIONS);
    const json = /```json\n([\s\S]+?)```/.exec(section)![1]!;
    assert.deepEqual(JSON.parse(json), JSON.parse(policyFor('')));
  });

  it('of AWSXrayReadOnlyAccess are the first rows, as the README says', () => {
    const rows = FEATURE_ACTIONS.slice(0, 3).flatMap(({ actions }) => actions);
    assert.deepEqual(READ_ONLY_ACCESS, rows);
    assert.match(readme, /covers the first three rows/);
  });

  it('are copied one by one as a whole policy, and all for what is no action', () => {
    assert.deepEqual(actionsOf('kms:Decrypt'), ['kms:Decrypt']);
    for (const text of ['', 'x', '*', 'xray:*", "Effect": "Allow']) assert.deepEqual(actionsOf(text), all);
  });

  it('that are missing say what works without them, each its own', () => {
    const texts = new Set(all.map((action) => worksWithout(action, t)));
    assert.ok(!texts.has(worksWithout('other:Action', t)), 'each action has a sentence of its own');
    assert.ok(texts.size >= 8);
  });
});
