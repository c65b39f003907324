import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOpaqueSecret, hashSecret, isOpaqueSecret } from '../../src/secrets/opaque-secret.ts';

describe('an opaque secret', () => {
  it('is another each time, and known by its shape', () => {
    const secrets = Array.from({ length: 100 }, createOpaqueSecret);
    assert.equal(new Set(secrets).size, 100);
    for (const secret of secrets) assert.equal(isOpaqueSecret(secret), true, secret);
  });

  it('is nothing longer, shorter, or with other letters', () => {
    const secret = createOpaqueSecret();
    for (const text of [
      '',
      secret.slice(1),
      `${secret}A`,
      `${secret}\n`,
      `${secret.slice(1)}=`,
      `${secret.slice(1)}.`,
    ]) {
      assert.equal(isOpaqueSecret(text), false, JSON.stringify(text));
    }
  });

  it('is kept as its SHA-256 in base64url (RFC 7636 appendix B)', () => {
    assert.equal(
      hashSecret('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'),
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
