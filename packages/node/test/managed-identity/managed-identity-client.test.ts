import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FlightAborted } from '@holdfast/core';
import { createGate } from '@holdfast/testing';
import { createTokenCredential } from '../../src/azure/azure.ts';
import { createBoundFetch, createDownstreamApi } from '../../src/index.ts';
import { createManagedIdentityClient } from '../../src/managed-identity/managed-identity-client.ts';
import { createIdentityBench, graph, type Kind, sha256, toldHash, vault, worker } from './platform.ts';

const kinds: readonly Kind[] = ['service-fabric', 'app-service', 'imds'];
const resource = vault;
const challenge = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1893456000"}}}').toString('base64');

for (const kind of kinds) {
  suite(`a managed identity of ${kind}`, () => {
    test('1,000 callers on an empty cache: one request', async () => {
      const { client, platform, events } = await createIdentityBench(kind);
      const all = await Promise.all(Array.from({ length: 1000 }, () => client.acquireToken({ resource })));
      assert.equal(platform.requests.length, 1);
      assert.equal(new Set(all.map(({ accessToken }) => accessToken)).size, 1);
      assert.equal(events.filter(({ name }) => name === 'token.acquired').length, 1000);
      const [token] = all;
      assert.deepEqual([token?.tokenType, token?.managedIdentitySource, token?.scopes], ['Bearer', kind, [resource]]);
      assert.equal(client.managedIdentitySource, kind);
    });

    test('1,000 callers share one failure, and the next caller starts anew', async () => {
      const { client, platform, events } = await createIdentityBench(kind);
      platform.status = 500;
      const all = await Promise.allSettled(Array.from({ length: 1000 }, () => client.acquireToken({ resource })));
      assert.equal(platform.requests.length, 1);
      assert.ok(all.every(({ status }) => status === 'rejected'));
      const failed = events.filter((event) => event.name === 'token.failed');
      assert.deepEqual(
        failed.map(({ code, status, tenant }) => [code, status, tenant]),
        [['ERR_MANAGED_IDENTITY_UNAVAILABLE', 500, undefined]],
      );
      platform.status = undefined;
      assert.equal((await client.acquireToken({ resource })).fromCache, false);
    });

    test('two resources, and two identities, never share a token', async () => {
      const { client, another } = await createIdentityBench(kind);
      const user = another({ managedIdentityIdParams: { userAssignedObjectId: worker } });
      const tokens = [];
      for (const one of [client, user]) {
        for (const name of [vault, graph]) tokens.push((await one.acquireToken({ resource: name })).accessToken);
      }
      assert.equal(new Set(tokens).size, 4);
    });

    test('at half of a life of more than two hours the token is refreshed in the background', async () => {
      const { client, platform, clock, events } = await createIdentityBench(kind);
      platform.lifeSeconds = 86_400;
      await client.acquireToken({ resource });
      clock.advance(43_199);
      assert.equal((await client.acquireToken({ resource })).refreshReason, undefined);
      clock.advance(1);
      assert.equal((await client.acquireToken({ resource })).refreshReason, 'proactive');
      while (
        !events.some(
          (event) =>
            event.name === 'token.acquired' && event.source === 'network' && event.refreshReason === 'proactive',
        )
      ) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(platform.requests.length, 2);
    });

    test('a pause that the source asks for is kept', async () => {
      const { client, platform, clock } = await createIdentityBench(kind);
      platform.status = 429;
      platform.headers = { 'retry-after': '30' };
      await assert.rejects(client.acquireToken({ resource }), { code: 'ERR_MANAGED_IDENTITY_THROTTLED' });
      platform.status = undefined;
      await assert.rejects(client.acquireToken({ resource }), {
        code: 'ERR_TOKEN_ENDPOINT_THROTTLED',
        retryAfterSeconds: 30,
      });
      assert.equal(platform.requests.length, 1);
      clock.advance(30);
      assert.equal((await client.acquireToken({ resource })).fromCache, false);
    });

    test('a caller ends his own wait; the last one ends the request', async () => {
      const { client, platform } = await createIdentityBench(kind);
      const gate = createGate();
      platform.after = gate.opened;
      const leaving = new AbortController();
      const first = client.acquireToken({ resource, signal: leaving.signal });
      const second = client.acquireToken({ resource });
      leaving.abort();
      await assert.rejects(first, FlightAborted);
      gate.open();
      assert.ok((await second).accessToken);
      assert.equal(platform.requests.length, 1);
    });
  });
}

