import { ManagedIdentityApplication } from '@azure/msal-node';
import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
import { createScriptedAuthority } from './scripted-authority.ts';
import type { ClientFactory } from './token-client.ts';

const resourceOf = (index: number): string => `https://api-${index}.example`;

/** What IMDS answers, with a token of the same length as Entra's. */
function createScriptedImds() {
  const authority = createScriptedAuthority();
  return {
    requests: () => authority.tokenRequests,
    async answer(address: string) {
      const { json } = await authority.answer('https://login.example/token', '');
      const expires_on = String(Math.floor(Date.now() / 1000) + 86_399);
      // MSAL keeps the token under the resource that the reply names.
      const resource = new URL(address).searchParams.get('resource');
      return { access_token: json['access_token'], expires_on, resource, token_type: 'Bearer' };
    },
  };
}

/** Our client over its own hook for a network. */
export const holdfastIdentity: ClientFactory = () => {
  const imds = createScriptedImds();
  const client = createManagedIdentityClient({
    environment: {},
    maxCachedTokens: 1_000_000,
    transport: async ({ url }) => Response.json(await imds.answer(url)),
  });
  const acquire = (index: number): Promise<unknown> => client.acquireToken({ resource: resourceOf(index) });
  return {
    name: 'holdfast managed identity',
    acquire,
    async fill(count) {
      for (let index = 0; index < count; index += 1) await acquire(index);
    },
    tokenRequests: imds.requests,
  };
};

/** MSAL's, over the same hook; its cache is one for all clients of the process. */
export const msalIdentity: ClientFactory = () => {
  const imds = createScriptedImds();
  const send = async (address: string) => ({ status: 200, headers: {}, body: (await imds.answer(address)) as never });
  const client = new ManagedIdentityApplication({
    system: { networkClient: { sendGetRequestAsync: send, sendPostRequestAsync: send } },
  });
  const acquire = (index: number): Promise<unknown> => client.acquireToken({ resource: resourceOf(index) });
  return {
    name: '@azure/msal-node managed identity',
    acquire,
    async fill(count) {
      for (let index = 0; index < count; index += 1) await acquire(index);
    },
    tokenRequests: imds.requests,
  };
};
