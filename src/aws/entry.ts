import type { AwsEngines, AwsEnvironment } from '../traces/source';
import { Clients } from './clients';
import { Credentials } from './credentials';
import { Destinations } from './destination';
import { createFindTraces } from './findTraces';
import { createListGroups } from './groups';
import { createFindSpans } from './logs/findSpans';
import { LogsClients } from './logs/logsClients';
import { SpanRecords } from './logs/spanRecords';
import { createIndexingRules } from './indexing';
import { createCancelRetrieval, createFollowRetrievals, createOpenTraces, createRetrieveTraces } from './openTraces';
import { createProbe } from './probe';
import { readProblems } from './configProblems';
import { isSignedIn } from './signedIn';
import { SharedProfiles } from './sharedProfiles';
import { sharedFilePaths, tokenFolders } from './profiles';

export { systemClock } from './clock';

/** The X-Ray engines. Made once; clients, credentials and destinations are kept until `forget`. */
export function createAws(environment: AwsEnvironment): AwsEngines {
  const { env } = environment;
  const credentials = new Credentials(environment);
  const clients = new Clients(environment, credentials);
  const logsClients = new LogsClients(environment, credentials);
  const destinations = new Destinations();
  const records = new SpanRecords(environment, logsClients);
  const profiles = new SharedProfiles(env, (profile) => credentials.accountOf(profile));
  const forget = (profile?: string): void => {
    credentials.forget(profile);
    clients.forget(profile);
    logsClients.forget(profile);
    destinations.forget();
  };
  return {
    openTraces: createOpenTraces(environment, clients, destinations, records),
    retrieveTraces: createRetrieveTraces(environment, clients, records),
    followRetrievals: createFollowRetrievals(environment, clients),
    cancelRetrieval: createCancelRetrieval(environment, clients),
    findTraces: createFindTraces(environment, clients),
    findSpans: createFindSpans(environment, logsClients, (profile, region) => destinations.spansSeen(profile, region)),
    listGroups: createListGroups(environment, clients),
    indexingRules: createIndexingRules(environment, clients, destinations),
    probe: createProbe(environment, clients),
    listProfiles: () => profiles.list(),
    regionOf: (profile) => profiles.regionOf(profile),
    wouldPrompt: (profile) => credentials.wouldPrompt(profile),
    signIn: async (connection, signal) => {
      await credentials.resolve(connection, signal);
    },
    accountOf: (profile) => profiles.accountOf(profile),
    sharedFiles: () => sharedFilePaths(env),
    reread: async () => {
      const changed = await profiles.reread();
      for (const profile of changed) forget(profile);
      return changed;
    },
    configProblems: () => readProblems(env),
    signIns: { folders: () => tokenFolders(env), isSignedIn: isSignedIn(credentials) },
    forget,
    forgetDenials: (profile) => {
      clients.denials.forget(profile);
      logsClients.denials.forget(profile);
    },
  };
}
