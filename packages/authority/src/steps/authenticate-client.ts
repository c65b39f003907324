import { authenticateByCertificate, authenticateByCredential } from '../client-auth/authenticate.ts';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import { findClientCredential } from '../client-auth/client-credential.ts';
import type { FederationFacts } from '../client-auth/federated-assertion.ts';
import type { Application, Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { TokenForm } from '../forms/form.ts';
import type { Grant } from '../grants/grant.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { MachineCertificate } from './judge-machine-certificate.ts';
import type { Issuer, TokenRequest } from './token-request.ts';

/**
 * Step: the client proves who it is, in exactly one way. A public application has nothing to prove it with, and gets in where a user stands
 * behind the request: the code or the refresh token has to do.
 */
export async function authenticateClient(
  request: TokenRequest & {
    readonly tenant: Tenant;
    readonly form: TokenForm;
    readonly grant: Pick<Grant, 'actor'>;
    readonly certificate: PresentedCertificate | undefined;
    readonly machine: MachineCertificate | undefined;
  },
): Promise<{ readonly client: AuthenticatedClient }> {
  const { issuer, tenant, form, grant, authorization, certificate, machine, at } = request;
  const { clientId, credential } = findClientCredential(form, authorization);
  const application = issuer.directory.findApplication(tenant, clientId);
  if (application === undefined) throw new TokenRefused('clientUnknown');
  if (certificate === undefined && credential === undefined) return { client: admitPublic(application, grant) };
  if (application.kind === 'public') throw new TokenRefused('clientIsPublic');
  const { origin, mtlsOrigin, isCertificateRevoked: isRevoked } = issuer;
  const facts = { application, isRevoked, federation: federationOf(issuer), at };
  if (certificate === undefined) {
    const expected = { origins: [origin], tenant };
    return { client: await authenticateByCredential(credential, { ...facts, expected }) };
  }
  // MSAL addresses its assertion to the endpoint it sends it to.
  const expected = { origins: mtlsOrigin === undefined ? [origin] : [origin, mtlsOrigin], tenant };
  return { client: await authenticateByCertificate(certificate, credential, { ...facts, expected, machine }) };
}

function admitPublic(application: Application, { actor }: Pick<Grant, 'actor'>): AuthenticatedClient {
  if (actor === 'application') throw new TokenRefused('credentialMissing');
  if (application.kind === 'confidential') throw new TokenRefused('credentialAbsent');
  return { application, authenticatedBy: 'nothing', method: 'none' };
}

function federationOf({ origin, directory, signingKeys, revocations }: Issuer): FederationFacts {
  return {
    origin,
    directory,
    findKey: (kid) => signingKeys.published().find((key) => key.kid === kid)?.jwk,
    isRevoked: revocations.isRevoked,
  };
}
