import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostSha256Base64url } from '#host';
import type { JsonObject } from '../../src/base/strict-json.ts';
import type { KeyConfirmation } from '../../src/cnf/confirmation.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { createShrMemory, type ShrMemory } from '../../src/shr/shr-memory.ts';
import { verifyShrAtOnce, verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { refusedWith } from '../fixtures/refusals.ts';
import { boundKey, clock, received, signProof } from '../fixtures/signed-requests.ts';

const confirmation: KeyConfirmation = { form: 'kid', thumbprint: boundKey.thumbprint };

describe('verifying at once', () => {
  const verify = async (claims: JsonObject, memory: ShrMemory) => {
    const shr = decodeSignedHttpRequest(await signProof({ claims }), memory);
    return verifyShrAtOnce({ shr, confirmation, request: received, clock, memory });
  };
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

  for (const [code, claims] of [
    ['ERR_SHR_STALE', { ts: 1 }],
    ['ERR_SHR_METHOD', { m: 'DELETE' }],
    ['ERR_SHR_QUERY', { q: [[], 'x'] }],
    ['ERR_SHR_HEADERS', { h: [['accept'], 'x'] }],
    ['ERR_SHR_BODY_UNAVAILABLE', { b: 'x' }],
    ['ERR_SHR_CLAIM_MALFORMED', { nonce: 1 }],
  ] as const) {
    it(`refuses with ${code}, at once or by its promise`, async () => {
      const memory = createShrMemory();
      for (let round = 0; round < 2; round += 1) {
        await verify({}, memory);
        await refusedWith(code, async () => verify(claims, memory));
      }
    });
  }
});