suite('a bound fetch over a managed identity', () => {
  /** An API that refuses a token once it was revoked. */
  function createApi() {
    const seen: string[] = [];
    const revoked = new Set<string>();
    const transport = async (request: Request): Promise<Response> => {
      const token = (request.headers.get('authorization') ?? '').replace('Bearer ', '');
      seen.push(token);
      if (!revoked.has(token)) return new Response('secret');
      const value = `Bearer realm="", error="insufficient_claims", claims="${challenge}"`;
      return new Response(null, { status: 401, headers: { 'www-authenticate': value } });
    };
    return { seen, revoked, transport };
  }
  const origins = ['https://example.vault.azure.net'];
  const scopes = [`${vault}/.default`];
  const address = 'https://example.vault.azure.net/secrets';

  test('a claims challenge is answered once, with the hash of the refused token', async () => {
    const { client, platform } = await createIdentityBench('service-fabric', { clientCapabilities: ['cp1'] });
    const api = createApi();
    const boundFetch = createBoundFetch({
      client,
      scopes,
      authenticationScheme: 'bearer',
      origins,
      transport: api.transport,
    });
    assert.equal((await boundFetch(address)).status, 200);
    const [bad = ''] = api.seen;
    api.revoked.add(bad);
    assert.equal((await boundFetch(address)).status, 200);
    assert.equal(platform.requests.length, 2);
    assert.equal(toldHash(platform), sha256(bad));
    assert.equal(api.seen.length, 3);
    assert.notEqual(api.seen[2], bad);
  });

  test('fifty callers that are refused together: one request', async () => {
    const { client, platform } = await createIdentityBench('service-fabric', { clientCapabilities: ['cp1'] });
    const api = createApi();
    const boundFetch = createBoundFetch({
      client,
      scopes,
      authenticationScheme: 'bearer',
      origins,
      transport: api.transport,
    });
    await boundFetch(address);
    api.revoked.add(api.seen[0] ?? '');
    const answers = await Promise.all(Array.from({ length: 50 }, () => boundFetch(address)));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(platform.requests.length, 2);
  });

  test('a source that cannot be told answers with the refused token again: that is an error, and not a loop', async () => {
    const { client, platform } = await createIdentityBench('imds', { clientCapabilities: ['cp1'] });
    const api = createApi();
    const boundFetch = createBoundFetch({
      client,
      scopes,
      authenticationScheme: 'bearer',
      origins,
      transport: api.transport,
    });
    await boundFetch(address);
    api.revoked.add(api.seen[0] ?? '');
    await assert.rejects(boundFetch(address), { code: 'ERR_REVOKED_TOKEN_REPEATED' });
    await assert.rejects(client.acquireToken({ resource }), { code: 'ERR_REVOKED_TOKEN_REPEATED' });
    assert.equal(platform.requests.length, 3);
  });

  test('an API is called with its tokens, and a certificate is not to be had', async () => {
    const { client, platform } = await createIdentityBench('service-fabric', { clientCapabilities: ['cp1'] });
    const api = createApi();
    const options = { client, baseUrl: 'https://example.vault.azure.net', scopes, transport: api.transport };
    const secrets = createDownstreamApi({ ...options, protocolScheme: 'bearer' });
    await secrets.call({ relativePath: 'secrets' });
    api.revoked.add(api.seen[0] ?? '');
    assert.equal((await secrets.call({ relativePath: 'secrets' })).status, 200);
    assert.equal(platform.requests.length, 2);
    await assert.rejects(createDownstreamApi(options).get('secrets'), { code: 'ERR_MANAGED_IDENTITY_SCHEME' });
    for (const bound of [{ protocolScheme: 'mtls_pop' }, { clientCertificateOnly: true, scopes: undefined }]) {
      assert.throws(() => createDownstreamApi({ ...options, ...bound }), { code: 'ERR_SCHEME_UNAVAILABLE' });
    }
  });

  test('a scheme that would bind the token is an error, and nothing is asked', async () => {
    const { client, platform } = await createIdentityBench('imds');
    const boundFetch = createBoundFetch({ client, scopes, origins, transport: createApi().transport });
    await assert.rejects(boundFetch(address), { code: 'ERR_MANAGED_IDENTITY_SCHEME', requested: 'pop' });
    assert.equal(platform.requests.length, 0);
  });
});

