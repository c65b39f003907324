import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import { verifyClientAssertion } from '../client-auth/client-assertion.ts';
import { findClientCredential } from '../client-auth/client-credential.ts';
import { verifyClientSecret } from '../client-auth/client-secret.ts';
import type { Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { TokenForm } from '../forms/form.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Step: the client proves who it is, in exactly one way.
 *
 * Every grant so far needs a confidential client; public ones get their own way in with the authorization code.
 */
export async function authenticateClient(
  facts: TokenRequest & { readonly tenant: Tenant; readonly form: TokenForm },
): Promise<{ readonly client: AuthenticatedClient }> {
  const { issuer, tenant, form, authorization, at } = facts;
  const { clientId, credential } = findClientCredential(form, authorization);
  const application = issuer.directory.findApplication(tenant, clientId);
  if (application === undefined) throw new TokenRefused('clientUnknown');
  if (credential === undefined) throw new TokenRefused('credentialMissing');
  if (application.kind === 'public') throw new TokenRefused('clientIsPublic');
  if (credential.kind === 'secret') {
    verifyClientSecret(credential.secret, application);
    return { client: { application, authenticatedBy: 'secret' } };
  }
  await verifyClientAssertion({
    assertion: credential.assertion,
    application,
    expected: { origin: issuer.origin, tenant },
    at,
  });
  return { client: { application, authenticatedBy: 'certificate' } };
}
