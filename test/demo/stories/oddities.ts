import { awsCall, fargate, http } from '../aws';
import { TraceDraft, type DemoTrace } from '../draft';

/** Credentials where careless applications leave them. None is real: keys and tokens are AWS's documented examples or say so. */
export function login(start: number): DemoTrace {
  const trace = new TraceDraft('login', 'Login: credentials in headers and metadata', start);
  const segment = trace.segment('accounts', 0, 212, {
    ...http('POST', 'https://accounts.example.com/login?access_token=demo-token-not-real-1', 200, 310),
    aws: fargate('accounts'),
    origin: 'AWS::ECS::Fargate',
    user: 'ola@example.com',
    annotations: { method: 'password', api_key: 'demo-api-key-not-real' },
    metadata: {
      request: {
        headers: {
          Authorization: 'Basic b2xhOm5vdC1hLXJlYWwtcGFzc3dvcmQ=',
          Cookie: 'session=demo-session-not-real; theme=dark',
          'X-Amz-Security-Token': 'demo-security-token-not-real',
          accept: 'application/json',
        },
        body: { user: 'ola', password: 'not-a-real-password', remember: true },
      },
      response: { headers: { 'set-cookie': 'session=demo-session-not-real-2; HttpOnly', 'content-length': 310 } },
      environment: {
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        NODE_ENV: 'production',
      },
    },
  });
  segment.sub('accounts@accounts-db.example.com', 20, 118, {
    sql: {
      url: 'postgresql://accounts-db.example.com:5432/accounts',
      user: 'accounts',
      database_type: 'PostgreSQL',
      sanitized_query: 'SELECT id, hash FROM accounts WHERE email = $1',
    },
    namespace: 'remote',
  });
  awsCall(segment, 'STS', 'AssumeRole', 124, 196, { role_arn: 'arn:aws:iam::111122223333:role/customer' });
  return trace.finish();
}

/** Names and values in other scripts, and text that looks like markup: all of it is text. */
export function otherScripts(start: number): DemoTrace {
  const trace = new TraceDraft('other-scripts', 'Names from everywhere: מזומן, 注文, <b>', start);
  const segment = trace.segment('注文サービス', 0, 320, {
    ...http('GET', 'https://shop.example.com/検索?q=%E3%82%B1%E3%83%88%E3%83%AB&x=<script>alert(1)</script>', 200, 12),
    aws: fargate('orders-jp'),
    origin: 'AWS::ECS::Fargate',
    user: 'أحمد',
    annotations: {
      note: '</script><img src=x onerror=alert(1)>',
      greeting: 'שלום \u202Eabc\u202C עולם',
      mood: '🛒🎉 👩‍👩‍👧‍👦',
    },
    metadata: {
      default: {
        'key with spaces & <b>tags</b>': 'line one\nline two\ttabbed',
        'command:workbench.action.quit': '[click](command:workbench.action.quit)',
        long: 'lorem ipsum '.repeat(60).trim(),
        constructor: { prototype: 'text', toString: 'text' },
      },
    },
  });
  segment.sub('קופה', 10, 140, { namespace: 'remote', ...http('POST', '/relative/מזומן', 200) });
  segment.sub('naïve café ☕ — ligature ﬁ', 150, 210);
  segment.sub('<img src=x onerror=alert(1)>', 215, 300, {
    error: true,
    cause: {
      exceptions: [
        {
          type: '<b>Error</b>',
          message: '"><svg onload=alert(1)>\nsecond line',
          stack: [{ path: '../../../etc/hosts', line: 1 }],
        },
      ],
    },
  });
  return trace.finish();
}
