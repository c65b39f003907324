import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import { type BoundFetch, type ConfidentialClient, createBoundFetch } from '@holdfast/node';
import { type ExpressApi, openExpressApi, wantedCapability } from '../support/express-api.ts';
import { openScene, type Scene, scopes } from '../support/scene.ts';

suite('an Express 5 API behind @holdfast/resource/express, called with a bound fetch', () => {
  let scene: Scene;
  let api: ExpressApi;
  let client: ConfidentialClient;
  let boundFetch: BoundFetch;

  before(async () => {
    scene = await openScene();
    api = await openExpressApi(scene);
  });
  beforeEach(() => {
    client = scene.client('daemon');
    boundFetch = createBoundFetch({ client, scopes, origins: [api.origin], transport: scene.transport });
    api.seen();
  });
  after(async () => {
    await api?.close();
    await scene?.close();
  });

  async function tokenRequests(work: () => Promise<unknown>): Promise<number> {
    const before = await scene.admin.counts();
    await work();
    return (await scene.admin.counts()).token - before.token;
  }

  test('the nonce challenge of the first call answers itself; from then on a call is one request (RFC 9449 section 8.2)', async () => {
    const first = await boundFetch(`${api.origin}/orders?limit=1&from=%C3%A5`);
    assert.equal(first.status, 200);
    const nonces = api.seen().map(({ nonce }) => nonce);
    assert.equal(nonces.length, 2);
    assert.equal(nonces[0], undefined);

    const second = await boundFetch(`${api.origin}/orders`);
    assert.equal(second.status, 200);
    assert.deepEqual(
      api.seen().map(({ nonce }) => nonce),
      [nonces[1]],
    );
  });

  test('who the caller is comes from the proof', async () => {
    const response = await boundFetch(`${api.origin}/orders`);
    const { bindingThumbprint } = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    assert.deepEqual(await response.json(), { binding: { method: 'key', thumbprint: bindingThumbprint } });
  });

  test('a body is covered, and arrives', async () => {
    const response = await boundFetch(`${api.origin}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"item":"rope"}',
    });
    assert.deepEqual([response.status, await response.json()], [201, { item: 'rope' }]);
  });

  test('fifty calls at once, and no two of them carry the same proof', async () => {
    await boundFetch(`${api.origin}/orders`);
    api.seen();
    const responses = await Promise.all(Array.from({ length: 50 }, () => boundFetch(`${api.origin}/orders`)));
    assert.deepEqual([...new Set(responses.map(({ status }) => status))], [200]);
    assert.equal(new Set(api.seen().map(({ proof }) => proof)).size, 50);
  });

  test('a claims challenge is taken to the authority once, and what it asks for is in the next token', async () => {
    await boundFetch(`${api.origin}/orders`);
    api.seen();
    const requests = await tokenRequests(async () => {
      const response = await boundFetch(`${api.origin}/step-up`);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { capabilities: [wantedCapability] });
    });
    assert.equal(requests, 1);
    assert.equal(api.seen().length, 2);
    // The token that was refused is gone: the next call is one request again.
    assert.equal(await tokenRequests(() => boundFetch(`${api.origin}/step-up`)), 0);
    assert.equal(api.seen().length, 1);
  });

  test('many callers that are challenged together refresh the token once', async () => {
    const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    const requests = await tokenRequests(async () => {
      const calls = Array.from({ length: 20 }, () => boundFetch(`${api.origin}/step-up`));
      for (const response of await Promise.all(calls)) assert.equal(response.status, 200);
    });
    assert.equal(requests, 1);
    const renewed = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    assert.notEqual(renewed.accessToken, token.accessToken);
  });

  test('a claims challenge that is never content is answered once, and then told to the caller', async () => {
    await boundFetch(`${api.origin}/orders`);
    api.seen();
    const requests = await tokenRequests(async () => {
      const response = await boundFetch(`${api.origin}/never-enough`);
      assert.equal(response.status, 401);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer error="insufficient_claims", claims="/);
    });
    assert.equal(requests, 1);
    assert.equal(api.seen().length, 2);
  });

  test('a redirect is given to the caller and not followed', async () => {
    const response = await boundFetch(`${api.origin}/moved`);
    assert.deepEqual([response.status, response.headers.get('location')], [307, '/orders']);
    assert.deepEqual(
      api.seen().map(({ path }) => path),
      ['/moved'],
    );
  });

  test('another origin gets nothing, not even a request without a token', async () => {
    await assert.rejects(boundFetch(`${scene.holdfast.ready.api}/open/orders`), { code: 'ERR_FETCH_ORIGIN' });
    assert.deepEqual(api.seen(), []);
  });

  test('a bearer token of the same application is refused, and the answer asks for a proof', async () => {
    const token = await client.acquireTokenForClient({ scopes });
    const headers = { authorization: `Bearer ${token.accessToken}` };
    const response = await scene.transport(new Request(`${api.origin}/orders`, { headers }));
    assert.equal(response.status, 401);
    assert.match(response.headers.get('www-authenticate') ?? '', /^PoP /);
  });
});
