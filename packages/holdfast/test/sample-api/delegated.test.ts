import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  buildReqCnf,
  createSignedHttpRequest,
  findChallenge,
  generateSigningKey,
  parseWwwAuthenticate,
  randomId,
  type SigningKey,
  sha256Base64url,
} from '@holdfast/core';
import { createPerson } from '../support/person.ts';
import { openScene, type Scene } from '../support/scene.ts';

const redirectUri = 'http://localhost:5173/redirect.html';

/** A person's token, and the key that it is bound to. */
interface Delegated {
  readonly accessToken: string;
  readonly key: SigningKey;
}

suite('the sample API and people: what a page may do in their name', () => {
  let scene: Scene;
  let reader: Delegated;
  let writer: Delegated;

  before(async () => {
    scene = await openScene();
    reader = await signIn('api://orders/read');
    writer = await signIn('api://orders/read api://orders/write');
  });
  after(() => scene?.close());

  /** The code flow of a page, without a page: PKCE, and a key that the token is bound to. */
  async function signIn(scope: string): Promise<Delegated> {
    const { sts, users } = scene.holdfast.ready;
    const { tenantId, clientId } = scene.holdfast.application('spa');
    const [ada] = users;
    assert.ok(ada !== undefined);
    const verifier = `${randomId()}${randomId()}`;
    const asked = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: `openid ${scope}`,
      nonce: randomId(),
      code_challenge: await sha256Base64url(verifier),
      code_challenge_method: 'S256',
      response_mode: 'query',
    });
    const endpoint = `${sts}/${tenantId}/oauth2/v2.0`;
    const { url } = await createPerson(scene.transport).visit(`${endpoint}/authorize?${asked}`, ada);
    const key = await generateSigningKey({ alg: 'RS256' });
    const body = new URLSearchParams({
      client_id: clientId,
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      token_type: 'pop',
      req_cnf: buildReqCnf('kid', key),
    });
    const headers = { origin: new URL(redirectUri).origin };
    const response = await scene.transport(new Request(`${endpoint}/token`, { method: 'POST', body, headers }));
    const reply = (await response.json()) as { readonly access_token: string; readonly token_type: string };
    assert.equal(reply.token_type, 'pop');
    return { accessToken: reply.access_token, key };
  }

  /** Sends a signed request, and once more with the nonce that the API asks for. */
  async function send({ accessToken, key }: Delegated, method: string, path: string): Promise<Response> {
    const request = { method, url: `${scene.holdfast.ready.api}${path}` };
    const attempt = async (nonce?: string) => {
      const proof = await createSignedHttpRequest({ accessToken, key, request, nonce });
      return scene.transport(new Request(request.url, { method, headers: { authorization: `PoP ${proof}` } }));
    };
    const first = await attempt();
    const challenge = findChallenge(parseWwwAuthenticate(first.headers.get('www-authenticate') ?? ''), 'pop');
    const nonce = challenge?.params.get('nonce');
    return nonce === undefined ? first : attempt(nonce);
  }

  test('who may read, reads; and is refused to write, with the scope that is missing', async () => {
    assert.equal((await send(reader, 'GET', '/orders')).status, 200);
    assert.equal((await send(reader, 'GET', '/orders/1')).status, 200);
    const refused = await send(reader, 'DELETE', '/orders/1');
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get('www-authenticate') ?? '', /error="insufficient_scope".*scope="write"/);
    assert.equal(((await refused.json()) as { readonly code: string }).code, 'ERR_PERMISSION_SCOPE');
    assert.equal(refused.headers.get('access-control-allow-origin'), '*');
  });

  test('who may write, writes: roles are for applications, and a person needs none', async () => {
    assert.equal((await send(writer, 'DELETE', '/orders/1')).status, 200);
  });

  test('/whoami says who it is, and what the page may do in his name', async () => {
    const whoami = (await (await send(writer, 'GET', '/whoami')).json()) as {
      readonly scheme: string;
      readonly binding: object;
      readonly scopes: readonly string[];
      readonly roles: readonly string[];
      readonly claims: Readonly<Record<string, unknown>>;
    };
    assert.equal(whoami.scheme, 'pop');
    assert.deepEqual(whoami.binding, { method: 'key', thumbprint: writer.key.thumbprint });
    assert.deepEqual([whoami.scopes, whoami.roles], [['read', 'write'], []]);
    assert.equal(whoami.claims['preferred_username'], 'ada@contoso.example');
    assert.equal(whoami.claims['name'], 'Ada Lovelace');
  });

  test('another person’s key opens nothing', async () => {
    const refused = await send({ accessToken: writer.accessToken, key: reader.key }, 'GET', '/orders');
    assert.deepEqual(
      [refused.status, ((await refused.json()) as { readonly code: string }).code],
      [401, 'ERR_SHR_KEY_MISMATCH'],
    );
  });
});
