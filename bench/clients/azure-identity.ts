import { ClientSecretCredential } from '@azure/identity';
import { clientId, clientSecret, createScriptedAuthority, origin, tenant } from './scripted-authority.ts';
import { type ClientFactory, scopesOf } from './token-client.ts';

/** Azure's credential over its own hook for a network. */
export const azureIdentity: ClientFactory = (behaviour) => {
  const authority = createScriptedAuthority(behaviour);
  const credential = new ClientSecretCredential(tenant, clientId, clientSecret, {
    authorityHost: origin,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    httpClient: {
      async sendRequest(request) {
        const body = typeof request.body === 'string' ? request.body : '';
        const { status, json } = await authority.answer(request.url, body);
        return { request, status, headers: request.headers, bodyAsText: JSON.stringify(json) };
      },
    },
  });
  const acquire = (index: number): Promise<unknown> => credential.getToken([...scopesOf(index)]);
  return {
    name: '@azure/identity',
    acquire,
    async fill(count) {
      for (let index = 0; index < count; index += 1) await acquire(index);
    },
    tokenRequests: () => authority.tokenRequests,
  };
};
