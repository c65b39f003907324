import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryReplayStore, createSignedHttpRequest, type ReplayClaim, type ReplayStore } from '@holdfast/core';
import type { IncomingRequest, TokenValidator } from '@holdfast/resource';
import { createGate } from '@holdfast/testing';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, origin, signRequest } from '../fixture/people.ts';

const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const stolen = await mintToken({ cnf: { kid: keys.thief.thumbprint } });
const request = async (): Promise<IncomingRequest> => incoming(`PoP ${await signRequest({ accessToken })}`);
const send = (validator: TokenValidator, sent: IncomingRequest): Promise<string> =>
  verdict(validator.authenticate(sent));

/** A store that keeps what it is asked to remember where a test can see it. */
function openStore(limits: { readonly maxEntries?: number; readonly maxPerOwner?: number } = {}) {
  const claims: ReplayClaim[] = [];
  const memory = createMemoryReplayStore({ clock, ...limits });
  const store: ReplayStore = {
    claimOnce(claim) {
      claims.push(claim);
      return memory.claimOnce(claim);
    },
  };
  return { store, claims };
}

/** A store that lets claims in together, once there are so many of them: the worst moment for one that looks first and writes later. */
function openCrowdedStore(crowd: number): ReplayStore {
  const memory = createMemoryReplayStore({ clock });
  const gate = createGate();
  let arrived = 0;
  return {
    async claimOnce(claim) {
      arrived += 1;
      if (arrived === crowd) gate.open();
      await gate.opened;
      return memory.claimOnce(claim);
    },
  };
}

test('catalogue 23: a proof is used up once, on every node that shares the store', async () => {
  const store = openCrowdedStore(32);
  const nodes = Array.from({ length: 4 }, () => makeValidator({ replay: { store } }));
  const copy = await request();
  const found = await Promise.all(nodes.flatMap((node) => Array.from({ length: 8 }, () => send(node, copy))));
  assert.equal(found.filter((outcome) => outcome === 'accepted').length, 1);
  assert.equal(found.filter((outcome) => outcome === 'ERR_REPLAY_REPEATED').length, 31);
  for (const node of nodes) assert.equal(await send(node, copy), 'ERR_REPLAY_REPEATED');
});

test('catalogue 32: a proof dated ahead is remembered as long as it can be accepted', async () => {
  const start = clock();
  try {
    const { store, claims } = openStore();
    const validator = makeValidator({ replay: { store } });
    clock.advance(60);
    const [ahead, signedAt] = [await request(), now()];
    clock.setTo(start);
    assert.equal(await send(validator, ahead), 'accepted');
    assert.equal(claims[0]?.expiresAt, signedAt + 300);
    for (const second of [300, 359, 360]) {
      clock.setTo(start + second * 1000);
      assert.equal(await send(validator, ahead), 'ERR_REPLAY_REPEATED', `${second} s later`);
    }
    clock.setTo(start + 361_000);
    assert.equal(await send(validator, ahead), 'ERR_SHR_STALE');
  } finally {
    clock.setTo(start);
  }
});

test('catalogue 33: the store is bounded, one key has a share of it, and no live entry makes room', async () => {
  const { store, claims } = openStore({ maxEntries: 4, maxPerOwner: 3 });
  const validator = makeValidator({ replay: { store } });
  const long = createSignedHttpRequest({
    accessToken,
    key: keys.client,
    clientClaims: 'x'.repeat(10_000),
    request: { method: 'GET', url: `${origin}/orders` },
    clock,
  });
  const first = incoming(`PoP ${await long}`);
  assert.equal(await send(validator, first), 'accepted');
  // However much a proof carries, it takes the room of one hash.
  assert.match(claims[0]?.id ?? '', /^[\w-]{43}$/);
  assert.equal(await send(validator, await request()), 'accepted');
  assert.equal(await send(validator, await request()), 'accepted');
  assert.equal((await refusal(validator.authenticate(await request()), 'ERR_REPLAY_FULL')).status, 503);
  const honest = async (): Promise<IncomingRequest> =>
    incoming(`PoP ${await signRequest({ accessToken: stolen, key: keys.thief })}`);
  assert.equal(await send(validator, await honest()), 'accepted');
  assert.equal(await send(validator, await honest()), 'ERR_REPLAY_FULL');
  assert.equal(await send(validator, first), 'ERR_REPLAY_REPEATED');
});

test('catalogue 34: a proof is the same proof under every label, address and header that it is sent with', async () => {
  const { store, claims } = openStore();
  const api = { origins: [origin, 'https://api.example:443'], replay: { store } };
  const validator = makeValidator({ ...api, dialects: ['strict', 'msal-dotnet'] });
  const signed = await signRequest({ accessToken });
  assert.equal(await send(validator, incoming(`PoP ${signed}`)), 'accepted');
  for (const label of ['pop', 'POP', 'pOp', 'PoP  ']) {
    assert.equal(await send(validator, incoming(`${label} ${signed}`)), 'ERR_REPLAY_REPEATED', label);
  }
  const more: readonly (readonly [string, string])[] = [
    ['X-Request-Id', '1'],
    ['Host', 'evil.example'],
  ];
  const sent = incoming(null, { headers: [...more, ['authorization', `PoP ${signed}`]], body: new Uint8Array(9) });
  assert.equal(await send(validator, sent), 'ERR_REPLAY_REPEATED');
  assert.equal(new Set(claims.map(({ id, owner }) => `${owner} ${id}`)).size, 1);
  // And two requests of one second are two proofs.
  assert.equal(await send(validator, await request()), 'accepted');
});

test('catalogue 35: the twin of an ECDSA signature is no second proof', async () => {
  const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const validator = makeValidator();
  const proof = await signRequest({ accessToken });
  const at = proof.lastIndexOf('.') + 1;
  const bytes = Buffer.from(proof.slice(at), 'base64url');
  const s = (n - BigInt(`0x${bytes.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0');
  const twin = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s, 'hex')]).toString('base64url');
  assert.notEqual(twin, proof.slice(at));
  // The twin is a sound signature: alone it passes, and then uses up the proof that it was made from.
  assert.equal(await send(makeValidator(), incoming(`PoP ${proof.slice(0, at)}${twin}`)), 'accepted');
  assert.equal(await send(validator, incoming(`PoP ${proof}`)), 'accepted');
  assert.equal(await send(validator, incoming(`PoP ${proof.slice(0, at)}${twin}`)), 'ERR_REPLAY_REPEATED');
});

test('weakness W12: of 64 copies at once exactly one passes, and the others are sent for a fresh nonce', async () => {
  const validator = makeValidator({ nonce: {}, replay: { store: openCrowdedStore(64) } });
  const nonce = nonceOf(await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING'));
  const copy = incoming(`PoP ${await signRequest({ accessToken, nonce })}`);
  const found = await Promise.all(Array.from({ length: 64 }, () => send(validator, copy)));
  assert.equal(found.filter((outcome) => outcome === 'accepted').length, 1);
  assert.equal(found.filter((outcome) => outcome === 'ERR_REPLAY_REPEATED').length, 63);
  const fresh = nonceOf(await refusal(validator.authenticate(copy), 'ERR_REPLAY_REPEATED'));
  assert.equal(await send(validator, incoming(`PoP ${await signRequest({ accessToken, nonce: fresh })}`)), 'accepted');
});
