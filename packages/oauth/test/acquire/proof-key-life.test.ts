import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeSignedHttpRequest } from '@holdfast/core';
import { createGate } from '@holdfast/testing';
import { createBench, scopes, until } from '../sts/make-client.ts';
import { otherTenant } from '../sts/scripted-sts.ts';

const pop = { scopes, authenticationScheme: 'pop' } as const;
const request = { method: 'GET', url: 'https://api.example/orders' };
const thumbprintOf = (value: string): string | undefined =>
  decodeSignedHttpRequest(value.slice('PoP '.length)).jws.header.kid;

test('after rotation new tokens have the new key, and the old key still signs for its token', async () => {
  const { client, events, clock } = createBench();
  const old = await client.acquireTokenForClient(pop);
  const thumbprint = await client.rotateProofKey();
  const fresh = await client.acquireTokenForClient(pop);
  assert.equal(fresh.fromCache, false);
  assert.equal(fresh.bindingThumbprint, thumbprint);
  assert.notEqual(thumbprint, old.bindingThumbprint);
  assert.equal(thumbprintOf(await client.signHttpRequest({ token: old, request })), old.bindingThumbprint);
  assert.equal(thumbprintOf(await client.signHttpRequest({ token: fresh, request })), thumbprint);
  const rotated = events.find(({ name }) => name === 'key.rotated');
  assert.deepEqual(rotated, { name: 'key.rotated', thumbprint, previousThumbprint: old.bindingThumbprint });
  clock.advance(3601);
  await client.acquireTokenForClient(pop);
  await assert.rejects(client.signHttpRequest({ token: old, request }), { code: 'ERR_PROOF_KEY_UNKNOWN' });
});

test('a retired key is kept until its last token has expired, however often keys are rotated', async () => {
  const { client, clock } = createBench();
  const old = await client.acquireTokenForClient(pop);
  clock.advance(3000);
  await client.rotateProofKey();
  clock.advance(599);
  await client.rotateProofKey();
  await client.acquireTokenForClient(pop);
  assert.equal(thumbprintOf(await client.signHttpRequest({ token: old, request })), old.bindingThumbprint);
});

test('a key that retires while its token is under way is kept for it', async () => {
  const { client, sts } = createBench();
  const gate = createGate();
  sts.behaviour = { after: gate.opened };
  const waiting = client.acquireTokenForClient(pop);
  await until(() => sts.tokenRequests().length === 1);
  await client.rotateProofKey();
  await client.rotateProofKey();
  gate.open();
  const token = await waiting;
  assert.equal(thumbprintOf(await client.signHttpRequest({ token, request })), token.bindingThumbprint);
});

test('a key is replaced when it is old', async () => {
  const { client, clock } = createBench({ proofKeys: { lifetimeSeconds: 60 } });
  const first = await client.acquireTokenForClient(pop);
  clock.advance(59);
  assert.equal((await client.acquireTokenForClient(pop)).bindingThumbprint, first.bindingThumbprint);
  clock.advance(1);
  assert.notEqual((await client.acquireTokenForClient(pop)).bindingThumbprint, first.bindingThumbprint);
});

test('tenants can have keys of their own', async () => {
  const shared = createBench();
  const separate = createBench({ proofKeys: { perTenant: true } });
  for (const { client } of [shared, separate]) {
    const one = await client.acquireTokenForClient(pop);
    const other = await client.acquireTokenForClient({ ...pop, tenantId: otherTenant });
    assert.equal(one.bindingThumbprint === other.bindingThumbprint, client === shared.client);
  }
  const before = await separate.client.acquireTokenForClient(pop);
  await separate.client.rotateProofKey(otherTenant);
  assert.equal((await separate.client.acquireTokenForClient(pop)).bindingThumbprint, before.bindingThumbprint);
  assert.equal(separate.events.filter(({ name }) => name === 'key.rotated').length, 1);
});

test('a discarded key is gone with its tokens at once', async () => {
  const { client, events } = createBench();
  const bearer = await client.acquireTokenForClient({ scopes });
  const stolen = await client.acquireTokenForClient(pop);
  await client.acquireTokenForClient({ ...pop, confirmation: 'jwk' });
  client.discardProofKey(stolen.bindingThumbprint!);
  await assert.rejects(client.signHttpRequest({ token: stolen, request }), { code: 'ERR_PROOF_KEY_DISCARDED' });
  const next = await client.acquireTokenForClient(pop);
  assert.equal(next.fromCache, false);
  assert.notEqual(next.bindingThumbprint, stolen.bindingThumbprint);
  assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, bearer.accessToken);
  const discarded = { name: 'key.discarded', thumbprint: stolen.bindingThumbprint, droppedTokens: 2 };
  assert.deepEqual(
    events.find(({ name }) => name === 'key.discarded'),
    discarded,
  );
  const revoked = events.filter((event) => event.name === 'token.state' && event.state === 'revoked');
  assert.equal(revoked.length, 2);
});

test('a token that arrives for a key that was discarded meanwhile is thrown away', async () => {
  const { client, sts, keys } = createBench();
  const gate = createGate();
  sts.behaviour = { after: gate.opened };
  const waiting = client.acquireTokenForClient(pop);
  await until(() => sts.tokenRequests().length === 1);
  client.discardProofKey(keys[0]!.thumbprint);
  gate.open();
  await assert.rejects(waiting, { code: 'ERR_PROOF_KEY_DISCARDED' });
  sts.behaviour = {};
  assert.notEqual((await client.acquireTokenForClient(pop)).bindingThumbprint, keys[0]!.thumbprint);
});

test('a discarded key of the caller is not accepted again', async () => {
  const { client, keys, sts } = createBench();
  await client.acquireTokenForClient(pop);
  const { jwk, thumbprint } = keys[0]!;
  client.discardProofKey(thumbprint);
  const again = client.acquireTokenForClient({ ...pop, keyId: 'label', jwk: { ...jwk } });
  await assert.rejects(again, { code: 'ERR_PROOF_KEY_DISCARDED' });
  assert.equal(sts.tokenRequests().length, 1);
});

test('a client of bearer tokens makes no keys', async () => {
  const { client, keys } = createBench();
  await client.acquireTokenForClient({ scopes });
  assert.equal(keys.length, 0);
});
