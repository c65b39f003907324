import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws, type JsonObject } from '@holdfast/core';
import { type AskedProgram, ProgramError, startProgram } from '../support/asked-program.ts';
import { identitySources } from '../support/identity-sources.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = new URL('./azure-identity-program.mjs', import.meta.url);
const scope = 'api://orders/.default';

interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
  readonly tokenType: string;
}

const claimsOf = ({ token }: AccessToken): JsonObject => decodeCompactJws(token).payload;

suite('@azure/identity, unmodified, against holdfast up', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
  });
  after(() => scene?.close());

  function start(credential: string, environment: Readonly<Record<string, string>>): AskedProgram {
    return startProgram(program, {
      NODE_EXTRA_CA_CERTS: scene.holdfast.ready.trustFile,
      CREDENTIAL: credential,
      ...environment,
    });
  }

  test('ClientSecretCredential: cp1 with enableCae only, a cache for each, and the claims of a challenge', async (t) => {
    const { tenantId, clientId, secret = '' } = scene.holdfast.application('daemon');
    const reader = start('secret', {
      AZURE_AUTHORITY_HOST: scene.holdfast.ready.sts,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: secret,
    });
    t.after(() => reader.stop());
    const ask = (options: object = {}) => reader.ask<AccessToken>({ scope, ...options });
    const plain = await ask();
    const cae = await ask({ enableCae: true });
    assert.deepEqual([plain.tokenType, cae.tokenType], ['Bearer', 'Bearer']);
    assert.deepEqual([claimsOf(plain)['xms_cc'], claimsOf(cae)['xms_cc']], [undefined, ['cp1']]);
    assert.equal((await ask()).token, plain.token);
    assert.equal((await ask({ enableCae: true })).token, cae.token);
    assert.equal((await scene.admin.counts()).token, 2);

    const later = Number(claimsOf(cae)['iat']) + 1;
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: `${later}` } } });
    const fresh = await ask({ enableCae: true, claims });
    assert.notEqual(fresh.token, cae.token);
    assert.ok(Number(claimsOf(fresh)['iat']) >= later);
    assert.equal((await ask({ enableCae: true })).token, fresh.token);
    assert.equal((await ask()).token, plain.token);
  });

  for (const source of identitySources) {
    test(`ManagedIdentityCredential with ${source.name}: a token of either identity, which the API takes`, async (t) => {
      for (const name of ['system', 'worker']) {
        const { clientId, objectId } = scene.holdfast.identity(name);
        const reader = start(name, { ...source.environment(scene.holdfast), IDENTITY_CLIENT_ID: clientId });
        t.after(() => reader.stop());
        // In Service Fabric the cluster decides which identity an application has; this client offers no choice there.
        if (source.name === 'service-fabric' && name === 'worker') {
          await assert.rejects(reader.ask({ scope }), ProgramError);
          continue;
        }
        const given = await reader.ask<AccessToken>({ scope });
        assert.equal(claimsOf(given)['oid'], objectId);
        assert.ok(given.expiresOnTimestamp > Date.now());
        const headers = { authorization: `Bearer ${given.token}` };
        const { status } = await scene.transport(new Request(`${scene.holdfast.ready.api}/open/orders`, { headers }));
        assert.equal(status, 200);
        // It drops claims and capabilities, so a challenge never reaches the source: the cached token is all that it gives.
        const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
        assert.equal((await reader.ask<AccessToken>({ scope, claims, enableCae: true })).token, given.token);
        assert.equal(claimsOf(given)['xms_cc'], undefined);
      }
    });
  }
});
