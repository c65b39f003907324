import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
import { canary, type Provocation } from '@holdfast/testing';
import type { imdsCredentialErrors } from '../../src/errors/catalog-imds-credential.ts';

const clientId = 'bbbbbbbb-2222-4333-8444-555555555555';
const tenantId = 'cccccccc-2222-4333-8444-555555555555';
const host = 'localhost:1';
const metadata = { clientId, tenantId, cuId: { vmId: 'vm' }, attestationEndpoint: `https://${host}` };
const credential = {
  client_id: clientId,
  tenant_id: tenantId,
  certificate: Buffer.from(canary).toString('base64'),
  identity_type: 'SystemAssigned',
  mtls_authentication_endpoint: `https://${host}`,
};

interface Replies {
  readonly metadata?: unknown;
  readonly credential?: unknown;
  readonly status?: number;
  readonly server?: string;
}

/** Asks an IMDS that answers so for a token, with the canary for a resource and wherever an answer has room for it. */
const ask = (replies: Replies, params = {}) =>
  createManagedIdentityClient({
    environment: {},
    allowedHosts: [host],
    disableInternalRetries: true,
    ...params,
    transport: async ({ url }) => {
      const answer = url.includes('issuecredential')
        ? (replies.credential ?? credential)
        : (replies.metadata ?? metadata);
      const headers = {
        'content-type': 'application/json',
        server: replies.server ?? `IMDS ${canary}`,
        [`x-${canary}`]: canary,
      };
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      return new Response(text, { status: replies.status ?? 200, headers });
    },
  }).acquireToken({ resource: canary, authenticationScheme: 'mtls_pop', correlationId: canary });

/** Each code of certificates from IMDS, with the canary in every place of an answer. */
export const imdsCredentialProvocations: Readonly<
  Record<keyof typeof imdsCredentialErrors, Provocation | readonly Provocation[]>
> = {
  ERR_IMDS_CREDENTIAL_ABSENT: () => ask({ status: 404, metadata: { error: canary, error_description: canary } }),
  ERR_IMDS_CREDENTIAL_FOREIGN: () => ask({ server: canary }),
  ERR_IMDS_CREDENTIAL_METADATA: [
    () => ask({ metadata: canary }),
    () => ask({ metadata: { ...metadata, clientId: canary } }),
    () => ask({ metadata: { ...metadata, cuId: { vmId: ` ${canary}` } } }),
    () => ask({ metadata: { ...metadata, [canary]: canary, tenantId: canary } }),
  ],
  ERR_IMDS_CREDENTIAL_ENDPOINT: [
    () => ask({ metadata: { ...metadata, attestationEndpoint: `https://${canary}` } }),
    () => ask({ credential: { ...credential, mtls_authentication_endpoint: `https://${canary}:${canary}@${host}` } }),
  ],
  ERR_IMDS_CREDENTIAL_REPLY: [
    () => ask({ credential: canary }),
    () => ask({ credential: { ...credential, identity_type: canary } }),
    () => ask({ credential: { ...credential, certificate: `-----${canary}` } }),
  ],
  ERR_IMDS_CREDENTIAL_OTHER: () =>
    ask({ metadata }, { managedIdentityIdParams: { userAssignedClientId: clientId.replaceAll('b', 'd') } }),
  ERR_IMDS_CREDENTIAL_CERTIFICATE: () => ask({}),
};
