import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import type { ConfidentialClient, TokenResult } from '@holdfast/node';
import { createTokenValidator, entraIssuers, type IncomingRequest, type TokenValidator } from '@holdfast/resource';
import { readJwksFile } from '@holdfast/resource/node';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const api = 'https://api.example';

suite('an API without a line to the authority', () => {
  let scene: Scene;
  let client: ConfidentialClient;
  let validator: TokenValidator;
  let early: TokenResult;
  let late: TokenResult;

  before(async () => {
    scene = await openScene();
    const { holdfast, admin, transport } = scene;
    const { tenantId } = holdfast.application('daemon');
    client = scene.client('daemon');
    early = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    const response = await transport(new Request(`${holdfast.ready.sts}/${tenantId}/discovery/v2.0/keys`));
    const file = join(scene.folder, 'issuer-keys.json');
    await writeFile(file, await response.text());
    // The key that signs from here on was announced in the file already.
    assert.equal((await admin.request('/keys/rotate', { method: 'POST' })).status, 200);
    late = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop', forceRefresh: true });
    await holdfast.stop();

    const jwks: JsonObject = await readJwksFile(file);
    validator = createTokenValidator({
      issuers: entraIssuers({ authority: holdfast.ready.sts, tenants: [tenantId], jwks }),
      audience: holdfast.application('orders-api').clientId,
      origins: api,
      nonce: 'off',
      transport: () => Promise.reject(new Error('nobody is asked')),
    });
  });
  after(() => scene?.close());

  async function requestWith(token: TokenResult): Promise<IncomingRequest> {
    const request = { method: 'GET', url: `${api}/orders?limit=3` };
    const authorization = await client.signHttpRequest({ token, request });
    return { method: 'GET', target: '/orders?limit=3', headers: [['authorization', authorization]] };
  }

  test('accepts tokens of the current and of the announced key, with the authority stopped', async () => {
    await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_ENDPOINT_UNREACHABLE' });
    for (const token of [early, late]) {
      const caller = await validator.authenticate(await requestWith(token), { requiredRoles: ['Orders.Read'] });
      assert.deepEqual(caller.binding, { method: 'key', thumbprint: token.bindingThumbprint });
      assert.equal(caller.tenant, scene.holdfast.application('daemon').tenantId);
    }
    const kidOf = ({ accessToken }: TokenResult): string =>
      (JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
    assert.notEqual(kidOf(early), kidOf(late));
  });

  test('still refuses a proof that comes twice', async () => {
    const request = await requestWith(early);
    await validator.authenticate(request);
    await assert.rejects(validator.authenticate(request), { status: 401, code: 'ERR_REPLAY_REPEATED' });
  });

  test('still refuses the bound token without its proof', async () => {
    for (const scheme of ['Bearer', 'PoP']) {
      const headers = [['authorization', `${scheme} ${early.accessToken}`]] as const;
      await assert.rejects(validator.authenticate({ method: 'GET', target: '/orders', headers }), { status: 401 });
    }
  });
});
