import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostSha256Base64url } from '#host';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import { sha256Base64url } from '../../src/base/digest.ts';
import type { KeyConfirmation } from '../../src/cnf/confirmation.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { createShrMemory, type ShrMemory } from '../../src/shr/shr-memory.ts';
import { type ReceivedRequest, verifyShrAtOnce, verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { refusedWith } from '../fixtures/refusals.ts';
import { boundKey, clock, otherKey, received, signProof } from '../fixtures/signed-requests.ts';

const confirmation: KeyConfirmation = { form: 'kid', thumbprint: boundKey.thumbprint };

describe('verifying at once', () => {
  const verifyWith = (memory: ShrMemory, text: string, request: ReceivedRequest = received) =>
    verifyShrAtOnce({ shr: decodeSignedHttpRequest(text, memory), confirmation, request, clock, memory });
  const isHostSynchronous = !(hostSha256Base64url('') instanceof Promise);

  it('waits for a key that is new and for nothing else', async () => {
    const memory = createShrMemory();
    const shr = decodeSignedHttpRequest(await signProof());
    const options = { shr, confirmation, request: received, clock, memory };
    const first = verifyShrAtOnce(options);
    assert.ok(first instanceof Promise);
    const expected = await first;
    const again = verifyShrAtOnce(options);
    assert.equal(again instanceof Promise, !isHostSynchronous);
    assert.deepEqual(await again, expected);
    assert.deepEqual(await verifySignedHttpRequest(options), expected);
  });

  for (const [when, code, claims] of [
    ['at once', 'ERR_SHR_STALE', { ts: 1 }],
    ['at once', 'ERR_SHR_METHOD', { m: 'DELETE' }],
    ['at once', 'ERR_SHR_CLAIM_MALFORMED', { nonce: 1 }],
    ['by a promise', 'ERR_SHR_QUERY', { q: [[], 'x'] }],
    ['by a promise', 'ERR_SHR_HEADERS', { h: [['accept'], 'x'] }],
    ['by a promise', 'ERR_SHR_BODY_UNAVAILABLE', { b: 'x' }],
  ] as const) {
    it(`refuses ${when} with ${code}, where the host is synchronous`, async () => {
      const memory = createShrMemory();
      await verifyWith(memory, await signProof());
      const text = await signProof({ claims });
      const attempt = () => verifyWith(memory, text);
      if (isHostSynchronous && when === 'at once') assert.throws(attempt, { code });
      else await assert.rejects(Promise.resolve(attempt()), { code });
    });
  }

  it('waits for the hash of a body, and believes it', async () => {
    const memory = createShrMemory();
    await verifyWith(memory, await signProof());
    const body = encodeUtf8('{"amount":7}');
    const b = await sha256Base64url(body);
    const verified = verifyWith(memory, await signProof({ claims: { b } }), { ...received, body });
    assert.ok(verified instanceof Promise);
    assert.equal((await verified).thumbprint, boundKey.thumbprint);
  });

  it('refuses a signature of somebody else', async () => {
    const memory = createShrMemory();
    await verifyWith(memory, await signProof());
    const stolen = await signProof({
      key: otherKey,
      header: { kid: boundKey.thumbprint },
      claims: { cnf: { jwk: { ...boundKey.jwk } } },
    });
    await refusedWith('ERR_SIGNATURE_INVALID', async () => verifyWith(memory, stolen));
  });
});
