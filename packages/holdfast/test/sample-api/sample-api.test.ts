import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { findChallenge, type JsonObject, parseWwwAuthenticate, type SigningKey, signCompactJws } from '@holdfast/core';
import { type BoundFetch, createBoundFetch, generateNodeKey, type TokenResult } from '@holdfast/node';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const config = `
tenants:
  contoso.example:
    applications:
      reader: { secret: generate, grantedRoles: { 'api://orders': [Orders.Read] } }
`;

suite('the sample API of holdfast up', () => {
  let scene: Scene;
  let api: string;
  let boundFetch: BoundFetch;

  before(async () => {
    scene = await openScene({ config });
    api = scene.holdfast.ready.api;
    boundFetch = fetchAs('daemon');
  });
  after(() => scene?.close());

  function fetchAs(application: string): BoundFetch {
    return createBoundFetch({ client: scene.client(application), scopes, origins: [api], transport: scene.transport });
  }

  const send = (path: string, init?: RequestInit): Promise<Response> =>
    scene.transport(new Request(`${api}${path}`, init));
  const order = (body: string): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

  test('orders are placed, listed, found and removed', async () => {
    const placed = await boundFetch(`${api}/orders`, order('{"item":"sextant","quantity":3}'));
    assert.equal(placed.status, 201);
    const { id } = (await placed.json()) as { readonly id: number };
    const found = await boundFetch(`${api}/orders/${id}`);
    assert.deepEqual(await found.json(), { id, item: 'sextant', quantity: 3 });
    const listed = (await (await boundFetch(`${api}/orders?limit=2`)).json()) as {
      readonly orders: readonly unknown[];
    };
    assert.equal(listed.orders.length, 2);
    assert.equal((await boundFetch(`${api}/orders/${id}`, { method: 'DELETE' })).status, 200);
    assert.equal((await boundFetch(`${api}/orders/${id}`)).status, 404);
    assert.equal((await boundFetch(`${api}/orders/${id}`, { method: 'DELETE' })).status, 404);
  });

  test('what it cannot read is 400, what is too long 413', async () => {
    for (const body of ['{', '{}', '{"item":1,"quantity":1}', '{"item":"x","quantity":1.5}']) {
      assert.equal((await boundFetch(`${api}/orders`, order(body))).status, 400, body);
    }
    assert.equal((await boundFetch(`${api}/orders?limit=all`)).status, 400);
    const long = JSON.stringify({ item: 'x'.repeat(70_000), quantity: 1 });
    assert.equal((await boundFetch(`${api}/orders`, order(long))).status, 413);
  });

  test('a caller without the role is 403, on the route that needs it only', async () => {
    const readerFetch = fetchAs('reader');
    assert.equal((await readerFetch(`${api}/orders`)).status, 200);
    assert.equal((await readerFetch(`${api}/orders`, order('{"item":"rope","quantity":1}'))).status, 403);
    assert.equal((await readerFetch(`${api}/whoami`)).status, 200);
  });

  test('unknown routes and methods, spelled as they come: 404 and 405', async () => {
    for (const path of ['/', '/orders/', '/orders/x', '/Orders', '/orders%2F1', '//orders', '/orders/1/2']) {
      assert.equal((await send(path)).status, 404, path);
    }
    const refused = await send('/orders', { method: 'PUT', body: 'x' });
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'GET, POST']);
  });

  test('whoever knocks without a token is told a nonce, and nothing is cached', async () => {
    const response = await send('/orders');
    assert.equal(response.status, 401);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(response.headers.get('www-authenticate') ?? '', /^PoP nonce="[\w-]+"$/);
  });

  suite('/msal/orders', () => {
    let key: SigningKey;
    let token: TokenResult;

    before(async () => {
      key = await generateNodeKey('RS256');
      token = await scene.client('daemon').acquireTokenForClient({
        scopes,
        authenticationScheme: 'pop',
        keyId: key.thumbprint,
        jwk: { ...key.jwk, kid: key.thumbprint },
      });
    });

    /** What every dialect signs, for a GET of a path. */
    async function claimsFor(path: string): Promise<JsonObject> {
      const challenge = (await send('/msal/orders')).headers.get('www-authenticate') ?? '';
      return {
        at: token.accessToken,
        ts: Math.floor(Date.now() / 1000),
        m: 'GET',
        u: new URL(api).host,
        p: path,
        nonce: findChallenge(parseWwwAuthenticate(challenge), 'pop')?.params.get('nonce'),
        cnf: { jwk: { ...key.jwk } },
      };
    }

    async function answerTo(target: string, payload: JsonObject, kid: string): Promise<Response> {
      const proof = await signCompactJws({ header: { typ: 'pop', kid }, payload, key });
      return send(target, { headers: { authorization: `PoP ${proof}` } });
    }

    async function statusOf(target: string, payload: JsonObject, kid: string): Promise<number> {
      return (await answerTo(target, payload, kid)).status;
    }

    async function refusalOf(target: string, payload: JsonObject, kid: string): Promise<readonly unknown[]> {
      const response = await answerTo(target, payload, kid);
      const { code } = (await response.json()) as { readonly code?: string };
      return [response.status, code, response.headers.get('www-authenticate')];
    }

    const browserKid = (): string => Buffer.from(JSON.stringify({ kid: key.thumbprint })).toString('base64url');

    test('takes what msal-browser sends: the query in lower case and not hashed', async () => {
      const claims = { ...(await claimsFor('/msal/orders')), q: [[], 'limit=2'] };
      assert.equal(await statusOf('/msal/orders?limit=2', claims, browserKid()), 200);
      const other = { ...(await claimsFor('/msal/orders')), q: [[], 'limit=2'] };
      assert.equal(await statusOf('/msal/orders?limit=8', other, browserKid()), 401);
    });

    test('takes what MSAL.NET sends: no query', async () => {
      assert.equal(await statusOf('/msal/orders?limit=2', await claimsFor('/msal/orders'), key.thumbprint), 200);
    });

    test('/orders takes neither, and says why', async () => {
      const browser = { ...(await claimsFor('/orders')), q: [[], 'limit=2'] };
      assert.deepEqual(await refusalOf('/orders?limit=2', browser, browserKid()), [
        401,
        'ERR_SHR_DIALECT',
        'PoP error="invalid_token", error_description="The proof is written in a dialect that is not accepted here (msal-browser)"',
      ]);
      const [status, code] = await refusalOf('/orders?limit=2', await claimsFor('/orders'), key.thumbprint);
      assert.deepEqual([status, code], [401, 'ERR_SHR_CLAIM_MISSING']);
    });
  });
});
