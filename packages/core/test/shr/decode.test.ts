import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { refusedWith } from '../fixtures/refusals.ts';
import { boundKey, clock, received, signProof } from '../fixtures/signed-requests.ts';

describe('decoding a signed HTTP request', () => {
  it('gives the access token it carries', async () => {
    const text = await signProof({ claims: { at: 'a.b.c' } });
    const shr = decodeSignedHttpRequest(text);
    assert.equal(shr.accessToken, 'a.b.c');
    assert.deepEqual(shr.jws, decodeCompactJws(text));
  });

  for (const typ of ['JWT', 'PoP', 'POP', 'at+jwt', 'dpop+jwt', 'pop ', '', undefined]) {
    it(`refuses typ ${JSON.stringify(typ)}`, async () => {
      const text = await signProof({ header: { typ } });
      await refusedWith('ERR_SHR_TYP', () => decodeSignedHttpRequest(text));
    });
  }

  it('wants an access token', async () => {
    const without = await signProof({ claims: { at: undefined } });
    await refusedWith('ERR_SHR_CLAIM_MISSING', () => decodeSignedHttpRequest(without));
    for (const at of [null, '', 1, {}, ['a.b.c'], true]) {
      const text = await signProof({ claims: { at } });
      await refusedWith('ERR_SHR_CLAIM_MALFORMED', () => decodeSignedHttpRequest(text));
    }
  });

  it('has the same front door as every token', async () => {
    for (const [header, code] of [
      [{ crit: ['b64'] }, 'ERR_JWS_HEADER'],
      [{ jwk: { ...boundKey.jwk } }, 'ERR_JWS_HEADER'],
      [{ jku: 'https://attacker.example' }, 'ERR_JWS_HEADER'],
      [{ x5c: ['AAAA'] }, 'ERR_JWS_HEADER'],
      [{ x5t: 'AA==' }, 'ERR_JWS_HEADER'],
    ] as const) {
      const text = await signProof({ header });
      await refusedWith(code, () => decodeSignedHttpRequest(text));
    }
    const text = await signProof();
    await refusedWith('ERR_JWS_ENCODING', () => decodeSignedHttpRequest(` ${text}`));
    await refusedWith('ERR_JWS_SEGMENTS', () => decodeSignedHttpRequest(`${text}.x`));
  });

  it('takes 32,768 characters, since it wraps a whole access token', async () => {
    const wide = await signProof({ claims: { at: 'a'.repeat(20_000) } });
    assert.ok(wide.length > 16_384 && wide.length < 32_768);
    assert.equal(decodeSignedHttpRequest(wide).accessToken.length, 20_000);
    const tooWide = await signProof({ claims: { at: 'a'.repeat(24_600) } });
    await refusedWith('ERR_JWS_TOO_LARGE', () => decodeSignedHttpRequest(tooWide));
    await refusedWith('ERR_JWS_TOO_LARGE', () => decodeSignedHttpRequest('a'.repeat(32_769)));
    await refusedWith('ERR_JWS_SEGMENTS', () => decodeSignedHttpRequest('a'.repeat(32_768)));
  });
});

describe('what was not decoded together is not verified together', () => {
  const confirmation = { form: 'kid', thumbprint: boundKey.thumbprint } as const;

  it('refuses a proof that was decoded as another kind of token', async () => {
    const jws = decodeCompactJws(await signProof({ header: { typ: 'JWT' } }));
    const shr = { jws, accessToken: 'the access token' };
    await refusedWith('ERR_SHR_TYP', () => verifySignedHttpRequest({ shr, confirmation, request: received, clock }));
  });

  it('refuses an access token beside the proof that the proof does not carry', async () => {
    const { jws } = decodeSignedHttpRequest(await signProof());
    const shr = { jws, accessToken: 'another access token' };
    await refusedWith('ERR_SHR_ACCESS_TOKEN_MISMATCH', () =>
      verifySignedHttpRequest({ shr, confirmation, request: received, clock }),
    );
  });
});
