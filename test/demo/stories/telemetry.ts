import { Random } from '../random';
import { idOf, type DemoTrace, type Members } from '../draft';

type Kind = 'SERVER' | 'CLIENT' | 'INTERNAL' | 'PRODUCER' | 'CONSUMER';

/** Writes span records as Transaction Search keeps them in `aws/spans`: times are JSON integers of nanoseconds. */
export class RecordDraft {
  readonly id: string;
  readonly random: Random;
  readonly documents: string[] = [];

  constructor(
    readonly key: string,
    readonly start: number,
  ) {
    this.id = idOf(key, start);
    this.random = new Random(key);
  }

  /** One span; times in milliseconds since the trace's start. Returns its id. */
  span(service: Members, kind: Kind, name: string, from: number, to: number | undefined, more: Members = {}): string {
    const spanId = this.random.hex(16);
    const { parentSpanId, status, events, links, ...attributes } = more;
    const begin = this.nanoseconds(from);
    const end = to === undefined ? undefined : this.nanoseconds(to);
    const record = {
      resource: { attributes: service },
      scope: { name: 'io.opentelemetry.instrumentation', version: '2.10.0' },
      traceId: this.id.slice(2).replace('-', ''),
      spanId,
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      flags: 256,
      name,
      kind,
      startTimeUnixNano: begin,
      ...(end === undefined ? {} : { endTimeUnixNano: end, durationNano: String(BigInt(end) - BigInt(begin)) }),
      attributes: { 'aws.local.service': service['service.name'], 'telemetry.extended': 'true', ...attributes },
      status: status ?? { code: 'UNSET' },
      ...(events === undefined ? {} : { events }),
      ...(links === undefined ? {} : { links }),
    };
    // Integers above 2^53: written as text first, so that no digit is lost, then without the quotes.
    this.documents.push(JSON.stringify(record).replaceAll(/"(\w+Nano)":"(\d+)"/g, '"$1":$2'));
    return spanId;
  }

  /** Decimal digits: nothing is rounded on the way. */
  nanoseconds(offset: number): string {
    return String(
      BigInt(this.start) * 1_000_000n + BigInt(Math.round(offset * 1e6)) + BigInt(this.random.between(0, 999)),
    );
  }

  finish(title: string): DemoTrace {
    const { key, id, start, documents } = this;
    return { key, id, title, start, documents, indexed: false };
  }
}

/** Resource attributes of a service on EKS. */
export function serviceOf(name: string, language: string): Members {
  return {
    'service.name': name,
    'deployment.environment.name': 'eks:shop/default',
    'cloud.region': 'us-east-1',
    'cloud.platform': 'aws_eks',
    'k8s.namespace.name': 'shop',
    'aws.log.group.names': '/aws/containerinsights/shop/application',
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': language,
  };
}

