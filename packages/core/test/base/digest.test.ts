import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sha256, sha256Base64url, sha256Hex } from '../../src/base/digest.ts';
import { wildText } from '../fixtures/wild-texts.ts';

describe('SHA-256 (FIPS 180-4)', () => {
  it('gives the digest of "abc"', async () => {
    assert.equal(await sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('gives what node:crypto gives, over bytes and over text as UTF-8', async () => {
    await fc.assert(
      fc.asyncProperty(wildText({ maxLength: 80 }), async (text) => {
        const expected = createHash('sha256').update(text, 'utf8').digest();
        assert.deepEqual(Buffer.from(await sha256(Buffer.from(text, 'utf8'))), expected);
        assert.equal(await sha256Base64url(text), expected.toString('base64url'));
        assert.equal(await sha256Base64url(Buffer.from(text, 'utf8')), expected.toString('base64url'));
        assert.equal(await sha256Hex(text), expected.toString('hex'));
      }),
      { numRuns: 50 },
    );
  });

  it('hashes the bytes of a view, not the buffer behind it', async () => {
    const whole = Buffer.from('--abc--');
    assert.equal(Buffer.from(await sha256(whole.subarray(2, 5))).toString('hex'), await sha256Hex('abc'));
  });
});
