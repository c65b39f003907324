/*
 * Tests that have to fail, in every runtime: where one of them passes, or is not seen to fail, nothing that the runtime says of the
 * others is worth anything.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

describe('must fail', () => {
  it('an equality that does not hold', () => assert.equal(1, 2));
  it('an error that is another', () => assert.throws(() => decodeURIComponent('%'), TypeError));
  it('an error that does not come', async () => {
    await assert.rejects(Promise.resolve(1));
  });
  it('a signature that nobody made', async () => {
    const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    assert.equal(await crypto.subtle.verify(algorithm, publicKey, new Uint8Array(64), new Uint8Array(1)), true);
  });
});
