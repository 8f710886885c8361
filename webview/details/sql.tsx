import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Fact, SpanDetails } from '../../src/model/details';
import { formatCount } from '../../src/model/format';
import { fill } from '../../src/protocol/strings';
import { usePage } from '../page';
import { CopyButton } from '../ui/copyButton';
import { FactLines, FactList } from './facts';
import type { Reading } from './reading';
import { formatSql } from './sqlText';

/** Where statements stand: X-Ray's own field, and OpenTelemetry's, new and old. */
const STATEMENTS = new Set(['sql.sanitized_query', 'db.query.text', 'db.statement']);
/** Databases whose statements are no SQL. */
const OTHERS = /redis|mongo|memcached|elasticsearch|opensearch|dynamodb|neo4j|couch/i;
const SYSTEM = /^(?:db\.system(?:\.name)?|sql\.database_type)$/;

/** The statement, broken into lines, and what it ran on. Copies are as received. */
export function Sql({ details, reading }: { readonly details: SpanDetails; readonly reading: Reading }): VNode {
  const { strings } = usePage();
  const { sql } = details;
  if (sql.length === 0) return <p class="note">{strings.noneSql}</p>;
  const isSql = !sql.some(({ key, value }) => SYSTEM.test(key) && OTHERS.test(value));
  return (
    <>
      {sql.map((fact, index) =>
        isStatement(fact) ? (
          <Statement
            key={index}
            fact={fact}
            isSql={isSql}
            whole={async () => (await reading.fetchWhole()).sql[index]?.value ?? fact.value}
            onMore={reading.showWhole}
          />
        ) : null,
      )}
      <FactList>
        <FactLines
          facts={sql.map((fact) => (isStatement(fact) && !fact.secret ? null : fact)).filter(isFact)}
          reading={reading}
          prefix={/^(?:sql|db)\./}
          isFilter
        />
      </FactList>
    </>
  );
}

function isStatement({ key }: Fact): boolean {
  return STATEMENTS.has(key);
}

function isFact(fact: Fact | null): fact is Fact {
  return fact !== null;
}

interface StatementProps {
  readonly fact: Fact;
  readonly isSql: boolean;
  readonly whole: () => Promise<string>;
  readonly onMore: () => void;
}

function Statement({ fact, isSql, whole, onMore }: StatementProps): VNode {
  const { strings } = usePage();
  const { value, more } = fact;
  const pieces = useMemo(() => (isSql ? formatSql(value) : [{ kind: 'plain' as const, text: value }]), [value, isSql]);
  const parameters = pieces.filter(({ kind }) => kind === 'parameter').length;
  return (
    <figure class="statement">
      <pre class="sql" tabIndex={0} aria-label={strings.statement}>
        {pieces.map(({ kind, text }, index) =>
          kind === 'space' || kind === 'plain' ? (
            text
          ) : (
            <span key={index} class={kind}>
              {text}
            </span>
          ),
        )}
        {more > 0 && '…'}
      </pre>
      <figcaption>
        <CopyButton text={more > 0 ? whole : value} label={strings.copyStatement} isNamed />
        {parameters > 0 && (
          <span class="secondary">{parameters === 1 ? strings.parameter : fill(strings.parameters, parameters)}</span>
        )}
        {more > 0 && (
          <button type="button" class="quiet link" onClick={onMore}>
            {fill(strings.showAll, formatCount(more))}
          </button>
        )}
      </figcaption>
    </figure>
  );
}
