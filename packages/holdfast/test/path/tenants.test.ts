import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws } from '@holdfast/core';
import { type ConfidentialClient, createBoundFetch } from '@holdfast/node';
import { openScene, type Scene, scopes } from '../support/scene.ts';

suite('two tenants of one authority', () => {
  let scene: Scene;
  let contoso: ConfidentialClient;
  let fabrikam: ConfidentialClient;
  let ids: readonly string[];

  before(async () => {
    scene = await openScene();
    contoso = scene.client('daemon');
    fabrikam = scene.client('fabrikam-daemon');
    ids = scene.holdfast.ready.tenants.map(({ id }) => id);
  });
  after(() => scene?.close());

  const tenantOf = (accessToken: string): unknown => decodeCompactJws(accessToken).payload['tid'];

  test('interleaved callers each get tokens of their own tenant, bound to their own key', async () => {
    const before = await scene.admin.counts();
    const callers = Array.from({ length: 200 }, (_, index) => index % 2);
    const tokens = await Promise.all(
      callers.map((tenant) =>
        (tenant === 0 ? contoso : fabrikam).acquireTokenForClient({ scopes, authenticationScheme: 'pop' }),
      ),
    );
    assert.deepEqual(
      tokens.map(({ accessToken }) => tenantOf(accessToken)),
      callers.map((tenant) => ids[tenant]),
    );
    assert.equal(new Set(tokens.map(({ bindingThumbprint }) => bindingThumbprint)).size, 2);
    assert.equal((await scene.admin.counts()).token - before.token, 2);
  });

  test('a tenant named by its domain is the same tenant', async () => {
    const client = scene.client('fabrikam-daemon', { authority: `${scene.holdfast.ready.sts}/fabrikam.example` });
    const { accessToken } = await client.acquireTokenForClient({ scopes });
    const { tid, iss } = decodeCompactJws(accessToken).payload;
    assert.deepEqual([tid, iss], [ids[1], `${scene.holdfast.ready.sts}/${ids[1]}/v2.0`]);
  });

  test('an application that is not of a tenant gets nothing there, and nothing of its own tenant instead', async () => {
    const own = await contoso.acquireTokenForClient({ scopes });
    assert.equal(tenantOf(own.accessToken), ids[0]);
    for (const tenantId of [ids[1], 'fabrikam.example']) {
      await assert.rejects(contoso.acquireTokenForClient({ scopes, tenantId }), {
        code: 'ERR_TOKEN_REQUEST_REFUSED',
        errorCodes: [700016],
      });
    }
  });

  test('an unknown tenant and a shared one are refused, the second before anything is sent', async () => {
    await assert.rejects(contoso.acquireTokenForClient({ scopes, tenantId: 'nobody.example' }), {
      code: 'ERR_METADATA_REFUSED',
      errorCodes: [90002],
    });
    const before = await scene.admin.counts();
    await assert.rejects(contoso.acquireTokenForClient({ scopes, tenantId: 'common' }), {
      code: 'ERR_TENANT_REQUIRED',
    });
    assert.deepEqual(await scene.admin.counts(), before);
  });

  test('an API of one tenant refuses the bound token of the other, proof and all', async () => {
    const { api } = scene.holdfast.ready;
    const callAs = async (client: ConfidentialClient): Promise<readonly [number, unknown]> => {
      const boundFetch = createBoundFetch({ client, scopes, origins: [api], transport: scene.transport });
      const response = await boundFetch(`${api}/orders`);
      return [response.status, ((await response.json()) as { readonly code?: string }).code];
    };
    assert.deepEqual(await callAs(contoso), [200, undefined]);
    assert.deepEqual(await callAs(fabrikam), [401, 'ERR_ISSUER_TENANT']);
  });
});
