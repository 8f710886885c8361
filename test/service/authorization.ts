import type { Signer } from './store';
import { ServiceError } from './wire';

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=[a-z0-9;-]+, *Signature=[0-9a-f]{64}$/;

/**
 * Refuses what is not signed for X-Ray, or for the service named. Only the shape of the signature is looked at: the service knows no secret keys.
 * Codes and sentences as AWS's signature check has them.
 * @returns whom the request is signed for
 */
export function checkAuthorization(header: string | undefined, of = 'xray'): Signer {
  if (!header) throw new ServiceError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
  const [, accessKeyId, region, service] = SIGNATURE.exec(header) ?? [];
  if (accessKeyId === undefined || region === undefined) {
    throw new ServiceError(403, 'IncompleteSignatureException', 'The Authorization header is not a valid signature');
  }
  if (service !== of) {
    throw new ServiceError(
      403,
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${of}'.`,
    );
  }
  return { accessKeyId, region };
}
