import { createConfidentialClient } from '@holdfast/node';
import { clientId, clientSecret, createScriptedAuthority, origin, tenant } from './scripted-authority.ts';
import { type ClientFactory, scopesOf } from './token-client.ts';

export const holdfastBearer: ClientFactory = holdfast('bearer');
export const holdfastPop: ClientFactory = holdfast('pop');

function holdfast(authenticationScheme: 'bearer' | 'pop'): ClientFactory {
  return (behaviour) => {
    const authority = createScriptedAuthority(behaviour);
    const client = createConfidentialClient({
      authority: `${origin}/${tenant}`,
      clientId,
      clientSecret,
      maxCachedTokens: 1_000_000,
      async transport(request) {
        const { status, json } = await authority.answer(request.url, await request.text());
        return Response.json(json, { status });
      },
    });
    const acquire = (index: number): Promise<unknown> =>
      client.acquireTokenForClient({ scopes: scopesOf(index), authenticationScheme });
    return {
      name: `holdfast ${authenticationScheme}`,
      acquire,
      async fill(count) {
        for (let index = 0; index < count; index += 1) await acquire(index);
      },
      tokenRequests: () => authority.tokenRequests,
    };
  };
}
