import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, suite, test } from 'node:test';
import { decodeSignedHttpRequest, encodeClaimsChallenge, type JsonObject } from '@holdfast/core';
import {
  type BoundFetch,
  type ConfidentialClient,
  createBoundFetch,
  createConfidentialClient,
  createTlsTransport,
  type TlsTransport,
} from '@holdfast/node';
import { answerTokenOrder, claimsOf, metadataOf } from './small-authority.ts';
import { type House, openHouse, streetCa, type Visit } from './street.ts';

// An API, or whoever can write its answers, tries to have a token or a proof carried somewhere else.

const tenant = '11111111-2222-4333-8444-555555555555';
const scopes = ['api://orders/.default'];
const secret = 'the secret of the client';
const send = (response: ServerResponse, status: number, headers: Record<string, string | string[]> = {}): void =>
  void response.writeHead(status, headers).end();

suite('a bound fetch over real sockets', () => {
  let authority: House;
  let api: House;
  let thief: House;
  let plainThief: House;
  let transport: TlsTransport;
  let client: ConfidentialClient;
  let boundFetch: BoundFetch;

  before(async () => {
    [authority, api, thief, plainThief] = await Promise.all([openHouse(), openHouse(), openHouse(), openHouse('http')]);
    authority.answer = async ({ url, method, body }, response) => {
      const order = { tenant: url.split('/')[1] ?? '', form: new URLSearchParams(body) };
      const json =
        method === 'GET'
          ? metadataOf(authority.origin, order.tenant)
          : await answerTokenOrder(authority.origin, order, Date.now);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    };
    transport = createTlsTransport({ ca: streetCa });
  });
  beforeEach(() => {
    api.answer = (_visit, response) => send(response, 200);
    for (const house of [authority, api]) house.visits.splice(0);
    client = createConfidentialClient({
      authority: `${authority.origin}/${tenant}`,
      clientId: 'c1',
      clientSecret: secret,
      transport,
    });
    boundFetch = createBoundFetch({ client, scopes, origins: [api.origin], transport });
  });
  after(async () => {
    await transport.close();
    await Promise.all([authority, api, thief, plainThief].map((house) => house.close()));
  });

  const proofOf = ({ headers }: Visit): JsonObject =>
    decodeSignedHttpRequest((headers['authorization'] as string).slice('PoP '.length)).jws.payload;

  /** Nobody knocked at a thief’s door, and the authority was asked for its own tenant, audience and client only. */
  function assertNothingLeft(): void {
    assert.deepEqual([thief.connections, plainThief.connections], [0, 0], 'connections to thieves');
    for (const { method, url, body } of authority.visits) {
      if (method === 'GET') assert.equal(url, `/${tenant}/v2.0/.well-known/openid-configuration`);
      else {
        assert.equal(url, `/${tenant}/oauth2/v2.0/token`);
        const form = new URLSearchParams(body);
        assert.deepEqual(
          [form.get('scope'), form.get('client_id'), form.get('token_type'), form.get('client_secret')],
          [scopes[0], 'c1', 'pop', secret],
        );
      }
    }
    for (const visit of api.visits) {
      assert.equal(visit.body.includes(secret), false);
      const { u, at } = proofOf(visit);
      assert.equal(u, new URL(api.origin).host);
      const { aud, tid, azp } = claimsOf(String(at));
      assert.deepEqual([aud, tid, azp], ['api://orders', tenant, 'c1']);
    }
  }

  test('redirects are returned as they are, wherever they point and whatever the caller asked for', async () => {
    const { host } = new URL(thief.origin);
    const targets = [
      '/moved',
      `${api.origin}/moved`,
      `${thief.origin}/`,
      `${plainThief.origin}/`,
      `http://localhost:${api.port}/`,
      `//${host}/`,
      `\\\\${host}\\`,
      `https:${host}`,
      `https:/\\${host}`,
      `https://localhost:${api.port}@${host}/`,
      `https://user:password@${host}/`,
      `${api.origin}#@${host}`,
      `\t//${host}/`,
    ];
    for (const status of [301, 302, 303, 307, 308, 300, 304]) {
      for (const location of targets) {
        for (const redirect of ['follow', 'manual', 'error'] as const) {
          api.answer = (_visit, response) => send(response, status, { location });
          const body = redirect === 'follow' ? { method: 'POST', body: 'x' } : {};
          const response = await boundFetch(`${api.origin}/orders`, { redirect, ...body });
          assert.deepEqual([response.status, response.redirected], [status, false]);
        }
      }
    }
    assert.ok(api.visits.every(({ url }) => url === '/orders'));
    for (const header of ['refresh', 'content-location', 'link', 'alt-svc']) {
      const value = { refresh: `0; url=${thief.origin}`, 'alt-svc': `h2="${host}"; ma=3600` }[header] ?? thief.origin;
      api.answer = (_visit, response) => send(response, 200, { [header]: value });
      for (let count = 0; count < 2; count += 1) await boundFetch(`${api.origin}/orders`);
    }
    assertNothingLeft();
  });

  test('addresses that look like the configured one, and are another, get nothing at all', async () => {
    const { port } = api;
    const { port: other } = thief;
    const addresses = [
      `https://localhost.:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://[::1]:${port}/`,
      `https://localhost:${other}/`,
      `https://localhost/`,
      `http://localhost:${port}/`,
      `https://localhost:${port}.evil.example/`,
      `https://localhost:${port}0/`,
      `https://xlocalhost:${port}/`,
      `https://localhost.evil.example:${port}/`,
      `https://xn--loclhost-hgf:${port}/`,
      `https://loc\u0430lhost:${port}/`,
      `https://127.1:${port}/`,
      `https://2130706433:${port}/`,
      `https://0x7f.1:${port}/`,
      `https:\\\\localhost:${other}\\`,
      `wss://localhost:${port}/`,
      `blob:${api.origin}/x`,
      `filesystem:${api.origin}/x`,
      'file:///etc/passwd',
      'javascript:0',
    ];
    for (const address of addresses) {
      await assert.rejects(boundFetch(address), (error: unknown) => {
        const { name, code } = error as { name: string; code?: string };
        return code === 'ERR_FETCH_ORIGIN' || name === 'TypeError';
      });
      // As a Request, and as whatever can be made into text.
      const strange = { toString: () => address } as unknown as URL;
      await assert.rejects(boundFetch(strange), address);
    }
    for (const address of [
      `https://${new URL(api.origin).host}@${new URL(thief.origin).host}/`,
      `https://localhost:${port}%40localhost:${other}/`,
      `https://user:password@localhost:${port}/`,
      `https://user@localhost:${port}/`,
      `https://localhost%2f@localhost:${other}/`,
    ]) {
      await assert.rejects(boundFetch(address), TypeError, address);
    }
    const bearerFetch = createBoundFetch({
      client,
      scopes,
      origins: [api.origin],
      authenticationScheme: 'bearer',
      transport: () => assert.fail('nothing may be sent'),
    });
    await assert.rejects(bearerFetch(`blob:${api.origin}/x`), { code: 'ERR_FETCH_ORIGIN' });
    assert.equal(api.visits.length + authority.visits.length, 0);
    assertNothingLeft();
  });

  test('other spellings of the configured address are that address, and the proof names it', async () => {
    for (const address of [
      `HTTPS://LOCALHOST:${api.port}/orders`,
      `https:\\\\localhost:${api.port}\\orders`,
      `https://%6cocalhost:${api.port}/orders`,
      `https://loc\u00adalhost:${api.port}/orders`,
      `https://\uff4c\uff4fcalhost:${api.port}/orders`,
      `  ${api.origin}/a/../orders\n`,
      `${api.origin}/orders#${thief.origin}`,
    ]) {
      assert.equal((await boundFetch(address)).status, 200, address);
    }
    assert.deepEqual(
      [...new Set(api.visits.map((visit) => `${visit.url} ${proofOf(visit)['p']}`))],
      ['/orders /orders'],
    );
    assertNothingLeft();
  });

  test('a Host header that the caller passes on from somewhere else does not go along', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    await boundFetch(`${api.origin}/orders`, { headers });
    assert.equal(api.visits[0]?.headers.host, new URL(api.origin).host);
    const seen: (string | null)[] = [];
    const careless = createBoundFetch({
      client,
      scopes,
      origins: [api.origin],
      transport: async (request) => {
        seen.push(request.headers.get('host'));
        return new Response();
      },
    });
    await careless(`${api.origin}/orders`, { headers });
    assert.deepEqual(seen, [null]);
    assertNothingLeft();
  });

  test('a hostile 401 chooses neither authority, tenant, audience, client nor scheme', async () => {
    const evil = thief.origin;
    const claims = encodeClaimsChallenge({
      access_token: {
        aud: { essential: true, value: 'api://bank' },
        tid: { essential: true, value: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' },
        iss: { essential: true, value: evil },
        cnf: { essential: true, value: { kid: 'x' } },
        scope: { value: 'api://bank/.default' },
        token_type: { value: 'Bearer' },
      },
      token_endpoint: evil,
      client_id: 'c2',
    });
    const bearer = `Bearer realm="${evil}", authorization_uri="${evil}/authorize", resource_id="api://bank", scope="api://bank/.default"`;
    const challenges: readonly (string | string[])[] = [
      `${bearer}, error="insufficient_claims", claims="${claims}"`,
      `${bearer}, resource_metadata="${evil}/.well-known/oauth-protected-resource"`,
      `${bearer}, as_uri="${evil}", trusted_issuers="${evil}", client_id="c2"`,
      `PoP nonce="n1", authorization_uri="${evil}", token_endpoint="${evil}/token", alg="none"`,
      `Bearer error="use_bearer", PoP nonce="n2", Bearer error="insufficient_claims", claims="${claims}"`,
      ['Bearer realm="x"', `DPoP nonce="n3", algs="none"`, `Basic realm="${evil}"`, `Negotiate YII=`],
      `PoP error="invalid_token", error_uri="${evil}"`,
    ];
    for (const challenge of challenges) {
      api.answer = (_visit, response) =>
        send(response, 401, { 'www-authenticate': challenge, link: `<${evil}>; rel="authorization-server"` });
      const before = api.visits.length;
      assert.equal((await boundFetch(`${api.origin}/orders`)).status, 401);
      assert.ok(api.visits.length - before <= 3, 'a loop of challenges ends');
    }
    assertNothingLeft();
  });

  test('an API that never has enough is answered three times at most, and asks the authority once per call', async () => {
    let count = 0;
    const claims = encodeClaimsChallenge({ access_token: { acrs: { essential: true, value: 'c1' } } });
    api.answer = (_visit, response) => {
      count += 1;
      send(response, 401, {
        'www-authenticate': `PoP nonce="n${count}", Bearer error="insufficient_claims", claims="${claims}"`,
        'authentication-info': `nextnonce="x${count}"`,
      });
    };
    const calls = await Promise.all(Array.from({ length: 20 }, () => boundFetch(`${api.origin}/orders`)));
    assert.ok(calls.every(({ status }) => status === 401));
    assert.ok(count <= 60, `${count} requests for twenty calls`);
    const orders = authority.visits.filter(({ method }) => method === 'POST').length;
    assert.ok(orders <= 21, `${orders} token requests for twenty calls`);
    assertNothingLeft();
  });

  test('floods of nonces, long nonces and huge headers', async () => {
    const challenges: readonly (readonly [string | string[], number])[] = [
      [Array.from({ length: 100 }, (_, index) => `PoP nonce="n${index}"`), 2],
      [`PoP nonce="${'n'.repeat(1024)}"`, 2],
      [`PoP nonce="${'n'.repeat(1025)}"`, 1],
      [`PoP nonce="n", x="${'x'.repeat(12_000)}"`, 2],
      [`Bearer error="insufficient_claims", claims="${'e'.repeat(12_000)}"`, 1],
      ['PoP '.repeat(3000), 1],
      [','.repeat(12_000), 1],
      [`PoP ${Array.from({ length: 500 }, (_, index) => `a${index}=b`).join(',')}, nonce="n"`, 2],
    ];
    for (const [challenge, requests] of challenges) {
      const fresh = createBoundFetch({ client, scopes, origins: [api.origin], transport });
      api.answer = (_visit, response) => send(response, 401, { 'www-authenticate': challenge });
      const before = api.visits.length;
      assert.equal((await fresh(`${api.origin}/orders`)).status, 401);
      assert.equal(api.visits.length - before, requests, String(challenge).slice(0, 40));
    }
    // More headers than any client reads: the call fails, and is not made again.
    api.answer = (_visit, response) =>
      send(response, 401, { 'www-authenticate': `PoP nonce="${'n'.repeat(400_000)}"` });
    const before = api.visits.length;
    await assert.rejects(boundFetch(`${api.origin}/orders`));
    assert.equal(api.visits.length - before, 1);
    assertNothingLeft();
  });

  test('a nonce is text to sign and nothing else', async () => {
    for (const nonce of ['","at":"x', '\\"}', '%00', 'https://evil.example', '__proto__', 'a'.repeat(1024)]) {
      api.answer = ({ headers }, response) =>
        String(headers['authorization']).length > 0 && api.visits.length % 2 === 1
          ? send(response, 401, { 'www-authenticate': `PoP nonce="${nonce.replaceAll(/["\\]/g, '\\$&')}"` })
          : send(response, 200);
      const fresh = createBoundFetch({ client, scopes, origins: [api.origin], transport });
      assert.equal((await fresh(`${api.origin}/orders`)).status, 200);
      assert.equal(proofOf(api.visits.at(-1) as Visit)['nonce'], nonce);
    }
    assertNothingLeft();
  });
});
