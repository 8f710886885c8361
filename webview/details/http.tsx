import type { VNode } from 'preact';
import type { Fact, SpanDetails } from '../../src/model/details';
import { usePage } from '../page';
import { FactLine, FactLines, FactList } from './facts';
import { contentLength, queryOf, reasonOf, statusOf, urlOf } from './httpFacts';
import type { Reading } from './reading';
import { Section } from './section';

/** Request and response. The parameters of the URL have lines of their own. */
export function Http({ details, reading }: { readonly details: SpanDetails; readonly reading: Reading }): VNode {
  const { strings } = usePage();
  const { http } = details;
  if (http.length === 0) return <p class="note">{strings.noneHttp}</p>;
  const request = http.filter((fact) => !isResponse(fact));
  const response = http.filter(isResponse);
  const parameters = queryOf(urlOf(http));
  const status = statusOf(http);
  const length = contentLength(http);
  return (
    <>
      {request.length > 0 && (
        <Section title={strings.factRequest}>
          <FactList>
            <FactLines facts={request} reading={reading} prefix={/^http\.(?:request\.)?/} isFilter />
          </FactList>
        </Section>
      )}
      {parameters.length > 0 && (
        <Section title={strings.sectionQuery}>
          <FactList>
            {parameters.map(([key, value], index) => (
              <FactLine key={index} label={key} value={value} />
            ))}
          </FactList>
        </Section>
      )}
      {response.length > 0 && (
        <Section title={strings.factResponse}>
          {(reasonOf(status) || length) && (
            <p class="http-response">
              {[[status, reasonOf(status)].filter(Boolean).join(' '), length].filter(Boolean).join(' · ')}
            </p>
          )}
          <FactList>
            <FactLines facts={response} reading={reading} prefix={/^http\.(?:response\.)?/} isFilter />
          </FactList>
        </Section>
      )}
    </>
  );
}

function isResponse({ key }: Fact): boolean {
  return /\.response\.|^http\.(?:status_code|response_content_length)/.test(key);
}
