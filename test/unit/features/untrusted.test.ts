import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
}

/** Settings that lead signed requests elsewhere, or sign them otherwise. */
const LEADING = /\.(?:profile|region)$|endpoint/i;

describe('in a workspace that is not trusted', () => {
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Manifest;
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const settings = Object.entries(manifest.contributes.configuration.properties);
  const leading = settings.filter(([name]) => LEADING.test(name));

  it('no setting of the workspace says where requests go or how they are signed', () => {
    assert.equal(supported, 'limited');
    assert.ok(leading.length >= 3);
    for (const [name] of leading) assert.ok(restrictedConfigurations.includes(name), name);
  });

  it('and no setting of any workspace names an endpoint', () => {
    for (const [name, { scope }] of leading) if (/endpoint/i.test(name)) assert.equal(scope, 'machine', name);
  });
});
