import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryReplayStore, type ReplayClaim, type ReplayStore } from '@holdfast/core';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const request = async () => incoming(`PoP ${await signRequest({ accessToken })}`);

test('a proof serves once; the second time heals with a fresh nonce', async () => {
  const validator = makeValidator({ nonce: {} });
  const first = nonceOf(await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING'));
  const signed = incoming(`PoP ${await signRequest({ accessToken, nonce: first })}`);
  assert.equal(await verdict(validator.authenticate(signed)), 'accepted');
  const second = nonceOf(await refusal(validator.authenticate(signed), 'ERR_REPLAY_REPEATED'));
  const again = incoming(`PoP ${await signRequest({ accessToken, nonce: second })}`);
  assert.equal(await verdict(validator.authenticate(again)), 'accepted');
  assert.deepEqual(
    validator.events.find(({ name }) => name === 'replay.refused'),
    { name: 'replay.refused', thumbprint: keys.client.thumbprint },
  );
});

test('of 64 copies at once exactly one passes (peers look first and write later)', async () => {
  const validator = makeValidator();
  const copy = await request();
  const found = await Promise.all(Array.from({ length: 64 }, () => verdict(validator.authenticate(copy))));
  assert.equal(found.filter((outcome) => outcome === 'accepted').length, 1);
  assert.equal(found.filter((outcome) => outcome === 'ERR_REPLAY_REPEATED').length, 63);
});

test('one store refuses for every node that shares it', async () => {
  const store = createMemoryReplayStore({ clock });
  const [one, two] = [makeValidator({ replay: { store } }), makeValidator({ replay: { store } })];
  const copy = await request();
  assert.equal(await verdict(one.authenticate(copy)), 'accepted');
  assert.equal(await verdict(two.authenticate(copy)), 'ERR_REPLAY_REPEATED');
});

test('a proof is remembered as long as it could be accepted, one dated ahead included (sourcebot#1395)', async () => {
  const start = clock();
  try {
    const claims: ReplayClaim[] = [];
    const memory = createMemoryReplayStore({ clock });
    const store: ReplayStore = {
      claimOnce(claim) {
        claims.push(claim);
        return memory.claimOnce(claim);
      },
    };
    const validator = makeValidator({ replay: { store } });
    clock.advance(60);
    const ahead = await request();
    const signedAt = now();
    clock.setTo(start);
    assert.equal(await verdict(validator.authenticate(ahead)), 'accepted');
    assert.equal(claims[0]?.expiresAt, signedAt + 300);
    assert.equal(claims[0]?.owner, keys.client.thumbprint);
    clock.setTo((signedAt + 300) * 1000);
    assert.equal(await verdict(validator.authenticate(ahead)), 'ERR_REPLAY_REPEATED');
    clock.advance(1);
    assert.equal(await verdict(validator.authenticate(ahead)), 'ERR_SHR_STALE');
  } finally {
    clock.setTo(start);
  }
});

test('another spelling of the same proof is no other proof: an ECDSA twin signature is still a replay', async () => {
  const validator = makeValidator();
  const proof = await signRequest({ accessToken });
  const [header, payload, signature = ''] = proof.split('.');
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const bytes = Buffer.from(signature, 'base64url');
  const s = (n - BigInt(`0x${bytes.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0');
  const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s, 'hex')]).toString('base64url');
  assert.notEqual(twin, signature);
  assert.equal(await verdict(validator.authenticate(incoming(`PoP ${proof}`))), 'accepted');
  const attempt = validator.authenticate(incoming(`PoP ${header}.${payload}.${twin}`));
  assert.equal(await verdict(attempt), 'ERR_REPLAY_REPEATED');
});

test('a full store refuses with 503 and an event; it never forgets somebody else', async () => {
  const store = createMemoryReplayStore({ maxEntries: 2, maxPerOwner: 2, clock });
  const validator = makeValidator({ replay: { store } });
  const first = await request();
  assert.equal(await verdict(validator.authenticate(first)), 'accepted');
  assert.equal(await verdict(validator.authenticate(await request())), 'accepted');
  const failure = await refusal(validator.authenticate(await request()), 'ERR_REPLAY_FULL');
  assert.equal(failure.status, 503);
  assert.deepEqual(failure.challenges, []);
  assert.equal(failure.expose, false);
  assert.deepEqual(
    validator.events.filter(({ name }) => name === 'replay.unavailable'),
    [{ name: 'replay.unavailable', reason: 'full' }],
  );
  assert.equal(await verdict(validator.authenticate(first)), 'ERR_REPLAY_REPEATED');
});

test('one key cannot use up the store of all', async () => {
  const store = createMemoryReplayStore({ maxEntries: 100, maxPerOwner: 1, clock });
  const validator = makeValidator({ replay: { store } });
  await validator.authenticate(await request());
  assert.equal(await verdict(validator.authenticate(await request())), 'ERR_REPLAY_FULL');
  const other = await mintToken({ cnf: { kid: keys.thief.thumbprint } });
  const honest = incoming(`PoP ${await signRequest({ accessToken: other, key: keys.thief })}`);
  assert.equal(await verdict(validator.authenticate(honest)), 'accepted');
});

test('a store that fails, or answers something else than true or false, lets nobody in', async () => {
  const broken: readonly ReplayStore[] = [
    { claimOnce: () => Promise.reject(new Error('connection lost')) },
    {
      claimOnce: () => {
        throw new Error('thrown, not rejected');
      },
    },
    { claimOnce: async () => undefined as unknown as boolean },
    { claimOnce: async () => 'OK' as unknown as boolean },
    { claimOnce: async () => 1 as unknown as boolean },
    { claimOnce: () => undefined as unknown as boolean },
    { claimOnce: () => 'OK' as unknown as boolean },
    { claimOnce: () => 1 as unknown as boolean },
  ];
  for (const store of broken) {
    const validator = makeValidator({ replay: { store } });
    const failure = await refusal(validator.authenticate(await request()), 'ERR_REPLAY_FAILED');
    assert.equal(failure.status, 503);
    assert.deepEqual(validator.events[0], { name: 'replay.unavailable', reason: 'failed' });
  }
});
