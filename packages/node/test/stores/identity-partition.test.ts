import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { epochSeconds, randomId } from '@holdfast/core';
import { createConfidentialClient, type TokenResult, type TokenStore } from '@holdfast/node';
import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
import { createFakeClock, createFakeTransport } from '@holdfast/testing';
import fc from 'fast-check';

const clock = createFakeClock();
const network = createFakeTransport({
  '*': ({ url }) => ({
    json: url.pathname.endsWith('openid-configuration')
      ? { issuer: url.href.replace('/.well-known/openid-configuration', ''), token_endpoint: `${url.origin}/token` }
      : {
          access_token: `token.${randomId()}`,
          token_type: 'Bearer',
          expires_in: 86_400,
          expires_on: epochSeconds(clock) + 86_400,
        },
  }),
});

/** Whose token it is, from where, for what, and what its holder can do. */
interface Machine {
  readonly kind: 'machine';
  readonly application: string;
  readonly source: 'imds' | 'app-service';
  readonly identity: readonly [kind: 'system' | 'client' | 'object' | 'resource', value: string];
  readonly capabilities: readonly string[];
  readonly resource: string;
}
interface Application {
  readonly kind: 'application';
  readonly clientId: string;
  readonly capabilities: readonly string[];
  readonly resource: string;
}
type Holder = Machine | Application;

const guids = [
  '0b1c2d3e-4444-4444-8444-1a2b3c4d5e6f',
  '0B1C2D3E-4444-4444-8444-1A2B3C4D5E6F',
  '1b1c2d3e-4444-4444-8444-1a2b3c4d5e6f',
];
const guid = fc.constantFrom(...guids);
const path = fc.constantFrom('/subscriptions/a/x', '/subscriptions/a/y', '/subscriptions/a/x","y');
const capabilities = fc.array(fc.constantFrom('cp1', 'CP1', 'cp2', 'cp1cp2'), { maxLength: 2 });
const resource = fc.constantFrom('api://orders', 'api://orders/', 'api://other');
// Texts that would run into one another if parts were only joined.
const text = fc.constantFrom('a', 'b', 'a","imds', 'imds', 'system', '["managed identity"', '1:a', 'cp1');
const machine: fc.Arbitrary<Machine> = fc.record({
  kind: fc.constant('machine' as const),
  application: text,
  source: fc.constantFrom('imds' as const, 'app-service' as const),
  identity: fc.oneof(
    fc.constant(['system', ''] as const),
    fc.tuple(fc.constantFrom('client' as const, 'object' as const), guid),
    fc.tuple(fc.constant('resource' as const), path),
  ),
  capabilities,
  resource,
});
const application: fc.Arbitrary<Application> = fc.record({
  kind: fc.constant('application' as const),
  clientId: fc.oneof(
    text.map((id) => id.replaceAll(' ', '_')),
    guid,
  ),
  capabilities,
  resource,
});
const holder: fc.Arbitrary<Holder> = fc.oneof({ weight: 3, arbitrary: machine }, { weight: 1, arbitrary: application });

// Written without the code under test: JSON keeps every boundary.
function canonical(one: Holder): string {
  const names = [...new Set(one.capabilities.map((name) => name.toLowerCase()))].sort();
  if (one.kind === 'application') return JSON.stringify([one.kind, one.clientId, names, one.resource]);
  const [kind, value] = one.identity;
  const id = kind === 'resource' ? value : value.toLowerCase();
  return JSON.stringify([one.kind, one.application, one.source, kind, id, names, one.resource]);
}

const environments = {
  imds: {},
  'app-service': { IDENTITY_ENDPOINT: 'http://127.0.0.1:9/msi/token', IDENTITY_HEADER: 'h' },
};
const params = { client: 'userAssignedClientId', object: 'userAssignedObjectId', resource: 'userAssignedResourceId' };

/** A process that has just begun: only the store is left of those before it. */
async function acquire(one: Holder, tokenStore: TokenStore): Promise<TokenResult> {
  const shared = { clientCapabilities: one.capabilities, transport: network, clock, tokenStore };
  if (one.kind === 'application') {
    const authority = 'https://login.example/contoso.example';
    const client = createConfidentialClient({ ...shared, authority, clientId: one.clientId, clientSecret: 's' });
    return client.acquireTokenForClient({ scopes: [`${one.resource}/.default`] });
  }
  const [kind, value] = one.identity;
  const client = createManagedIdentityClient({
    ...shared,
    environment: environments[one.source],
    tokenStorePartition: one.application,
    ...(kind === 'system' ? {} : { managedIdentityIdParams: { [params[kind]]: value } }),
  });
  return client.acquireToken({ resource: one.resource });
}

async function isShared(one: Holder, other: Holder): Promise<boolean> {
  const entries = new Map<string, string>();
  const store: TokenStore = {
    read: async (key) => entries.get(key),
    write: async (key, value) => void entries.set(key, value),
  };
  const first = await acquire(one, store);
  const second = await acquire(other, store);
  assert.equal(first.accessToken === second.accessToken, second.tokenSource === 'store');
  return second.tokenSource === 'store';
}

suite('identities that meet in one store', () => {
  test('share a token only where application, source, identity, capabilities and resource are the same', async () => {
    await fc.assert(
      fc.asyncProperty(holder, holder, async (one, other) => {
        assert.equal(await isShared(one, other), canonical(one) === canonical(other));
      }),
      { numRuns: 300 },
    );
  });

  test('changing one part of an identity always changes its place', async () => {
    await fc.assert(
      fc.asyncProperty(
        machine,
        machine,
        fc.constantFrom<keyof Machine>('application', 'source', 'identity', 'capabilities', 'resource'),
        async (one, other, part) => {
          const changed: Machine = { ...one, [part]: other[part] };
          assert.equal(await isShared(one, changed), canonical(one) === canonical(changed));
        },
      ),
      { numRuns: 300 },
    );
  });
});
