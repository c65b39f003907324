import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CompactSign, calculateJwkThumbprint, compactVerify } from 'jose';
import type { JsonObject } from '../../src/base/strict-json.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { signCompactJws } from '../../src/jws/sign.ts';
import { verifyCompactJws } from '../../src/jws/verify.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { oracleKeys } from '../fixtures/oracle-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { hasPlainNames, wildText } from '../fixtures/wild-texts.ts';

const keys = await oracleKeys();
const anyKey = fc.constantFrom(...keys);
const anyPayload = fc
  .dictionary(wildText({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 })
  .filter(hasPlainNames)
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const anyHeader = fc.record(
  { typ: fc.string({ maxLength: 10 }), kid: wildText({ maxLength: 20 }) },
  { requiredKeys: [] },
);

describe('jose as the oracle', () => {
  it('verifies every token that we sign, and reads the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, anyHeader, anyPayload, async (key, header, payload) => {
        const token = await signCompactJws({ header, payload, key: key.ours });
        const verified = await compactVerify(token, key.publicKey);
        assert.deepEqual(verified.protectedHeader, { ...header, alg: key.ours.alg });
        assert.deepEqual(JSON.parse(Buffer.from(verified.payload).toString()), payload);
      }),
      { numRuns: 120 },
    );
  });

  it('signs tokens that we verify, and read the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, anyHeader, anyPayload, async (key, header, payload) => {
        const protectedHeader = { ...header, alg: key.ours.alg };
        const token = await new CompactSign(Buffer.from(JSON.stringify(payload)))
          .setProtectedHeader(protectedHeader)
          .sign(key.privateKey);
        const ours = await importVerificationKey(key.ours.jwk, key.ours.alg);
        const verified = await verifyCompactJws(token, { key: ours });
        assert.deepEqual(verified.header, protectedHeader);
        assert.deepEqual(verified.payload, payload);
      }),
      { numRuns: 120 },
    );
  });

  it('names every key as we do (RFC 7638)', async () => {
    for (const { ours } of keys) {
      assert.equal(await calculateJwkThumbprint({ ...ours.jwk }, 'sha256'), ours.thumbprint);
      assert.equal(await jwkThumbprint(ours.jwk), ours.thumbprint);
    }
  });
});

describe('one character of a token changed', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const foreign = '.=+/ \n~%\0é';

  for (const key of keys.filter(({ name }) => !name.startsWith('RS256 '))) {
    it(`is never accepted under ${key.name}, at any position`, async () => {
      const token = await signCompactJws({ header: { typ: 'JWT' }, payload: { sub: 'ada' }, key: key.ours });
      const verifier = await importVerificationKey(key.ours.jwk, key.ours.alg);
      const refused = new Set<string>();
      for (let position = 0; position < token.length; position += 1) {
        // A neighbour in the alphabet flips the lowest bit: at the end of a part that is a spare one.
        const index = letters.indexOf(token.charAt(position));
        const near = letters.charAt(index < 0 ? 0 : index ^ 1);
        for (const other of [near, foreign.charAt(position % foreign.length)]) {
          if (other === token.charAt(position)) continue;
          const bent = token.slice(0, position) + other + token.slice(position + 1);
          const outcome = await outcomeOf(() => verifyCompactJws(bent, { key: verifier }));
          assert.notEqual(outcome, 'accepted', `position ${position}`);
          refused.add(outcome);
        }
      }
      assert.ok(refused.has('ERR_SIGNATURE_INVALID') && refused.has('ERR_JWS_ENCODING'));
    });
  }

  it('is never accepted when a character is dropped, doubled or swapped with the next', async () => {
    const key = keys[3]!;
    const token = await signCompactJws({ header: { typ: 'JWT' }, payload: { sub: 'ada' }, key: key.ours });
    const verifier = await importVerificationKey(key.ours.jwk, key.ours.alg);
    for (let at = 0; at < token.length; at += 1) {
      const swapped = token.slice(0, at) + token.charAt(at + 1) + token.charAt(at) + token.slice(at + 2);
      const doubled = token.slice(0, at + 1) + token.slice(at);
      for (const bent of [token.slice(0, at) + token.slice(at + 1), doubled, swapped]) {
        if (bent === token) continue;
        assert.notEqual(await outcomeOf(() => verifyCompactJws(bent, { key: verifier })), 'accepted', `at ${at}`);
      }
    }
  });

  it('leaves the token itself accepted', async () => {
    for (const key of keys) {
      const token = await signCompactJws({ header: {}, payload: { sub: 'ada' }, key: key.ours });
      assert.deepEqual(decodeCompactJws(token).payload, { sub: 'ada' });
    }
  });
});
