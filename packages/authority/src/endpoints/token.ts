import type { TokenIssued } from '../events/authority-event.ts';
import type { Binding } from '../mint/binding.ts';
import { authenticateClient } from '../steps/authenticate-client.ts';
import { authorizeGrant } from '../steps/authorize-grant.ts';
import type { TokenReply } from '../steps/build-token-reply.ts';
import { buildTokenReply } from '../steps/build-token-reply.ts';
import { checkPageOrigin } from '../steps/check-page-origin.ts';
import { checkPresentedCertificate } from '../steps/check-presented-certificate.ts';
import { chooseGrant } from '../steps/choose-grant.ts';
import { enforceBindingPolicy } from '../steps/enforce-binding-policy.ts';
import { findTenant } from '../steps/find-tenant.ts';
import { grantClaims } from '../steps/grant-claims.ts';
import { mintAccessToken } from '../steps/mint-access-token.ts';
import { mintIdToken } from '../steps/mint-id-token.ts';
import { createProcedure } from '../steps/procedure.ts';
import { readRequestedBinding } from '../steps/read-requested-binding.ts';
import { readRequestedClaims } from '../steps/read-requested-claims.ts';
import { readTokenForm } from '../steps/read-token-form.ts';
import { renewFamily } from '../steps/renew-family.ts';
import type { TokenRequest } from '../steps/token-request.ts';

/** `POST /{tenant}/oauth2/v2.0/token`, from top to bottom. */
const tokenProcedure = createProcedure<TokenRequest>()
  .step(readTokenForm)
  .step(chooseGrant)
  .step(findTenant)
  .step(checkPresentedCertificate)
  .step(readRequestedBinding)
  .step(readRequestedClaims)
  .step(authenticateClient)
  .step(checkPageOrigin)
  .step(authorizeGrant)
  .step(enforceBindingPolicy)
  .step(grantClaims)
  .step(mintAccessToken)
  .step(mintIdToken)
  .step(renewFamily)
  .step(buildTokenReply);

/** Names of the steps, for the documentation. */
export const tokenStepNames: readonly string[] = tokenProcedure.names;

/**
 * Answers a token request.
 *
 * @returns the reply, and the event that says so
 * @throws {@link TokenRefused}
 */
export async function answerTokenRequest(
  request: TokenRequest,
): Promise<{ readonly reply: TokenReply; readonly event: TokenIssued }> {
  const { reply, tenant, grant, client, authorization, binding, issued } = await tokenProcedure.run(request);
  return {
    reply,
    event: {
      name: 'token.issued',
      tenantId: tenant.id,
      clientId: client.application.clientId,
      objectId: authorization.subject.kind === 'user' ? authorization.subject.objectId : undefined,
      resource: authorization.api.appIdUri,
      grant: grant.name,
      scheme: binding.scheme,
      boundTo: thumbprintOf(binding),
      clientAuthentication: client.method,
      uti: issued.uti,
      expiresAt: issued.expiresAt,
    },
  };
}

function thumbprintOf(binding: Binding): string | undefined {
  switch (binding.scheme) {
    case 'pop':
      return binding.confirmation.thumbprint;
    case 'mtls_pop':
      return binding.certificateThumbprint;
    default:
      return undefined;
  }
}
