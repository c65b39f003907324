import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { derivePkcs12 } from '../../src/pkcs12/derive-pkcs12.ts';

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest();

/** What everybody who implements the derivation checks it with: first published with OpenSSL and Bouncy Castle for RFC 7292 appendix B. */
const vectors = [
  ['key', 'smeg', '0a58cf64530d823f', 1, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
  ['iv', 'smeg', '0a58cf64530d823f', 1, '79993dfe048d3b76'],
  ['key', 'smeg', '642b99ab44fb4b1f', 1, 'f3a95fec48d7711e985cfe67908c5ab79fa3d7c5caa5d966'],
  ['iv', 'smeg', '642b99ab44fb4b1f', 1, 'c0a38d64a79bea1d'],
  ['key', 'queeg', '05dec959acff72f7', 1000, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
  ['iv', 'queeg', '05dec959acff72f7', 1000, '11dedad7758d4860'],
] as const;

for (const [purpose, password, salt, iterations, expected] of vectors) {
  test(`${purpose} for ${password} with ${iterations} iterations (RFC 7292 appendix B.2)`, () => {
    const length = expected.length / 2;
    const derived = derivePkcs12(purpose, { password, salt: Buffer.from(salt, 'hex'), iterations, length, sha1 });
    assert.equal(Buffer.from(derived).toString('hex'), expected);
  });
}
