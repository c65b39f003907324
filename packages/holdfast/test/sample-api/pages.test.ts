import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type BoundFetch, createBoundFetch } from '@holdfast/node';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const page = 'http://localhost:5173';
const paths = ['/orders', '/orders/1', '/open/orders', '/msal/orders', '/msal/orders/1', '/whoami', '/nowhere'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

// Fetch standard, section 3.3 (CORS protocol): what a browser needs to see before a page may ask, and before it may read the answer.
suite('the sample API and pages of other origins', () => {
  let scene: Scene;
  let origins: readonly string[];
  let boundFetch: BoundFetch;

  before(async () => {
    scene = await openScene();
    const { api, mtlsApi } = scene.holdfast.ready;
    origins = [api, mtlsApi];
    boundFetch = createBoundFetch({ client: scene.client('daemon'), scopes, origins, transport: scene.transport });
  });
  after(() => scene?.close());

  const send = (address: string, init: RequestInit = {}): Promise<Response> =>
    scene.transport(new Request(address, { ...init, headers: { origin: page, ...init.headers } }));

  function assertReadable(response: Response, what: string): void {
    assert.equal(response.headers.get('access-control-allow-origin'), '*', what);
    // With `*`, browsers would refuse an answer to a request with cookies anyway; the API has no use for them.
    assert.equal(response.headers.get('access-control-allow-credentials'), null, what);
    const exposed = response.headers.get('access-control-expose-headers')?.split(', ') ?? [];
    for (const name of ['WWW-Authenticate', 'Authentication-Info', 'Retry-After'])
      assert.ok(exposed.includes(name), what);
  }

  test('every path answers the preflight for a token and a body of JSON, without a token', async () => {
    for (const address of origins.flatMap((origin) => paths.map((path) => `${origin}${path}`))) {
      for (const method of methods) {
        const asked = {
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type',
        };
        const preflight = await send(address, { method: 'OPTIONS', headers: asked });
        assert.equal(preflight.status, 204, address);
        assertReadable(preflight, address);
        assert.ok(preflight.headers.get('access-control-allow-methods')?.split(', ').includes(method), address);
        const headers = preflight.headers.get('access-control-allow-headers')?.toLowerCase().split(', ') ?? [];
        assert.deepEqual(headers, ['authorization', 'content-type']);
      }
    }
  });

  test('a page may read every refusal', async () => {
    const [api = ''] = origins;
    for (const [status, address, init] of [
      [401, `${api}/orders`, {}],
      [401, `${api}/whoami`, { headers: { authorization: 'PoP x' } }],
      [400, `${api}/orders`, { headers: { authorization: 'PoP' } }],
      [404, `${api}/nowhere`, {}],
      [405, `${api}/orders`, { method: 'PUT', body: '{}' }],
      [413, `${api}/orders`, { method: 'POST', body: 'x'.repeat(70_000) }],
    ] as const) {
      const refused = await send(address, init);
      assert.equal(refused.status, status, address);
      assertReadable(refused, `${status}`);
      const { error } = (await refused.json()) as { readonly error?: string };
      assert.match(error ?? '', /^[a-z_]+$/);
    }
  });

  test('a page may read what is answered', async () => {
    for (const origin of origins) {
      const answered = await boundFetch(`${origin}/orders`, { headers: { origin: page } });
      assert.equal(answered.status, 200);
      assertReadable(answered, origin);
    }
  });

  test('who sends cookies gets nothing for them', async () => {
    const refused = await send(`${origins[0]}/orders`, { headers: { cookie: 'session=1' } });
    assert.equal(refused.status, 401);
    assert.equal(refused.headers.get('set-cookie'), null);
  });
});
