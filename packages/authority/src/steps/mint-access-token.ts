import { randomId } from '@holdfast/core';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { Tenant } from '../directory/directory.ts';
import type { Authorization } from '../grants/grant.ts';
import { buildAppOnlyClaims } from '../mint/app-only-claims.ts';
import { type Binding, holderOf } from '../mint/binding.ts';
import { buildConfirmation } from '../mint/confirmation-claim.ts';
import { buildDelegatedClaims } from '../mint/delegated-claims.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import { tokenLifetimeSeconds } from '../mint/token-lifetime.ts';
import type { TokenSubject } from '../revocation/revocation.ts';
import type { GrantedClaims } from './grant-claims.ts';
import type { MachineCertificate } from './judge-machine-certificate.ts';
import type { TokenRequest } from './token-request.ts';

type MintFacts = Pick<TokenRequest, 'issuer'> & {
  readonly tenant: Tenant;
  readonly client: Pick<AuthenticatedClient, 'application' | 'authenticatedBy' | 'certificates'>;
  readonly authorization: Authorization;
  readonly grantedClaims: GrantedClaims;
  readonly binding: Binding;
  readonly bindingAllowed: true;
  readonly machine?: MachineCertificate | undefined;
};

/**
 * Step: the token is written and signed, and leaves through the gate, which holds back what is revoked already. Only a request whose
 * binding was allowed comes this far.
 */
export async function mintAccessToken(facts: MintFacts): Promise<{ readonly issued: IssuedToken }> {
  const issued = await facts.issuer.gate.issue({
    subject: subjectOf(facts),
    certificates: facts.client.certificates,
    machine: facts.machine,
    notBefore: facts.grantedClaims.notBefore,
    make: (issuedAt) => sign(facts, issuedAt),
  });
  return { issued };
}

async function sign(facts: MintFacts, issuedAt: number): Promise<IssuedToken> {
  const { issuer, client, authorization, grantedClaims } = facts;
  const expiresAt = issuedAt + tokenLifetimeSeconds(client.application, authorization.api);
  const { tokenType, cnf } = buildConfirmation(facts.binding);
  const uti = randomId();
  const { capabilities, authenticationContexts } = grantedClaims;
  const asked = { client, capabilities, authenticationContexts, cnf };
  const known = { origin: issuer.origin, tenant: facts.tenant, ...asked, uti, issuedAt, expiresAt };
  const tokenBinding = cnf === undefined || facts.machine === undefined ? undefined : tokenType;
  const payload =
    authorization.delegation === undefined
      ? buildAppOnlyClaims({ ...known, authorization, tokenBinding })
      : buildDelegatedClaims({ ...known, authorization, pairwiseSalt: issuer.pairwiseSalt });
  const accessToken = await issuer.signingKeys.sign(payload, expiresAt);
  return { accessToken, tokenType, uti, issuedAt, expiresAt };
}

function subjectOf({ client, authorization, binding }: MintFacts): TokenSubject {
  return {
    objectId: authorization.subject.objectId,
    clientId: client.application.clientId,
    ...holderOf(binding),
  };
}
