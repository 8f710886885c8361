import { GetGroupsCommand, type GetGroupsCommandOutput } from '@aws-sdk/client-xray';
import type { AwsEngines, AwsEnvironment, Group } from '../traces/source';
import { openSession } from './calls';
import type { Clients } from './clients';
import { PageGuard } from './paging';
import { arrayOf } from './received';

const OPERATION = 'GetGroups';
/** A region has 25 groups unless AWS raised its quota. */
const MOST_PAGES = 100;

/** Reads all pages of GetGroups. A group without a name is left out: no expression can name it. */
export function createListGroups(environment: AwsEnvironment, clients: Clients): AwsEngines['listGroups'] {
  return async (connection, signal) => {
    const session = openSession(environment, clients, connection, () => undefined, signal);
    const guard = new PageGuard(OPERATION, MOST_PAGES, MOST_PAGES);
    const groups = new Map<string, Group>();
    let token: string | undefined;
    do {
      const page: GetGroupsCommandOutput = await session.call({
        operation: OPERATION,
        ids: [],
        send: (client, options) => client.send(new GetGroupsCommand({ NextToken: token }), options),
        note: ({ Groups }) => `${arrayOf(Groups).length} groups`,
      });
      const before = groups.size;
      for (const group of arrayOf(page.Groups)) {
        const name = text(group?.GroupName);
        if (name) groups.set(name, { name, filter: text(group?.FilterExpression), arn: text(group?.GroupARN) });
      }
      token = guard.next(page.NextToken, groups.size > before);
    } while (token !== undefined);
    return [...groups.values()];
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
