import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import { createGate } from '@holdfast/testing';
import { createBench, scopes, until } from '../sts/make-client.ts';

const claims = { access_token: { nbf: { essential: true, value: '1893456000' } } };

test('claims bypass the cache, are merged with the capabilities, and the new token replaces the old one', async () => {
  const { client, sts } = createBench({ capabilities: ['cp1'] });
  const first = await client.acquireTokenForClient({ scopes });
  const second = await client.acquireTokenForClient({ scopes, claims: JSON.stringify(claims) });
  assert.equal(second.refreshReason, 'claims');
  assert.notEqual(second.accessToken, first.accessToken);
  assert.deepEqual(JSON.parse(sts.tokenRequests()[1]!.form.get('claims')!), {
    access_token: { ...claims.access_token, xms_cc: { values: ['cp1'] } },
  });
  const third = await client.acquireTokenForClient({ scopes });
  assert.equal(third.accessToken, second.accessToken);
});

test('the hash of the cached token asks again, with claims and capabilities', async () => {
  const { client, sts } = createBench({ capabilities: ['cp1'] });
  const bad = await client.acquireTokenForClient({ scopes });
  const accessTokenSha256ToRefresh = await sha256Hex(bad.accessToken);
  const fresh = await client.acquireTokenForClient({ scopes, claims, accessTokenSha256ToRefresh });
  assert.equal(fresh.refreshReason, 'token-hash');
  assert.notEqual(fresh.accessToken, bad.accessToken);
  assert.match(sts.tokenRequests()[1]!.form.get('claims')!, /nbf.*cp1/);
});

test('another hash gives the cached token, and the claims are not looked at', async () => {
  const { client, sts } = createBench();
  const bad = await client.acquireTokenForClient({ scopes });
  const accessTokenSha256ToRefresh = await sha256Hex(bad.accessToken);
  const [first, second] = await Promise.all([
    client.acquireTokenForClient({ scopes, claims, accessTokenSha256ToRefresh }),
    client.acquireTokenForClient({ scopes, claims, accessTokenSha256ToRefresh }),
  ]);
  assert.equal(first.accessToken, second.accessToken);
  const late = await client.acquireTokenForClient({ scopes, claims, accessTokenSha256ToRefresh });
  assert.equal(late.fromCache, true);
  assert.equal(late.accessToken, first.accessToken);
  assert.equal(sts.tokenRequests().length, 2);
});

test('a hash with nothing cached asks', async () => {
  const { client, sts } = createBench();
  await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh: 'a'.repeat(64) });
  assert.equal(sts.tokenRequests().length, 1);
});

test('forceRefresh replaces the token', async () => {
  const { client } = createBench();
  const first = await client.acquireTokenForClient({ scopes });
  const second = await client.acquireTokenForClient({ scopes, forceRefresh: true });
  assert.notEqual(second.accessToken, first.accessToken);
  assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, second.accessToken);
});

test('an answer that was asked for before the claims does not replace the one with them', async () => {
  const { client, sts } = createBench();
  await client.acquireTokenForClient({ scopes });
  const gate = createGate();
  sts.behaviour = { after: gate.opened };
  const slow = client.acquireTokenForClient({ scopes, forceRefresh: true });
  await until(() => sts.tokenRequests().length === 2);
  sts.behaviour = {};
  const withClaims = await client.acquireTokenForClient({ scopes, claims });
  gate.open();
  await slow;
  assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, withClaims.accessToken);
});
