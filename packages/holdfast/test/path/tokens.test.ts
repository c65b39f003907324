import assert from 'node:assert/strict';
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import {
  createSignedHttpRequest,
  decodeCompactJws,
  findChallenge,
  type JsonObject,
  parseWwwAuthenticate,
} from '@holdfast/core';
import {
  type ConfidentialClient,
  type ConfidentialClientOptions,
  createBoundFetch,
  generateNodeKey,
  type TokenResult,
} from '@holdfast/node';
import { SignJWT } from 'jose';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const config = `
tenants:
  contoso.example:
    applications:
      bound-daemon: { secret: generate, tokenBinding: required, grantedRoles: { 'api://orders': [Orders.Read] } }
`;

suite('every way to a token, and through the door with it', () => {
  let scene: Scene;
  let api: string;

  before(async () => {
    scene = await openScene({ config });
    api = scene.holdfast.ready.api;
  });
  after(() => scene?.close());

  const claimsOf = (token: Pick<TokenResult, 'accessToken'>): JsonObject => decodeCompactJws(token.accessToken).payload;

  function call(client: ConfidentialClient, path: string, init?: RequestInit): Promise<Response> {
    const boundFetch = createBoundFetch({ client, scopes, origins: [api], transport: scene.transport });
    return boundFetch(`${api}${path}`, init);
  }

  test('bearer: passes where bearer tokens may, and nowhere else', async () => {
    const token = await scene.client('daemon').acquireTokenForClient({ scopes });
    assert.deepEqual(
      [token.tokenType, token.bindingThumbprint, claimsOf(token)['cnf']],
      ['Bearer', undefined, undefined],
    );
    const headers = { authorization: `Bearer ${token.accessToken}` };
    const statusAt = async (path: string): Promise<number> =>
      (await scene.transport(new Request(`${api}${path}`, { headers }))).status;
    assert.equal(await statusAt('/open/orders'), 200);
    assert.equal(await statusAt('/orders'), 401);
  });

  for (const proofKeyAlgorithm of ['ES256', 'RS256', 'PS256'] as const) {
    test(`pop with a key for ${proofKeyAlgorithm}: cnf names it (RFC 7800 section 3.4), and its proofs open the door`, async () => {
      const client = scene.client('daemon', { proofKeyAlgorithm });
      const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
      assert.equal(token.tokenType, 'pop');
      assert.deepEqual(claimsOf(token)['cnf'], { kid: token.bindingThumbprint });
      const caller = (await (await call(client, '/whoami')).json()) as JsonObject;
      assert.deepEqual(caller['binding'], { method: 'key', thumbprint: token.bindingThumbprint });
      assert.equal(caller['scheme'], 'pop');
      assert.equal((await call(client, '/orders?limit=2')).status, 200);
    });
  }

  test('pop: a proof covers the body of the request', async () => {
    const response = await call(scene.client('daemon'), '/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"item":"lantern","quantity":2}',
    });
    assert.equal(response.status, 201);
    assert.equal(((await response.json()) as JsonObject)['item'], 'lantern');
  });

  test('AT-POP with a key of ours: the whole public key is in cnf (RFC 7800 section 3.2)', async () => {
    const client = scene.client('daemon', { proofKeyAlgorithm: 'RS256' });
    const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop', confirmation: 'jwk' });
    const { jwk } = claimsOf(token)['cnf'] as { readonly jwk: JsonObject };
    assert.deepEqual([jwk['kty'], jwk['kid']], ['RSA', token.bindingThumbprint]);
    const url = `${api}/orders/3`;
    const sign = (nonce: string): Promise<string> =>
      client.signHttpRequest({ token, request: { method: 'GET', url }, nonce });
    assert.equal((await callWithProof(url, sign)).status, 200);
  });

  test('AT-POP with a key of the caller: he signs, and this client cannot', async () => {
    const client = scene.client('daemon');
    const key = await generateNodeKey('ES256');
    const jwk = { ...key.jwk, kid: 'orders-2026' };
    const token = await client.acquireTokenForClient({
      scopes,
      authenticationScheme: 'pop',
      keyId: 'orders-2026',
      jwk,
    });
    assert.equal(token.bindingThumbprint, key.thumbprint);
    assert.deepEqual(claimsOf(token)['cnf'], { jwk });
    const url = `${api}/orders/3`;
    const { accessToken } = token;
    const sign = async (nonce: string): Promise<string> =>
      `PoP ${await createSignedHttpRequest({ accessToken, key, request: { method: 'GET', url }, nonce })}`;
    assert.equal((await callWithProof(url, sign)).status, 200);
    await assert.rejects(client.signHttpRequest({ token, request: { method: 'GET', url } }), {
      code: 'ERR_PROOF_KEY_UNKNOWN',
    });
  });

  async function callWithProof(url: string, sign: (nonce: string) => Promise<string>): Promise<Response> {
    const knock = await scene.transport(new Request(url));
    const challenges = parseWwwAuthenticate(knock.headers.get('www-authenticate') ?? '');
    const nonce = findChallenge(challenges, 'pop')?.params.get('nonce') ?? '';
    return scene.transport(new Request(url, { headers: { authorization: await sign(nonce) } }));
  }

  function certificate(): { readonly certificate: string; readonly privateKey: string } {
    const { chainFile = '', keyFile = '' } = scene.holdfast.application('daemon');
    return { certificate: readFileSync(chainFile, 'utf8'), privateKey: readFileSync(keyFile, 'utf8') };
  }

  // Made by a library of somebody else, as a federated identity would be.
  const assertWithJose: ConfidentialClientOptions['clientAssertion'] = ({ clientId, tokenEndpoint }) => {
    const { certificate: pem, privateKey } = certificate();
    const x5t = createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
    return new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': x5t })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(tokenEndpoint)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(createPrivateKey(privateKey));
  };

  const credentials: readonly (readonly [
    name: string,
    azpacr: string,
    options: () => Partial<ConfidentialClientOptions>,
  ])[] = [
    ['a secret (RFC 6749 section 2.3.1)', '1', () => ({})],
    ['a certificate, PS256 and x5t#S256 (RFC 7523)', '2', () => ({ clientCertificate: certificate() })],
    [
      'a certificate, RS256 and x5t',
      '2',
      () => ({ clientCertificate: { ...certificate(), assertionAlgorithm: 'RS256' } }),
    ],
    ['a certificate with its chain (x5c)', '2', () => ({ clientCertificate: { ...certificate(), sendX5c: true } })],
    ['an assertion from a callback', '2', () => ({ clientAssertion: assertWithJose })],
  ];
  for (const [name, azpacr, options] of credentials) {
    test(`the client proves who it is by ${name}`, async () => {
      const client = scene.client('daemon', options());
      const bearer = await client.acquireTokenForClient({ scopes });
      assert.equal(claimsOf(bearer)['azpacr'], azpacr);
      const pop = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
      assert.equal(claimsOf(pop)['azpacr'], azpacr);
      assert.equal(pop.tokenType, 'pop');
    });
  }

  test('a wrong credential is a typed refusal with the code of Entra', async () => {
    const wrongSecret = scene.client('daemon', { clientSecret: 'not the secret of this application' });
    await assert.rejects(wrongSecret.acquireTokenForClient({ scopes }), {
      code: 'ERR_TOKEN_REQUEST_REFUSED',
      status: 401,
      error: 'invalid_client',
      errorCodes: [7000215],
    });
  });

  test('a CA given as PEM is trusted, and without it the authority is not', async () => {
    const trusting = scene.client('daemon', { ca: scene.caPem });
    assert.equal((await trusting.acquireTokenForClient({ scopes })).tokenType, 'Bearer');
    const doubting = scene.client('daemon', { transport: (request) => fetch(request) });
    await assert.rejects(doubting.acquireTokenForClient({ scopes }), { code: 'ERR_METADATA_UNREACHABLE' });
  });

  test('capabilities of the client are in the token as xms_cc', async () => {
    const client = scene.client('daemon', { clientCapabilities: ['cp1'] });
    assert.deepEqual(claimsOf(await client.acquireTokenForClient({ scopes }))['xms_cc'], ['cp1']);
    const none = await scene.client('daemon').acquireTokenForClient({ scopes });
    assert.equal(claimsOf(none)['xms_cc'], undefined);
  });

  test('a resource that asks for version 1 gets a bound token in that shape', async () => {
    const token = await scene.client('daemon').acquireTokenForClient({
      scopes: ['https://vault.azure.net/.default'],
      authenticationScheme: 'pop',
    });
    const { ver, appid, appidacr, cnf } = claimsOf(token);
    const { clientId } = scene.holdfast.application('daemon');
    assert.deepEqual([ver, appid, appidacr, cnf], ['1.0', clientId, '1', { kid: token.bindingThumbprint }]);
  });

  test('an application that must bind its tokens gets no unbound one, and bound ones as usual', async () => {
    const client = scene.client('bound-daemon');
    await assert.rejects(client.acquireTokenForClient({ scopes }), {
      code: 'ERR_TOKEN_REQUEST_REFUSED',
      error: 'invalid_request',
      errorCodes: [9900211],
    });
    assert.equal((await call(client, '/orders')).status, 200);
  });
});
