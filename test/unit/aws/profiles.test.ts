import assert from 'node:assert/strict';
import { configuredEndpoint, profilesOf, regionOf } from '../../../src/aws/profiles';

describe('profiles', () => {
  it('lists profiles by name and how they sign in, without services and SSO sessions', () => {
    const profiles = profilesOf({
      work: { sso_session: 'corp', region: 'eu-west-1' },
      'sso-session.corp': { sso_region: 'us-east-1' },
      'services.local': { 'xray.endpoint_url': 'http://127.0.0.1:1' },
      default: { aws_access_key_id: 'a', aws_secret_access_key: 'b' },
      admin: { role_arn: 'arn', source_profile: 'default', aws_access_key_id: 'a', aws_secret_access_key: 'b' },
      process: { credential_process: 'x' },
      web: { web_identity_token_file: 'f', role_arn: 'arn' },
      console: { login_session: 's' },
      empty: { region: 'us-east-1' },
    });
    assert.deepEqual(
      profiles.map(({ name, region, kind }) => [name, region, kind]),
      [
        ['admin', undefined, 'assumeRole'],
        ['console', undefined, 'login'],
        ['default', undefined, 'static'],
        ['empty', 'us-east-1', 'other'],
        ['process', undefined, 'process'],
        ['web', undefined, 'webIdentity'],
        ['work', 'eu-west-1', 'sso'],
      ],
    );
  });

  it("takes a chosen profile's region before the environment's, and the reverse for the default chain", () => {
    const sections = { dev: { region: 'eu-west-1' }, bare: {}, default: { region: 'us-west-2' } };
    assert.equal(regionOf('dev', sections, { AWS_REGION: 'us-east-1' }), 'eu-west-1');
    assert.equal(regionOf('bare', sections, { AWS_REGION: 'us-east-1' }), 'us-east-1');
    assert.equal(regionOf('bare', sections, {}), undefined);
    assert.equal(regionOf('', sections, { AWS_DEFAULT_REGION: 'us-east-1' }), 'us-east-1');
    assert.equal(regionOf('', sections, {}), 'us-west-2');
    assert.equal(regionOf('', sections, { AWS_PROFILE: 'dev' }), 'eu-west-1');
    assert.equal(regionOf('missing', sections, {}), undefined);
  });

  it("finds the endpoint in the SDK's order of precedence, also for a chosen profile", () => {
    const sections = {
      dev: { services: 'local', endpoint_url: 'http://all' },
      'services.local': { 'xray.endpoint_url': 'http://xray' },
      plain: { endpoint_url: 'http://plain' },
      off: { endpoint_url: 'http://off', ignore_configured_endpoint_urls: 'true' },
    };
    assert.equal(configuredEndpoint('dev', sections, {}), 'http://xray');
    assert.equal(configuredEndpoint('plain', sections, {}), 'http://plain');
    assert.equal(configuredEndpoint('off', sections, {}), undefined);
    assert.equal(configuredEndpoint('', sections, {}), undefined);
    assert.equal(configuredEndpoint('dev', sections, { AWS_ENDPOINT_URL: 'http://env' }), 'http://env');
    const env = { AWS_ENDPOINT_URL: 'http://env', AWS_ENDPOINT_URL_XRAY: 'http://env-xray' };
    assert.equal(configuredEndpoint('dev', sections, env), 'http://env-xray');
    const ignored = { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    assert.equal(configuredEndpoint('dev', sections, ignored), undefined);
  });
});
