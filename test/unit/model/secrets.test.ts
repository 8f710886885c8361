import assert from 'node:assert/strict';
import { isSecretKey } from '../../../src/model/secretKeys';
import { isSecret, maskText } from '../../../src/model/secrets';
import { assertLinearIn } from '../growth';

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
    'apikey',
    'APIKey',
    'accesskey',
    'AWSAccessKeyId',
    'secretaccesskey',
    'auth',
    'basic_auth',
    'session_id',
    'JSESSIONID',
    'passcode',
    'dbpassword',
    'AccountKey',
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
    'authority',
    'url.authority',
    'keyboard',
    'auth_type',
    'NextToken',
    'gen_ai.usage.output_tokens',
    'x-ratelimit-remaining-tokens',
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
    // Headers: to the end of the line, of the quotes around them, or of the text of JSON they stand in.
    ['Cookie: sid=abc; theme=dark\nHost: x', 'Cookie: ••••••••\nHost: x'],
    ['> Set-Cookie: session=a b, c; Path=/\r\n', '> Set-Cookie: ••••••••\r\n'],
    ['cookie: a="b c"; d=e', 'cookie: ••••••••'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: ••••••••'],
    ['proxy-authorization : Digest a="b"', 'proxy-authorization : ••••••••'],
    [
      `curl -H 'Cookie: sid=abc' -H "Authorization: x y" u`,
      `curl -H 'Cookie: ••••••••' -H "Authorization: ••••••••" u`,
    ],
    ['{"log":"a\\nCookie: sid=abc\\nHost: x","n":1}', '{"log":"a\\nCookie: ••••••••\\nHost: x","n":1}'],
    ['{"log":"Cookie: sid=\\"abc\\"; b=c","n":"m"}', '{"log":"Cookie: ••••••••","n":"m"}'],
    [
      JSON.stringify({ body: '{"log":"> Cookie: sid=abc","n":"m"}', o: 'p' }),
      JSON.stringify({ body: '{"log":"> Cookie: ••••••••","n":"m"}', o: 'p' }),
    ],
    ["{ cookie: 'a=b; c=d', accept: '*/*' }", "{ cookie: '••••••••', accept: '*/*' }"],
    ['{Authorization=Basic dXNlcjpwYXNz, Accept=x}', '{Authorization=Basic ••••••••, Accept=x}'],
    ['x-api-key: abc', 'x-api-key: ••••••••'],
    // Environments, settings, connection strings, query strings.
    ['aws_secret_access_key=wJalrXUtnFEMI/K7MDENG', 'aws_secret_access_key=••••••••'],
    ['aws_secret_access_key = wJalrXUtnFEMI', 'aws_secret_access_key = ••••••••'],
    ['AWS_SECRET_ACCESS_KEY: wJalrXUtnFEMI', 'AWS_SECRET_ACCESS_KEY: ••••••••'],
    ['export DB_PASSWORD="a b;c" X=1', 'export DB_PASSWORD="••••••••" X=1'],
    ["{'password': 'a, b', 'user': 'u'}", "{'password': '••••••••', 'user': 'u'}"],
    ['failed with token=abc, tries=3', 'failed with token=••••••••, tries=3'],
    ['token: 8f14e45fceea', 'token: ••••••••'],
    ['password: hunter', 'password: ••••••••'],
    ['{"m":"password=a","n":"token="}', '{"m":"password=••••••••","n":"token="}'],
    ['{"m":"set password=\\"a b\\" on x"}', '{"m":"set password=\\"••••••••\\" on x"}'],
    ['{"m":"password=\'a","n":"it\'s"}', '{"m":"password=\'••••••••","n":"it\'s"}'],
    ['got Basic dXNlcjpwYXNz back', 'got Basic •••••••• back'],
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
    'tokens: 512',
    'used tokens=1024, total_tokens=2048',
    'gen_ai.usage.input_tokens=12345678',
    'Unexpected token: end of input',
    'Invalid signature: it does not match',
    'Access denied (using password: YES)',
    'token: 1-6500aa10-0123456789abcdef01234567',
    'Root=1-6500aa10-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1',
    'secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf',
    'author: Ada, authority=shop.example:8443, keyboard: qwerty123',
    'if (token == other) a => token=> b; std::auth::check',
    "UPDATE users SET password = ? WHERE token = $1 AND secret = ''",
    'Cookie: \r\nHost: x',
    'session.id=00112233-aabb',
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
    for (const [before, unit, after] of [
      ['', '\\', ''],
      ['', '"a"', ''],
      ['{"password":"', 'x', '"}'],
      ['', 'a://', ''],
      ['', ' ', ''],
      ['', ':', ''],
      ['', 'a', ''],
      ['', 'token:', ''],
      ['', "token='", ''],
      ['', 'token=arn:aws', ''],
      ['token:', ' ', ''],
      ['', '"Cookie:x"', ''],
      ['["', 'Cookie:', ''],
      ['Cookie: ', '\\', ''],
      ['["Cookie: ', '\\"', ''],
      ['', `${'\\"'.repeat(300)}Cookie: `, ''],
      ['Basic ', 'a', ''],
      ['', 'Basic ', ''],
    ] as const) {
      assertLinearIn(unit, (text) => assert.ok(maskText(text).length <= 3 * text.length), { before, after });
    }
  });
});
