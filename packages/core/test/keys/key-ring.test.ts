import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  createKeyRing,
  dropExpiredKeys,
  findRingKey,
  type KeyRing,
  noteTokenExpiry,
  rotateKeyRing,
} from '../../src/keys/key-ring.ts';

const first = createKeyRing('K1', 't1', 100);
const second = rotateKeyRing(noteTokenExpiry(first, 't1', 5000), { key: 'K2', thumbprint: 't2', at: 200 });

describe('key ring', () => {
  it('begins with one key and no tokens', () => {
    assert.deepEqual(first, {
      current: { key: 'K1', thumbprint: 't1', since: 100 },
      retired: [],
      lastTokenExpiresAt: 0,
    });
  });

  it('keeps the key of older tokens when it rotates', () => {
    assert.deepEqual(second, {
      current: { key: 'K2', thumbprint: 't2', since: 200 },
      retired: [{ key: 'K1', thumbprint: 't1', lastTokenExpiresAt: 5000 }],
      lastTokenExpiresAt: 0,
    });
    assert.equal(findRingKey(second, 't1'), 'K1');
    assert.equal(findRingKey(second, 't2'), 'K2');
    assert.equal(findRingKey(second, 't3'), undefined);
  });

  it('drops a retired key after the last second of its last token, not before', () => {
    assert.equal(dropExpiredKeys(second, 5000), second);
    const after = dropExpiredKeys(second, 5001);
    assert.deepEqual(after.retired, []);
    assert.equal(findRingKey(after, 't1'), undefined);
    assert.equal(findRingKey(after, 't2'), 'K2');
  });

  it('never drops the current key', () => {
    assert.equal(dropExpiredKeys(first, Number.MAX_SAFE_INTEGER), first);
  });

  it('keeps the latest expiry, for the current and for a retired key', () => {
    assert.equal(noteTokenExpiry(noteTokenExpiry(first, 't1', 900), 't1', 800).lastTokenExpiresAt, 900);
    const late = noteTokenExpiry(second, 't1', 9000);
    assert.equal(late.retired[0]?.lastTokenExpiresAt, 9000);
    assert.equal(dropExpiredKeys(late, 5001), late);
    assert.equal(noteTokenExpiry(second, 't1', 4000), second);
    assert.equal(noteTokenExpiry(second, 't1', 5000), second);
    const noted = noteTokenExpiry(first, 't1', 900);
    assert.equal(noteTokenExpiry(noted, 't1', 900), noted);
    assert.equal(noteTokenExpiry(second, 't3', 9000), second);
  });

  it('refuses to rotate to a key it has', () => {
    for (const thumbprint of ['t1', 't2']) {
      assert.throws(() => rotateKeyRing(second, { key: 'K', thumbprint, at: 300 }), TypeError);
    }
  });

  it('changes no ring it is given', () => {
    const before = structuredClone(second);
    noteTokenExpiry(second, 't2', 1);
    rotateKeyRing(second, { key: 'K3', thumbprint: 't3', at: 300 });
    dropExpiredKeys(second, 9999);
    assert.deepEqual(second, before);
  });

  it('finds the key of every token that lives, through any history', () => {
    const step = fc.record({ pass: fc.nat(2000), lifetime: fc.nat(4000), rotate: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let now = 0;
        let ring: KeyRing<number> = createKeyRing(0, '0', now);
        const tokens: { thumbprint: string; expiresAt: number }[] = [];
        for (const [index, { pass, lifetime, rotate }] of steps.entries()) {
          now += pass;
          const token = { thumbprint: ring.current.thumbprint, expiresAt: now + lifetime };
          tokens.push(token);
          ring = noteTokenExpiry(ring, token.thumbprint, token.expiresAt);
          if (rotate) ring = rotateKeyRing(ring, { key: index + 1, thumbprint: `${index + 1}`, at: now });
          ring = dropExpiredKeys(ring, now);
          for (const one of tokens)
            if (now <= one.expiresAt) assert.equal(findRingKey(ring, one.thumbprint), Number(one.thumbprint));
          const isNeeded = (thumbprint: string) =>
            tokens.some((one) => one.thumbprint === thumbprint && now <= one.expiresAt);
          assert.ok(ring.retired.every(({ thumbprint }) => isNeeded(thumbprint)));
        }
      }),
    );
  });
});
