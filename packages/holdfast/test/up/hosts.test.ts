import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { decodeCompactJws } from '@holdfast/core';
import { createBoundFetch } from '@holdfast/node';
import { openScene, type Scene, scopes } from '../support/scene.ts';

async function withScene(
  options: Parameters<typeof openScene>[0],
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  const scene = await openScene(options);
  try {
    await play(scene);
  } finally {
    await scene.close();
  }
}

suite('holdfast up: names and services', { concurrency: 2 }, () => {
  for (const [host, written] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ] as const) {
    test(`--host ${host}: every address and the issuer say so, and both services answer there`, () =>
      withScene({ parameters: ['--host', host] }, async (scene) => {
        const { sts, api, mits, imds, admin } = scene.holdfast.ready;
        for (const address of [sts, api, mits]) assert.equal(new URL(address).hostname, written);
        for (const address of [imds, admin]) assert.equal(new URL(address).hostname, '127.0.0.1');
        const client = scene.client('daemon');
        const token = await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
        const { tenantId } = scene.holdfast.application('daemon');
        assert.equal(decodeCompactJws(token.accessToken).payload['iss'], `${sts}/${tenantId}/v2.0`);
        const boundFetch = createBoundFetch({ client, scopes, origins: [api], transport: scene.transport });
        assert.equal((await boundFetch(`${api}/orders?limit=1`)).status, 200);
      }));
  }

  test('without an API for it there is no sample API, and the line does not name one', () => {
    const config = `
defaults: none
tenants:
  tailspin.example:
    applications:
      lonely: { secret: generate }
`;
    return withScene({ config }, async ({ holdfast }) => {
      assert.equal('api' in holdfast.ready, false);
      assert.deepEqual(
        holdfast.ready.applications.map(({ name }) => name),
        ['lonely'],
      );
      assert.deepEqual(holdfast.ready.users, []);
      assert.deepEqual(holdfast.ready.identities, []);
      for (const name of ['mits', 'mitsEnv']) assert.equal(name in holdfast.ready, false, name);
    });
  });
});
