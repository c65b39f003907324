import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeBase64url } from '../../src/base/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/base/bytes.ts';
import { sha256Base64url } from '../../src/base/digest.ts';
import { parseStrictJsonObject } from '../../src/base/strict-json.ts';
import { parseCnf } from '../../src/cnf/confirmation.ts';
import { parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { importVerificationKey } from '../../src/keys/verification-key.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { refusedWith } from '../fixtures/refusals.ts';

// The examples that touch what is here: keys, thumbprints and cnf.jkt. DPoP proofs themselves are not made or taken.

const proof =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg';
const [header = '', payload = '', signature = ''] = proof.split('.');
const jwk = parsePublicJwk(parseStrictJsonObject(decodeUtf8(decodeBase64url(header)))['jwk']);
const jkt = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

describe('RFC 9449: demonstrating proof of possession', () => {
  it('section 4.1: the key of the example proof made its signature', async () => {
    const key = await importVerificationKey(jwk, 'ES256');
    const signed = encodeUtf8(`${header}.${payload}`);
    assert.equal(await key.verify(signed, decodeBase64url(signature)), true);
    assert.equal(await key.verify(encodeUtf8(`${header}.${header}`), decodeBase64url(signature)), false);
  });

  it('section 4.1: a DPoP proof, whose key is in its header, passes at no door of ours', async () => {
    await refusedWith('ERR_JWS_HEADER', () => decodeCompactJws(proof));
    await refusedWith('ERR_JWS_HEADER', () => decodeSignedHttpRequest(proof));
  });

  it('section 6.1: the thumbprint of the example key is its jkt', async () => {
    assert.equal(await jwkThumbprint(jwk), jkt);
  });

  it('section 6.1: a token bound by cnf.jkt, and by nothing else', async () => {
    assert.deepEqual(await parseCnf({ jkt }), { key: { form: 'jkt', thumbprint: jkt } });
    assert.deepEqual(await parseCnf({ jkt, jwk }), { key: { form: 'jwk', jwk, thumbprint: jkt } });
    await refusedWith('ERR_CNF_CONTRADICTION', () => parseCnf({ jkt: jkt.replace('0', '1'), jwk }));
    await refusedWith('ERR_CNF_THUMBPRINT', () => parseCnf({ jkt: `${jkt}=` }));
  });

  it('section 7.1: the hash of the example access token', async () => {
    const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
    assert.equal(await sha256Base64url(accessToken), 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo');
  });
});
