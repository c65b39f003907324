import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, suite, test } from 'node:test';
import { buildReqCnf, type SigningKey } from '@holdfast/core';
import { type ConfidentialClient, generateNodeKey } from '@holdfast/node';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const pop = { scopes, authenticationScheme: 'pop' } as const;

// The authority really sends these replies, over TLS, with tokens that it really signed.
suite('a reply that is weaker than the request is an error, and nothing of it is kept', () => {
  let scene: Scene;
  let client: ConfidentialClient;
  /** Thumbprint of the client's key, whose tokens would be right. */
  let thumbprint: string;
  let otherKey: SigningKey;

  before(async () => {
    scene = await openScene();
    otherKey = await generateNodeKey('ES256');
  });
  beforeEach(async () => {
    client = scene.client('daemon');
    // For another resource: tells the key, and leaves the cache empty for the one below.
    const elsewhere = await client.acquireTokenForClient({ ...pop, scopes: ['https://vault.azure.net/.default'] });
    thumbprint = elsewhere.bindingThumbprint ?? '';
  });
  afterEach(() => scene.admin.clearFaults());
  after(() => scene?.close());

  const unbound = (): Promise<Readonly<Record<string, unknown>>> => scene.tokenReply();
  const boundTo = (kid: string): Promise<Readonly<Record<string, unknown>>> =>
    scene.tokenReply({ token_type: 'pop', req_cnf: Buffer.from(JSON.stringify({ kid })).toString('base64url') });

  async function refuse(body: unknown, expected: object): Promise<void> {
    await scene.admin.fault({ status: 200, body, times: 1 });
    const before = await scene.admin.counts();
    await assert.rejects(client.acquireTokenForClient(pop), (error: Error) => {
      assert.partialDeepStrictEqual({ ...error }, expected);
      const { access_token: token } = body as { readonly access_token?: string };
      if (token !== undefined)
        assert.equal(JSON.stringify({ ...error, text: String(error.stack) }).includes(token), false);
      return true;
    });
    // The next caller asks again, and what he gets is the first thing that is kept.
    const token = await client.acquireTokenForClient(pop);
    assert.deepEqual([token.tokenSource, token.bindingThumbprint], ['network', thumbprint]);
    assert.equal((await scene.admin.counts()).token - before.token, 2);
  }

  const downgraded = (received: string): object => ({ code: 'ERR_TOKEN_TYPE_DOWNGRADED', requested: 'pop', received });

  test('token_type Bearer (RFC 6749 section 7.1)', async () => {
    await refuse(await unbound(), downgraded('bearer'));
  });

  test('token_type Bearer around a token that is bound to the right key', async () => {
    await refuse({ ...(await boundTo(thumbprint)), token_type: 'Bearer' }, downgraded('bearer'));
  });

  test('token_type spelled PoP: a careless reader would take it for something else', async () => {
    await refuse({ ...(await boundTo(thumbprint)), token_type: 'PoP' }, downgraded('wrong letter case'));
  });

  test('no token_type', async () => {
    await refuse({ ...(await boundTo(thumbprint)), token_type: undefined }, downgraded('absent'));
  });

  test('token_type DPoP', async () => {
    await refuse({ ...(await boundTo(thumbprint)), token_type: 'DPoP' }, downgraded('other'));
  });

  test('token_type twice: readers would disagree about it', async () => {
    const { access_token: accessToken } = await boundTo(thumbprint);
    const body = `{"token_type":"Bearer","token_type":"pop","expires_in":3599,"access_token":"${String(accessToken)}"}`;
    await refuse(body, { code: 'ERR_TOKEN_REPLY_MALFORMED' });
  });

  test('token_type pop around a token without cnf (RFC 7800 section 3)', async () => {
    await refuse({ ...(await unbound()), token_type: 'pop' }, { code: 'ERR_TOKEN_NOT_BOUND' });
  });

  test('token_type pop around a token that is bound to another key', async () => {
    await refuse(await boundTo(otherKey.thumbprint), { code: 'ERR_TOKEN_NOT_BOUND' });
  });

  test('token_type pop around a token that embeds another key', async () => {
    const reply = await scene.tokenReply({ token_type: 'pop', req_cnf: buildReqCnf('jwk', otherKey) });
    await refuse(reply, { code: 'ERR_TOKEN_NOT_BOUND' });
  });

  test('token_type pop around something that no client can look into', async () => {
    await refuse({ ...(await boundTo(thumbprint)), access_token: 'opaque' }, { code: 'ERR_TOKEN_NOT_BOUND' });
  });

  test('the same crafted reply with nothing wrong in it passes: these tests can fail', async () => {
    await scene.admin.fault({ status: 200, body: await boundTo(thumbprint), times: 1 });
    const token = await client.acquireTokenForClient(pop);
    assert.deepEqual([token.tokenType, token.bindingThumbprint], ['pop', thumbprint]);
  });

  test('a caller of a bearer token is not given a bound one, which he could not use', async () => {
    await scene.admin.fault({ status: 200, body: await boundTo(thumbprint), times: 1 });
    await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_TYPE_UNEXPECTED' });
    assert.equal((await client.acquireTokenForClient({ scopes })).tokenSource, 'network');
  });
});
