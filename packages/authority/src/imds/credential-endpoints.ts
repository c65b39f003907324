import type { FastifyRequest } from 'fastify';
import type { Attestation } from '../attestation/attestation.ts';
import type { CertificatePair } from '../certificates/certificate-pair.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { IdentityAnswer, IdentityEndpoint, IdentityParts } from '../identity-requests/identity-endpoint.ts';
import { readIdentityName } from '../identity-requests/read-query.ts';
import { readJsonText } from '../identity-requests/register-endpoints.ts';
import { chooseIdentity } from '../identity-tokens/identity-name.ts';
import type { MachineIds } from './compute.ts';
import { readBypassCache, readCredentialQuery } from './credential-query.ts';
import { type CredentialIssuer, createCredentialIssuer } from './issue-credential.ts';
import { readCredentialBody } from './read-credential-body.ts';

/** What version 2 of IMDS is made from. */
export interface CredentialParts {
  readonly attestation: Pick<Attestation, 'endpoint'>;
  /** Signs the certificates. */
  readonly machineCa: CertificatePair;
}

/**
 * Makes the endpoints of version 2 of IMDS: what a client must know before it asks for a certificate, and the certificate.
 *
 * @see docs/identity-endpoints.md
 */
export function createCredentialEndpoints(
  parts: IdentityParts & CredentialParts,
  machine: MachineIds,
): readonly IdentityEndpoint[] {
  const credentials = createCredentialIssuer(parts);
  return [
    {
      path: '/metadata/identity/getplatformmetadata',
      answer: async (request) => answerMetadata(parts, machine, request),
    },
    {
      method: 'POST',
      path: '/metadata/identity/issuecredential',
      answer: (request) => answerCredential({ ...parts, credentials, machine }, request),
    },
  ];
}

function answerMetadata(
  { issuer, attestation }: IdentityParts & CredentialParts,
  { vmId }: MachineIds,
  request: FastifyRequest,
): IdentityAnswer {
  const query = readCredentialQuery(request);
  const { clientId, tenantId } = chooseIdentity(issuer().directory.identities, readIdentityName(query));
  return { body: { cuId: { vmId }, clientId, tenantId, attestationEndpoint: attestation.endpoint() } };
}

async function answerCredential(
  parts: IdentityParts & { readonly credentials: CredentialIssuer; readonly machine: MachineIds },
  request: FastifyRequest,
): Promise<IdentityAnswer> {
  const query = readCredentialQuery(request);
  const bypassCache = readBypassCache(query);
  const issuer = parts.issuer();
  const identity = chooseIdentity(issuer.directory.identities, readIdentityName(query));
  const body = readCredentialBody(readJsonText(request));
  // Where the certificate is to be presented. Without that, nobody has any use for one.
  if (issuer.mtlsOrigin === undefined) throw new TokenRefused('unavailable');
  const { vmId } = parts.machine;
  const der = await parts.credentials.issue({ ...body, identity, vmId, bypassCache, issuer, at: parts.clock() });
  return {
    body: {
      client_id: identity.clientId,
      tenant_id: identity.tenantId,
      certificate: der.toString('base64'),
      identity_type: identity.isSystem ? 'SystemAssigned' : 'UserAssigned',
      mtls_authentication_endpoint: issuer.mtlsOrigin,
    },
  };
}