/** A search request on EKS, sent by OpenTelemetry and not indexed: only a retrieval finds it. */
export function searchRequest(start: number): DemoTrace {
  const draft = new RecordDraft('search-request', start);
  const frontend = serviceOf('storefront', 'nodejs');
  const search = serviceOf('search', 'java');
  const ranking = serviceOf('ranking', 'python');
  const root = draft.span(frontend, 'SERVER', 'GET /search', 0, 884, {
    'http.request.method': 'GET',
    'http.route': '/search',
    'url.path': '/search',
    'url.query': 'q=kettle',
    'http.response.status_code': 500,
    'aws.local.operation': 'GET /search',
    'aws.span.kind': 'LOCAL_ROOT',
    PlatformType: 'AWS::EKS',
    status: { code: 'ERROR' },
  });
  draft.span(frontend, 'INTERNAL', 'middleware - session', 2.1, 3.4, { parentSpanId: root });
  const call = draft.span(frontend, 'CLIENT', 'GET', 5, 879.2, {
    parentSpanId: root,
    'http.request.method': 'GET',
    'url.full': 'http://search.shop.svc.cluster.local/v1/search?q=kettle',
    'http.response.status_code': 500,
    'aws.remote.service': 'search',
    'aws.remote.operation': 'GET /v1/search',
    status: { code: 'ERROR' },
  });
  const server = draft.span(search, 'SERVER', 'GET /v1/search', 8.2, 876.4, {
    parentSpanId: call,
    'http.request.method': 'GET',
    'http.route': '/v1/search',
    'http.response.status_code': 500,
    PlatformType: 'AWS::EKS',
    status: { code: 'ERROR', message: 'ranking did not answer in time' },
    events: [
      {
        timeUnixNano: draft.nanoseconds(875.8),
        name: 'exception',
        attributes: {
          'exception.type': 'io.grpc.StatusRuntimeException',
          'exception.message': 'DEADLINE_EXCEEDED: deadline exceeded after 0.5s',
          'exception.stacktrace':
            'io.grpc.StatusRuntimeException: DEADLINE_EXCEEDED: deadline exceeded after 0.5s\n' +
            '\tat shop.search.RankingClient.rank(RankingClient.java:52)\n' +
            '\tat shop.search.SearchController.search(SearchController.java:31)',
        },
      },
    ],
  });
  draft.span(search, 'CLIENT', 'SELECT catalogue.items', 12, 190.5, {
    parentSpanId: server,
    'db.system': 'postgresql',
    'db.name': 'catalogue',
    'db.operation': 'SELECT',
    'db.statement': 'SELECT id, title FROM items WHERE title ILIKE ? LIMIT ?',
    'server.address': 'catalogue-db.example.com',
  });
  const rank = draft.span(search, 'CLIENT', 'ranking.Ranking/Rank', 194, 875.2, {
    parentSpanId: server,
    'rpc.system': 'grpc',
    'rpc.service': 'ranking.Ranking',
    'rpc.method': 'Rank',
    'rpc.grpc.status_code': 4,
    status: { code: 'ERROR' },
  });
  const ranked = draft.span(ranking, 'SERVER', 'ranking.Ranking/Rank', 201, 1420, {
    parentSpanId: rank,
    'rpc.system': 'grpc',
    'rpc.method': 'Rank',
  });
  draft.span(ranking, 'INTERNAL', 'load model', 204, 1180, { parentSpanId: ranked, 'model.name': 'rank-2026-11' });
  draft.span(ranking, 'PRODUCER', 'rankings publish', 1400, 1412, {
    parentSpanId: ranked,
    'messaging.system': 'kafka',
    'messaging.destination.name': 'rankings',
  });
  return draft.finish('Search fails: the ranking answers too late (Transaction Search)');
}

/** 10,000 spans: as many as Transaction Search shows of one trace, far more than the X-Ray store keeps. */
export function nightlyImport(start: number): DemoTrace {
  const draft = new RecordDraft('nightly-import', start);
  const importer = serviceOf('importer', 'java');
  const catalogue = serviceOf('catalogue', 'go');
  const root = draft.span(importer, 'INTERNAL', 'nightly import', 0, 600_000, { 'import.items': 3333 });
  const BATCHES = 33;
  let left = 10_000 - 1 - BATCHES;
  for (let batch = 0; batch < BATCHES; batch++) {
    const from = 100 + batch * 18_000;
    const step = draft.span(importer, 'INTERNAL', `batch ${batch + 1}`, from, from + 17_800, { parentSpanId: root });
    const share = Math.ceil(left / (BATCHES - batch));
    left -= share;
    for (let item = 0; item < share; item += 3) {
      const at = from + 50 + item * 58;
      const isRefused = draft.random.next() < 0.01;
      const put = draft.span(importer, 'CLIENT', 'PUT', at, at + 120, {
        parentSpanId: step,
        'http.request.method': 'PUT',
        'url.full': `http://catalogue.example.com/items/${batch}-${item}`,
        'http.response.status_code': isRefused ? 503 : 204,
        ...(isRefused ? { status: { code: 'ERROR' } } : {}),
      });
      if (item + 1 >= share) continue;
      const handled = draft.span(catalogue, 'SERVER', 'PUT /items/{id}', at + 4, at + 114, {
        parentSpanId: put,
        'http.route': '/items/{id}',
        'http.response.status_code': isRefused ? 503 : 204,
        ...(isRefused ? { status: { code: 'ERROR', message: 'too many connections' } } : {}),
      });
      if (item + 2 >= share) continue;
      draft.span(catalogue, 'CLIENT', 'UPDATE items', at + 9, at + 9 + draft.random.between(20, 95), {
        parentSpanId: handled,
        'db.system': 'postgresql',
        'db.operation': 'UPDATE',
      });
    }
  }
  return draft.finish('Nightly import: 10,000 spans (Transaction Search)');
}
