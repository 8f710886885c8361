import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsEnvironment, Connection } from '../traces/source';
import { TraceError } from '../traces/traceError';
import { orAborted } from './abort';
import { readProblems } from './configProblems';
import { toCredentialError } from './credentialErrors';
import { runCredentialProcess } from './credentialProcess';
import type { Identity, Provide } from './credentials';
import { NodeRequests } from './nodeRequests';
import { readSections, sectionOf, sharedFiles } from './profiles';
import { planOf, type SigningPlan } from './signingPlan';

/**
 * The SDK's providers: the shared files for a named profile, the default chain for ''. What the files tell beforehand is found out
 * beforehand: a profile that is not there, and one that would run a program it may not run.
 */
export const provideFromSdk: Provide = async (connection, environment, signal) => {
  const { env } = environment;
  const { profile } = connection;
  const sections = await readSections(env);
  const plan = planOf(profile, sections, env);
  // The chain reads the process's environment; keys in ours come first, as they would there.
  if (plan.usesEnvironmentKeys) return keysOf(env);
  const isNamed = Boolean(profile || env['AWS_PROFILE']);
  if (isNamed && plan.isMissing) throw (await malformed(profile, env)) ?? missing(plan);
  const ruined = await malformed(profile, env, plan.name);
  if (ruined) throw ruined;
  if (plan.isIncomplete) {
    throw (await malformed(profile, env)) ?? new TraceError('credentialsMissing', { profile, detail: 'incomplete' });
  }
  if (plan.processOf !== undefined && !(environment.mayRun?.(profile) ?? true)) {
    throw new TraceError('untrusted', { profile });
  }
  const requestHandler = new NodeRequests(signal);
  try {
    const command = sectionOf(sections, plan.name)?.['credential_process'];
    if (plan.processOf === plan.name && command !== undefined) {
      return await runCredentialProcess(profile, command, plan.account, signal);
    }
    const identity = await fromSdk(plan, connection, environment, requestHandler, signal);
    return plan.account === undefined ? identity : { accountId: plan.account, ...identity };
  } catch (thrown) {
    const error = toCredentialError(thrown, profile, requestHandler);
    throw (error.reason === 'credentialsMissing' && (await malformed(profile, env))) || error;
  }
};

async function fromSdk(
  plan: SigningPlan,
  { profile, region }: Connection,
  { env, promptMfa }: AwsEnvironment,
  requestHandler: NodeRequests,
  signal: AbortSignal,
): Promise<Identity> {
  const options = {
    ...(profile || env['AWS_PROFILE'] ? { profile: plan.name } : {}),
    ...sharedFiles(env),
    mfaCodeProvider: async (serial: string) => {
      let code: string | undefined;
      try {
        code = await orAborted(promptMfa(profile, serial, signal), signal);
      } catch (error) {
        throw signal.aborted ? error : new TraceError('mfaFailed', { profile }, error);
      }
      if (!code) throw new TraceError('dismissed', { profile });
      return code;
    },
    clientConfig: { requestHandler, disableClockSkewCorrection: true },
    parentClientConfig: { region, requestHandler },
  };
  // A named profile never falls through to the machine's own role, as the chain would have it.
  const provider = profile ? fromIni(options) : fromNodeProviderChain(options);
  return await provider({ callerClientConfig: { region: () => Promise.resolve(region), requestHandler } });
}

function keysOf(env: AwsEnvironment['env']): Identity {
  const [sessionToken, accountId] = [env['AWS_SESSION_TOKEN'], env['AWS_ACCOUNT_ID']];
  return {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(sessionToken && { sessionToken }),
    ...(accountId && { accountId }),
  };
}

function missing({ name }: SigningPlan): TraceError {
  return new TraceError('profileMissing', { profile: name });
}

/** What cannot be read in the shared files: anywhere, or only in one section. */
async function malformed(
  profile: string,
  env: AwsEnvironment['env'],
  section?: string,
): Promise<TraceError | undefined> {
  const problems = await readProblems(env);
  const problem = section === undefined ? problems[0] : problems.find((one) => one.section === section);
  if (!problem) return undefined;
  const { file, line, what } = problem;
  return new TraceError('configMalformed', { profile, file, line, what });
}
