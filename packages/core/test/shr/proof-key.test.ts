import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KeyConfirmation } from '../../src/cnf/confirmation.ts';
import { hostileJwks } from '../fixtures/hostile-jwks.ts';
import { publishedSigningKey, rfc7515Ec, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { refusedWith } from '../fixtures/refusals.ts';
import { boundKey, otherKey, prove, rsaKey, signProof, verifyProof } from '../fixtures/signed-requests.ts';

const { jwk, thumbprint } = boundKey;
const byName: KeyConfirmation = { form: 'kid', thumbprint };
const byJkt: KeyConfirmation = { form: 'jkt', thumbprint };
const byKey: KeyConfirmation = { form: 'jwk', jwk, thumbprint };

describe('the key of a proof (RFC 7800 section 3)', () => {
  it('is the key of the proof whose thumbprint the token names', async () => {
    for (const confirmation of [byName, byJkt]) {
      assert.equal((await prove({ confirmation })).thumbprint, thumbprint);
    }
  });

  it('is the key that the token carries, whether the proof repeats it or not', async () => {
    await prove({ confirmation: byKey });
    await prove({ confirmation: byKey, claims: { cnf: undefined } });
  });

  it('must be in the proof when the token only names it', async () => {
    for (const cnf of [undefined, null, {}, [], 'x', { kid: thumbprint }, { jkt: thumbprint }]) {
      await refusedWith('ERR_SHR_CNF', () => prove({ claims: { cnf } }));
    }
  });

  it('must be readable in the proof even when the token carries it', async () => {
    for (const cnf of [null, {}, [], 'x', { kid: thumbprint }, { jwk: null }, { jwk: [jwk] }]) {
      await refusedWith('ERR_SHR_CNF', () => prove({ confirmation: byKey, claims: { cnf } as never }));
    }
  });

  it('stands alone under cnf: what cannot be enforced is refused', async () => {
    const plain = { ...jwk };
    for (const cnf of [
      { jwk: plain, kid: otherKey.thumbprint },
      { jwk: plain, jku: 'https://attacker.example' },
      { jwk: plain, 'x5t#S256': thumbprint },
      { jwk: plain, unknown: true },
    ]) {
      for (const confirmation of [byName, byKey]) {
        await refusedWith('ERR_SHR_CNF', () => prove({ confirmation, claims: { cnf } }));
      }
    }
  });

  it('may carry the members that WebCrypto exports', async () => {
    await prove({
      claims: { cnf: { jwk: { ...jwk, alg: 'ES256', ext: true, key_ops: ['verify'], kid: thumbprint } } },
    });
  });

  it('is never another key than the bound one, however well that one signed', async () => {
    for (const confirmation of [byName, byJkt, byKey]) {
      await refusedWith('ERR_SHR_KEY_MISMATCH', async () =>
        verifyProof(await signProof({ key: otherKey }), { confirmation }),
      );
      const posing = { ...otherKey.jwk, kid: thumbprint };
      await refusedWith('ERR_SHR_CNF', async () =>
        verifyProof(await signProof({ key: otherKey, claims: { cnf: { jwk: posing } } }), { confirmation }),
      );
    }
  });

  it('must have signed: naming the bound key is no proof', async () => {
    const claims = { cnf: { jwk: { ...jwk } } };
    const header = { kid: thumbprint };
    for (const confirmation of [byName, byKey]) {
      await refusedWith('ERR_SIGNATURE_INVALID', async () =>
        verifyProof(await signProof({ key: otherKey, header, claims }), { confirmation }),
      );
    }
    await refusedWith('ERR_SIGNATURE_INVALID', async () =>
      verifyProof(await signProof({ key: otherKey, header, claims: { cnf: undefined } }), { confirmation: byKey }),
    );
  });

  it('cannot be replaced by the key of the proof when the token carries one', async () => {
    const cnf = { jwk: { ...otherKey.jwk } };
    await refusedWith('ERR_SHR_KEY_MISMATCH', async () =>
      verifyProof(await signProof({ key: otherKey, header: { kid: thumbprint }, claims: { cnf } }), {
        confirmation: byKey,
      }),
    );
  });

  it('must fit the algorithm of the header', async () => {
    const signed = await signProof({ key: rsaKey, header: { kid: thumbprint }, claims: { cnf: { jwk: { ...jwk } } } });
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => verifyProof(signed));
  });

  it('keeps to the algorithm that its JWK names', async () => {
    const ps256 = await publishedSigningKey('PS256', rfc7515Rsa);
    const named = (alg: string) => ({ cnf: { jwk: { ...rsaKey.jwk, alg } } });
    await prove({ key: ps256, claims: named('PS256') });
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => prove({ key: ps256, claims: named('RS256') }));
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => prove({ key: rsaKey, claims: named('PS256') }));
    // What the token says about its key counts, not what the proof repeats of it.
    const confirmation = { form: 'jwk', jwk: { ...rsaKey.jwk, alg: 'PS256' }, thumbprint: rsaKey.thumbprint } as const;
    await prove({ key: ps256, confirmation });
    await refusedWith('ERR_SHR_KEY_MISMATCH', () => prove({ key: rsaKey, confirmation }));
  });

  it('is refused when the proof discloses it', async () => {
    await refusedWith('ERR_SHR_CNF', () => prove({ claims: { cnf: { jwk: { ...rfc7515Ec } } } }));
  });

  for (const { what, jwk: hostile } of hostileJwks) {
    it(`is never one with ${what}`, async () => {
      for (const confirmation of [byName, byKey]) {
        const claims = { cnf: { jwk: hostile as object } } as never;
        await refusedWith('ERR_SHR_CNF', () => prove({ confirmation, claims }));
      }
    });
  }
});
