import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createIdentityBench, type Kind, sha256, toldHash, vault } from './platform.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1893456000"}}}';
const resource = vault;

/** Sources by whether they can be told. */
const subjects: readonly { readonly kind: Kind; readonly appServiceRevocation?: boolean; readonly isTold: boolean }[] =
  [
    { kind: 'service-fabric', isTold: true },
    { kind: 'app-service', appServiceRevocation: true, isTold: true },
    { kind: 'app-service', isTold: false },
    { kind: 'imds', isTold: false },
  ];

for (const { kind, appServiceRevocation, isTold } of subjects) {
  const bench = () => createIdentityBench(kind, { clientCapabilities: ['cp1'], appServiceRevocation });

  suite(`claims, forceRefresh and the cached token: ${kind}${appServiceRevocation ? ' with revocation' : ''}`, () => {
    test('neither, nothing cached: the endpoint is asked', async () => {
      const { client, platform } = await bench();
      const token = await client.acquireToken({ resource });
      assert.equal(token.refreshReason, 'no-cached-token');
      assert.equal(platform.requests.length, 1);
      assert.equal(toldHash(platform), null);
    });

    test('neither, cached: it is given', async () => {
      const { client, platform } = await bench();
      const first = await client.acquireToken({ resource });
      const second = await client.acquireToken({ resource });
      assert.deepEqual([second.accessToken, second.fromCache], [first.accessToken, true]);
      assert.equal(platform.requests.length, 1);
    });

    test('claims, cached: the endpoint is asked, told the hash where it can be, and its token takes the place of the other', async () => {
      const { client, platform } = await bench();
      const first = await client.acquireToken({ resource });
      const second = await client.acquireToken({ resource, claims });
      assert.equal(second.refreshReason, 'claims');
      assert.equal(platform.requests.length, 2);
      assert.equal(toldHash(platform), isTold ? sha256(first.accessToken) : null);
      assert.equal(second.accessToken !== first.accessToken, isTold);
      assert.equal((await client.acquireToken({ resource })).accessToken, second.accessToken);
    });

    test('claims, nothing cached, or only a token that has expired: the endpoint is asked and told nothing', async () => {
      const { client, platform, clock } = await bench();
      await client.acquireToken({ resource, claims });
      assert.equal(toldHash(platform), null);
      clock.advance(3600);
      await client.acquireToken({ resource, claims });
      assert.equal(platform.requests.length, 2);
      assert.equal(toldHash(platform), null);
    });

    test('forceRefresh, with or without claims: the endpoint is asked and told nothing', async () => {
      const { client, platform } = await bench();
      await client.acquireToken({ resource });
      for (const wish of [{}, { claims }]) {
        const token = await client.acquireToken({ resource, forceRefresh: true, ...wish });
        assert.equal(token.refreshReason, 'force-refresh');
        assert.equal(toldHash(platform), null);
      }
      assert.equal(platform.requests.length, 3);
    });

    test('the hash of the cached token, with claims: that hash is told, where it can be', async () => {
      const { client, platform } = await bench();
      const { accessToken } = await client.acquireToken({ resource });
      const refused = { claims, accessTokenSha256ToRefresh: sha256(accessToken) };
      if (isTold) {
        const fresh = await client.acquireToken({ resource, ...refused });
        assert.deepEqual([fresh.refreshReason, fresh.accessToken === accessToken], ['token-hash', false]);
      } else {
        // Its cache still has it, and cannot be told.
        await assert.rejects(client.acquireToken({ resource, ...refused }), { code: 'ERR_REVOKED_TOKEN_REPEATED' });
      }
      assert.equal(platform.requests.length, 2);
      assert.equal(toldHash(platform), isTold ? sha256(accessToken) : null);
    });

    test('the hash of the cached token, without claims: nothing is told', async () => {
      const { client, platform } = await bench();
      const { accessToken } = await client.acquireToken({ resource });
      const accessTokenSha256ToRefresh = sha256(accessToken);
      await assert.rejects(client.acquireToken({ resource, accessTokenSha256ToRefresh }));
      assert.equal(toldHash(platform), null);
    });

    test('the hash of another token, with claims: the cached token is given', async () => {
      const { client, platform } = await bench();
      const { accessToken } = await client.acquireToken({ resource });
      const late = await client.acquireToken({ resource, claims, accessTokenSha256ToRefresh: sha256('old') });
      assert.equal(late.accessToken, accessToken);
      assert.equal(platform.requests.length, 1);
    });

    test('capabilities go out with every request, and claims with none', async () => {
      const { client, platform } = await bench();
      await client.acquireToken({ resource });
      await client.acquireToken({ resource, claims });
      await client.acquireToken({ resource, forceRefresh: true });
      for (const { query, headers } of platform.requests) {
        assert.equal(query.get('xms_cc'), 'cp1');
        assert.doesNotMatch(`${query} ${JSON.stringify(headers)}`, /nbf|1893456000|claims/);
      }
      assert.equal(platform.requests.length, 3);
    });
  });
}

test('without capabilities there is no xms_cc', async () => {
  const { client, platform } = await createIdentityBench('service-fabric');
  await client.acquireToken({ resource });
  assert.equal(platform.requests[0]?.query.has('xms_cc'), false);
});
