import type { AwsEngines, AwsEnvironment } from '../traces/source';
import { Clients } from './clients';
import { Credentials } from './credentials';
import { Destinations } from './destination';
import { createOpenTraces, createRetrieveTraces } from './openTraces';
import { profilesOf, readSections, regionOf } from './profiles';
import { createFindTraces } from './summaries';

export { systemClock } from './clock';

/** The X-Ray engines. Made once; clients, credentials and destinations are kept until `forget`. */
export function createAws(environment: AwsEnvironment): AwsEngines {
  const { env } = environment;
  const credentials = new Credentials(environment);
  const clients = new Clients(environment, credentials);
  const destinations = new Destinations();
  return {
    openTraces: createOpenTraces(environment, clients, destinations),
    retrieveTraces: createRetrieveTraces(environment, clients),
    findTraces: createFindTraces(environment, clients),
    listProfiles: async () => profilesOf(await readSections(env)),
    regionOf: async (profile) => regionOf(profile, await readSections(env), env),
    forget: () => {
      credentials.forget();
      clients.forget();
      destinations.forget();
    },
  };
}
