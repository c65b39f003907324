import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCnf } from '../../src/cnf/confirmation.ts';
import type { PublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { refusedWith } from '../fixtures/refusals.ts';

const jwk = {
  kty: 'EC',
  use: 'sig',
  crv: 'P-256',
  x: '18wHLeIgW9wVN6VD1Txgpqy2LszYkMf6J8njVAibvhM',
  y: '-V4dS4UaLMgP_4fY4j8ir7cl1TXlFdAgcx55o7TkcSA',
} as const satisfies PublicJwk;
const thumbprint = await jwkThumbprint(jwk);

describe('RFC 7800: proof-of-possession key semantics', () => {
  it('section 3.2: the example, a key carried whole', async () => {
    assert.deepEqual(await parseCnf({ jwk }), { key: { form: 'jwk', jwk, thumbprint } });
  });

  it('section 3.3: an encrypted symmetric key cannot be proved here', async () => {
    await refusedWith('ERR_CNF_UNKNOWN_MEMBER', () => parseCnf({ jwe: 'eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d' }));
  });

  it('section 3.4: the example kid is a label, and a label is never a key', async () => {
    await refusedWith('ERR_CNF_THUMBPRINT', () => parseCnf({ kid: 'dfd1aa97-6d8d-4575-a0fe-34b96de2bfad' }));
    assert.deepEqual(await parseCnf({ kid: thumbprint }), { key: { form: 'kid', thumbprint } });
  });

  it('section 3.5: a key behind an address is never fetched', async () => {
    const cnf = { jku: 'https://keys.example.net/pop-keys.json', kid: '2015-08-28' };
    await refusedWith('ERR_CNF_UNKNOWN_MEMBER', () => parseCnf(cnf));
  });

  it('section 3.1: members that are not understood are refused, not ignored as the RFC allows', async () => {
    await refusedWith('ERR_CNF_UNKNOWN_MEMBER', () => parseCnf({ jwk, future: true }));
  });

  it('section 3.1: one key at most', async () => {
    await refusedWith('ERR_CNF_CONTRADICTION', () =>
      parseCnf({ jwk, jkt: thumbprint.replace(/^./, (a) => (a === 'A' ? 'B' : 'A')) }),
    );
    assert.deepEqual(await parseCnf({ jwk, jkt: thumbprint }), { key: { form: 'jwk', jwk, thumbprint } });
  });

  it('RFC 8705 section 3.1: the sample thumbprint has spare bits set, so no certificate can have it', async () => {
    const sample = 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2';
    assert.notEqual(Buffer.from(sample, 'base64url').toString('base64url'), sample);
    await refusedWith('ERR_CNF_THUMBPRINT', () => parseCnf({ 'x5t#S256': sample }));
    const canonical = `${sample.slice(0, -1)}0`;
    assert.deepEqual(await parseCnf({ 'x5t#S256': canonical }), { certificateThumbprint: canonical });
  });
});
