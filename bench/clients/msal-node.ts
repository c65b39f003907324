import { ConfidentialClientApplication } from '@azure/msal-node';
import { clientId, clientSecret, createScriptedAuthority, origin, tenant } from './scripted-authority.ts';
import { type ClientFactory, scopesOf } from './token-client.ts';

interface SerializedCache {
  AccessToken: Record<string, { readonly target: string; readonly secret: string }>;
}

/** MSAL over its own hook for a network, with the cache in memory that it has unless told. */
export const msalNode: ClientFactory = (behaviour) => {
  const authority = createScriptedAuthority(behaviour);
  const send = async (address: string, body: string) => {
    const { status, json } = await authority.answer(address, body);
    // MSAL writes into what it gets.
    return { status, headers: {}, body: structuredClone(json) as never };
  };
  const client = new ConfidentialClientApplication({
    auth: {
      clientId,
      clientSecret,
      authority: `${origin}/${tenant}`,
      knownAuthorities: [new URL(origin).host],
    },
    system: {
      networkClient: {
        sendGetRequestAsync: (address) => send(address, ''),
        sendPostRequestAsync: (address, options) => send(address, options?.body ?? ''),
      },
    },
  });
  const acquire = (index: number): Promise<unknown> =>
    client.acquireTokenByClientCredential({ scopes: [...scopesOf(index)] });
  return {
    name: '@azure/msal-node',
    acquire,
    // Each acquisition costs more the more there are: a large cache is read from its serialized form, as a program with a cache on disk does.
    async fill(count) {
      await acquire(0);
      const cache = JSON.parse(client.getTokenCache().serialize()) as SerializedCache;
      const [first] = Object.entries(cache.AccessToken);
      if (first === undefined) throw new Error('there is no token to copy');
      const [key, token] = first;
      for (let index = 1; index < count; index += 1) {
        const [target = ''] = scopesOf(index);
        const secret = withNumber(token.secret, index);
        cache.AccessToken[key.replaceAll(token.target, target)] = { ...token, target, secret };
      }
      client.getTokenCache().deserialize(JSON.stringify(cache));
    },
    tokenRequests: () => authority.tokenRequests,
  };
};

/** A token of the same length that no other entry has. */
function withNumber(token: string, index: number): string {
  const mark = String(index).padStart(12, '0');
  return token.slice(0, -mark.length) + mark;
}
