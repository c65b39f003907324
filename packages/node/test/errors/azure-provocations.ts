import { FlightAborted } from '@holdfast/core';
import { createTokenCredential, type GetTokenOptions } from '@holdfast/node/azure';
import { canary, type Provocation } from '@holdfast/testing';
import type { azureErrors } from '../../src/errors/catalog-azure.ts';

const token = {
  accessToken: `${canary}.${canary}.${canary}`,
  tokenType: 'Bearer',
  expiresOn: new Date(0),
  refreshOn: new Date(0),
  scopes: [canary],
  correlationId: canary,
  fromCache: false,
  tokenSource: 'network',
} as const;
const application = (more: object = {}, clientCapabilities: readonly string[] = []) =>
  createTokenCredential({
    authority: { origin: 'https://login.example', tenant: 'contoso.example' },
    clientCapabilities,
    acquireTokenForClient: async () => ({ ...token, ...more }),
  });
const identity = createTokenCredential({ clientCapabilities: [], acquireToken: async () => token });
const bound = { shrNonce: canary } as GetTokenOptions;

/** Each code of credentials for the Azure SDK, with the canary in scopes, claims, tenants, options and tokens. */
export const azureProvocations: Readonly<Record<keyof typeof azureErrors, Provocation | readonly Provocation[]>> = {
  ERR_TOKEN_CREDENTIAL_BOUND: [
    () => application().getToken(canary, bound),
    () => application({ tokenType: canary }).getToken(canary),
    () => application({ bindingThumbprint: canary }).getToken(canary),
  ],
  ERR_TOKEN_CREDENTIAL_CAE: [
    () => application().getToken(canary, { claims: canary }),
    () => application({}, ['cp1', canary]).getToken(canary),
  ],
  ERR_TOKEN_CREDENTIAL_TENANT: [
    () => application().getToken(canary, { tenantId: canary }),
    () => identity.getToken(canary, { tenantId: canary }),
  ],
  ERR_TOKEN_CREDENTIAL_SCOPES: [
    () => application().getToken([]),
    () => identity.getToken([canary, canary]),
    () => identity.getToken('/.default', { tenantId: canary }),
  ],
  ERR_TOKEN_CREDENTIAL_ABORTED: () => {
    const client = {
      clientCapabilities: [],
      acquireToken: ({ signal }: { readonly signal?: AbortSignal | undefined }) =>
        new Promise<never>((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new FlightAborted({ cause: signal.reason })));
        }),
    };
    return createTokenCredential(client).getToken(canary, { requestOptions: { timeout: 1 } });
  },
};
