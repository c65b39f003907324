import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  matchRevocation,
  type Revocation,
  type RevocationKind,
  revocationKey,
  revocationKeysOf,
  revocationKinds,
  type TokenFacts,
} from '../../src/revocation/revocation.ts';

const instant = 1_800_000_000;
/** Every fact of one token: each kind looks at another one. */
const token: TokenFacts = {
  objectId: 'object',
  clientId: 'client',
  uti: 'token',
  keyThumbprint: 'key',
  certificateThumbprint: 'certificate',
  issuedAt: instant,
};
const valuesOf: Readonly<Record<RevocationKind, readonly string[]>> = {
  user: ['object'],
  identity: ['object', 'client'],
  application: ['client'],
  uti: ['token'],
  jkt: ['key'],
  x5t: ['certificate'],
  // No token says what was shown of a key.
  attestation: [],
};
const forGood: readonly RevocationKind[] = ['uti', 'jkt', 'x5t'];

function isCovered(kind: RevocationKind, value: string, facts: TokenFacts): boolean {
  const entry: Revocation = { id: 'b-1', kind, value, revokedAt: instant, expiresAt: instant + 60 };
  return revocationKeysOf(facts).includes(revocationKey(entry)) && matchRevocation(entry, facts);
}

describe('a revocation covers tokens', () => {
  const times = { 'the second before': -1, 'the same second': 0, 'the second after': 1 } as const;
  for (const kind of revocationKinds) {
    for (const [name, offset] of Object.entries(times)) {
      it(`${kind}, issued in ${name}`, () => {
        const facts = { ...token, issuedAt: instant + offset };
        const expected = forGood.includes(kind) || offset <= 0;
        for (const value of valuesOf[kind]) assert.equal(isCovered(kind, value, facts), expected, value);
        // Every other fact of the same token, as the value: one kind never speaks for another.
        const others = ['object', 'client', 'token', 'key', 'certificate', 'somebody'];
        for (const value of others.filter((one) => !valuesOf[kind].includes(one))) {
          assert.equal(isCovered(kind, value, facts), false, value);
        }
      });
    }
  }

  it('and none of which nothing is known', () => {
    assert.deepEqual(revocationKeysOf({ issuedAt: 0 }), []);
    for (const kind of revocationKinds) assert.equal(isCovered(kind, 'undefined', { issuedAt: 0 }), false);
  });
});
