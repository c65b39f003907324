import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import { createBench, scopes } from '../sts/make-client.ts';

const claims = { access_token: { nbf: { essential: true, value: '1893456000' } } };

/** The table that MSAL's WithClaims, WithAccessTokenSha256ToRefresh and WithForceRefresh make, row by row. */
suite('claims and the hash of the refused token at a token endpoint', () => {
  async function cachedBench() {
    const bench = createBench();
    const { accessToken } = await bench.client.acquireTokenForClient({ scopes });
    return { ...bench, accessToken, own: await sha256Hex(accessToken), other: await sha256Hex('another') };
  }

  test('neither: cache', async () => {
    const { client, sts, accessToken } = await cachedBench();
    assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, accessToken);
    assert.equal(sts.tokenRequests().length, 1);
  });

  test('claims: the cache is skipped, the claims are sent, and the new token takes the place of the other', async () => {
    const { client, sts, accessToken } = await cachedBench();
    const fresh = await client.acquireTokenForClient({ scopes, claims });
    assert.notEqual(fresh.accessToken, accessToken);
    assert.match(sts.tokenRequests()[1]?.form.get('claims') ?? '', /nbf/);
    assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, fresh.accessToken);
  });

  test('the hash of the cached token, with claims or without: the authority is asked, with the claims if any', async () => {
    for (const wish of [{}, { claims }]) {
      const { client, sts, accessToken, own } = await cachedBench();
      const fresh = await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh: own, ...wish });
      assert.notEqual(fresh.accessToken, accessToken);
      assert.equal(sts.tokenRequests()[1]?.form.has('claims'), 'claims' in wish);
    }
  });

  test('the hash of another token, with claims or without: cache', async () => {
    for (const wish of [{}, { claims }]) {
      const { client, sts, accessToken, other } = await cachedBench();
      const given = await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh: other, ...wish });
      assert.equal(given.accessToken, accessToken);
      assert.equal(sts.tokenRequests().length, 1);
    }
  });

  test('a hash and nothing cached: the authority is asked', async () => {
    for (const wish of [{}, { claims }]) {
      const { client, sts } = createBench();
      const accessTokenSha256ToRefresh = await sha256Hex('old');
      await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh, ...wish });
      assert.equal(sts.tokenRequests().length, 1);
    }
  });

  test('a hash and forceRefresh: refused', async () => {
    const { client, sts, own } = await cachedBench();
    const wish = { scopes, accessTokenSha256ToRefresh: own, forceRefresh: true };
    await assert.rejects(client.acquireTokenForClient(wish), { code: 'ERR_FORCE_REFRESH_WITH_TOKEN_HASH' });
    assert.equal(sts.tokenRequests().length, 1);
  });

  test('the hash itself never leaves for a token endpoint', async () => {
    const { client, sts, own } = await cachedBench();
    await client.acquireTokenForClient({ scopes, claims, accessTokenSha256ToRefresh: own });
    for (const { url, body } of sts.tokenRequests()) assert.equal(`${url} ${body}`.includes(own), false);
  });
});
