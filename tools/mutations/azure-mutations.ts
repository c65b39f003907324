import type { Mutation } from './mutation.ts';

const src = 'packages/node/src/azure';
const tests = 'packages/node/test/azure/token-credential.test.ts';
const identityTests = 'packages/node/test/azure/identity-credential.test.ts';

/** Defences of the credentials for the Azure SDK, and of the store that their two caches share. */
export const azureMutations: readonly Mutation[] = [
  {
    name: 'azure: a wish for a bound token ends in a bearer token',
    file: `${src}/create-token-credential.ts`,
    defence: 'refuseBinding(asked);',
    replacement: '',
    killedBy: [
      { file: tests, title: 'a wish for a bound token is refused, in whatever words' },
      { file: identityTests, title: 'a wish for a bound token is refused' },
    ],
  },
  {
    name: 'azure: a bound token is sent as a bearer token',
    file: `${src}/create-token-credential.ts`,
    defence: 'checkBearer(token);',
    replacement: '',
    killedBy: [
      { file: tests, title: 'a bound token from a client of somebody else’s make is refused, and so is its likeness' },
    ],
  },
  {
    name: 'azure: a challenge chooses where an application shows its credential',
    file: `${src}/choose-tenant.ts`,
    defence: `if (!allowed.has(tenant)) throw new TokenCredentialRefused('ERR_TOKEN_CREDENTIAL_TENANT');`,
    replacement: '',
    killedBy: [
      { file: tests, title: 'a challenge does not choose the tenant: the own one, or one that the owner has named' },
    ],
  },
  {
    name: 'azure: a token of another tenant is given for the one that was asked for',
    file: `${src}/create-token-credential.ts`,
    defence: 'checkTenantOf(token.accessToken, wanted);',
    replacement: '',
    killedBy: [
      {
        file: identityTests,
        title: 'its own tenant and no other, as its tokens say; one that does not say is not given for a tenant',
      },
    ],
  },
  {
    name: 'azure: callers that rely on challenges get tokens that are never challenged',
    file: `${src}/cae-clients.ts`,
    defence: 'hasCapability(client.clientCapabilities, cae) === answersChallenges',
    replacement: 'client !== undefined',
    killedBy: [{ file: tests, title: 'a client alone serves callers of its own kind, and no other' }],
  },
  {
    name: 'azure: claims without enableCae leave the refused token in the other cache',
    file: `${src}/create-token-credential.ts`,
    defence: 'asked.enableCae === true || claims !== undefined',
    replacement: 'asked.enableCae === true',
    killedBy: [
      { file: tests, title: 'callers that answer challenges and callers that do not have a client and a cache each' },
    ],
  },
  {
    name: 'oauth: tokens with and without a capability have one place in a shared store',
    file: 'packages/oauth/src/cache/client-partition.ts',
    defence: `return ['client', origin, clientId, buildCapabilityText(capabilities)];`,
    replacement: `return ['client', origin, clientId, buildCapabilityText([])];`,
    killedBy: [
      {
        file: 'packages/oauth/test/cache/client-partition.test.ts',
        title: 'a token that announces cp1 is not handed to a client that does not, nor the reverse',
      },
    ],
  },
];