suite('what a managed identity is asked for', () => {
  test('bearer in any letter case; every other scheme is an error and never a bearer token', async () => {
    const { client, platform } = await createIdentityBench('app-service');
    assert.equal((await client.acquireToken({ resource, authenticationScheme: 'Bearer' })).tokenType, 'Bearer');
    for (const scheme of ['pop', 'PoP', 'mtls_pop', 'MTLS-POP', 'dpop']) {
      const refused = { name: 'IdentitySchemeRefused', requested: scheme.toLowerCase().replace('-', '_') };
      await assert.rejects(client.acquireToken({ resource, authenticationScheme: scheme }), refused);
      const scopes = [`${vault}/.default`];
      await assert.rejects(client.acquireTokenForClient({ scopes, authenticationScheme: scheme }), refused);
      await assert.rejects(client.acquireTokenForClient({ scopes, protocolScheme: scheme }), refused);
    }
    await assert.rejects(client.acquireToken({ resource, authenticationScheme: 'mtls' }), { name: 'SchemeUnknown' });
    assert.equal(platform.requests.length, 1);
  });

  test('a resource with /.default is the resource, and a slash at its end is part of it', async () => {
    const { client, platform } = await createIdentityBench('imds');
    await client.acquireToken({ resource: `${vault}/.default` });
    assert.equal((await client.acquireToken({ resource })).fromCache, true);
    assert.equal((await client.acquireTokenForClient({ scopes: [`${vault}/.default`] })).fromCache, true);
    await client.acquireToken({ resource: `${vault}//.default` });
    assert.deepEqual(
      platform.requests.map(({ query }) => query.get('resource')),
      [vault, `${vault}/`],
    );
  });

  test("what is missing, misspelt, of the wrong type or not an identity's to say is refused", async () => {
    const { client, platform } = await createIdentityBench('imds');
    const wrong = [
      {},
      { resource: '' },
      { resource: '/.default' },
      { resource: 'two words' },
      { resource, scopes: [resource] },
      { resource, forceRefresh: 'true' },
      { resource, correlationId: 'a b' },
      { resource, claim: '{}' },
    ];
    for (const request of wrong) await assert.rejects(client.acquireToken(request as never), TypeError);
    await assert.rejects(client.acquireToken({ resource, claims: 'nonsense' }), { name: 'ClaimsMalformed' });
    await assert.rejects(client.acquireToken({ resource, accessTokenSha256ToRefresh: 'AB' }), {
      code: 'ERR_TOKEN_HASH_MALFORMED',
    });
    const hash = 'ab'.repeat(32);
    await assert.rejects(client.acquireToken({ resource, accessTokenSha256ToRefresh: hash, forceRefresh: true }), {
      code: 'ERR_FORCE_REFRESH_WITH_TOKEN_HASH',
    });
    for (const request of [
      { scopes: [] },
      { scopes: [vault, graph] },
      { scopes: [vault], tenantId: 'contoso.example' },
    ]) {
      await assert.rejects(client.acquireTokenForClient(request), TypeError);
    }
    await assert.rejects(client.acquireTokenForClient({ scopes: [vault], keyId: 'k', jwk: '{}' }), {
      code: 'ERR_SCHEME_PARAMETERS',
    });
    const token = { accessToken: 'a', tokenType: 'pop', bindingThumbprint: 't' } as const;
    await assert.rejects(client.signHttpRequest({ token, request: { method: 'GET', url: vault } }), {
      code: 'ERR_SCHEME_PARAMETERS',
    });
    assert.equal(platform.requests.length, 0);
  });

  test('the correlation id goes to the source and to the event', async () => {
    const { client, platform, events } = await createIdentityBench('imds');
    const correlationId = '99999999-1111-4222-8333-444444444444';
    assert.equal((await client.acquireToken({ resource, correlationId })).correlationId, correlationId);
    assert.equal(platform.requests[0]?.headers['x-ms-client-request-id'], correlationId);
    assert.ok(events.some((event) => event.name === 'token.acquired' && event.correlationId === correlationId));
  });

  test('the Azure SDK is given its tokens, with the claims of a challenge', async () => {
    const { platform, another } = await createIdentityBench('service-fabric');
    const credential = createTokenCredential((clientCapabilities) => another({ clientCapabilities }));
    const first = await credential.getToken(`${vault}/.default`, { enableCae: true });
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1893456000"}}}';
    const second = await credential.getToken(`${vault}/.default`, { enableCae: true, claims });
    assert.notEqual(second.token, first.token);
    assert.equal(toldHash(platform), sha256(first.token));
    assert.equal(platform.requests[1]?.query.get('xms_cc'), 'cp1');
    await credential.close();
  });

  test('close ends connections; tokens at hand stay usable', async () => {
    const { client } = await createIdentityBench('service-fabric');
    await client.acquireToken({ resource });
    await Promise.all([client.close(), client.close()]);
    assert.equal((await client.acquireToken({ resource })).fromCache, true);
    await assert.rejects(client.acquireToken({ resource: graph }), { code: 'ERR_MANAGED_IDENTITY_UNREACHABLE' });
  });

  test('retries are made unless they are switched off', async () => {
    const { platform, another } = await createIdentityBench('app-service');
    platform.status = 503;
    const started = performance.now();
    const once = another({ disableInternalRetries: true });
    await assert.rejects(once.acquireToken({ resource }), { code: 'ERR_MANAGED_IDENTITY_UNAVAILABLE' });
    assert.equal(platform.requests.length, 1);
    const stubborn = createManagedIdentityClient({ environment: platform.environment });
    const waiting = stubborn.acquireToken({ resource });
    platform.status = 503;
    while (platform.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    platform.status = undefined;
    assert.ok((await waiting).accessToken);
    assert.equal(platform.requests.length, 3);
    assert.ok(performance.now() - started >= 1000);
    await stubborn.close();
  });
});
