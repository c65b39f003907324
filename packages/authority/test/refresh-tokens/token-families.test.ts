import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Application } from '../../src/directory/directory.ts';
import { createTokenFamilies } from '../../src/refresh-tokens/token-families.ts';
import type { TokenFamilies, TokenFamily } from '../../src/refresh-tokens/token-family.ts';

describe('families of tokens', () => {
  let now = 0;
  let families: TokenFamilies;
  beforeEach(() => {
    now = 1_900_000_000_000;
    families = createTokenFamilies({ clock: () => now });
  });
  const seconds = (): number => now / 1000;
  const open = (id: string, leewaySeconds = 0): string => {
    const application = { refreshTokenReuseLeewaySeconds: leewaySeconds } as Application;
    families.begin({ id, application, startedAt: seconds(), expiresAt: seconds() + 86_400 } as TokenFamily);
    return families.giveFirst(id) ?? assert.fail('no family');
  };
  const id = 'A'.repeat(22);
  const outcomeOf = (token: string): string => families.find(token).outcome;

  it('know the current token, and every one before it', () => {
    const first = open(id);
    assert.equal(outcomeOf(first), 'current');
    assert.equal(outcomeOf(first), 'current');
    const second = families.rotate(first);
    assert.ok(second !== undefined);
    const third = families.rotate(second);
    assert.ok(third !== undefined);
    assert.deepEqual([first, second, third].map(outcomeOf), ['reused', 'reused', 'current']);
    assert.equal(families.rotate(first), undefined);
  });

  it('take a token with their id and a wrong secret for one that was used', () => {
    const first = open(id);
    assert.equal(outcomeOf(`${id}.${'B'.repeat(43)}`), 'reused');
    assert.equal(families.rotate(`${id}.${'B'.repeat(43)}`), undefined);
    assert.equal(outcomeOf(first), 'current');
  });

  it('know nothing of tokens that are none', () => {
    const first = open(id);
    for (const odd of ['', '.', id, first.slice(1), `${first}A`, `${first}.x`, first.replace('.', ''), `${first} `]) {
      assert.equal(outcomeOf(odd), 'unknown', odd);
      assert.equal(families.rotate(odd), undefined, odd);
    }
  });

  it('end at a fixed time, however often they were renewed', () => {
    let token = open(id);
    for (let hour = 0; hour < 23; hour += 1) {
      now += 3_600_000;
      token = families.rotate(token) ?? assert.fail(`hour ${hour}`);
    }
    now += 3_599_000;
    assert.equal(outcomeOf(token), 'current');
    now += 1000;
    assert.equal(outcomeOf(token), 'expired');
  });

  it('end as a whole, and name what is still in force', () => {
    const token = open(id);
    const living = { uti: 'living', expiresAt: seconds() + 10, keyThumbprint: 'key' };
    assert.equal(families.note(id, { uti: 'expired', expiresAt: seconds() }), true);
    assert.equal(families.note(id, living), true);
    const found = families.find(token);
    assert.ok(found.outcome === 'current');
    assert.deepEqual(
      found.tokens.map(({ uti }) => uti),
      ['expired', 'living'],
    );
    assert.deepEqual(families.end(id)?.tokens, [living]);
    assert.equal(families.end(id), undefined);
    assert.equal(outcomeOf(token), 'unknown');
    assert.equal(families.rotate(token), undefined);
    assert.equal(families.note(id, living), false);
    assert.equal(families.giveFirst(id), undefined);
  });

  it('of pages end when the person signs out; those of services stay', () => {
    const given = (['public', 'confidential'] as const).map((kind, index) => {
      const familyId = String(index).repeat(22);
      const application = { kind, refreshTokenReuseLeewaySeconds: 0 } as Application;
      const signIn = { sessionId: 'this' };
      families.begin({ id: familyId, application, signIn, expiresAt: seconds() + 60 } as TokenFamily);
      return families.giveFirst(familyId) ?? assert.fail('no family');
    });
    families.endSignIn('another');
    assert.deepEqual(given.map(outcomeOf), ['current', 'current']);
    families.endSignIn('this');
    assert.deepEqual(given.map(outcomeOf), ['unknown', 'current']);
  });

  it('are bounded, and so is what each of them remembers', () => {
    const token = open(id);
    for (let count = 0; count < 70; count += 1) families.note(id, { uti: `${count}`, expiresAt: seconds() + 60 });
    const found = families.find(token);
    assert.ok(found.outcome === 'current');
    assert.equal(found.tokens.length, 64);
    assert.equal(found.tokens.at(-1)?.uti, '69');
    for (let count = 0; count < 10_000; count += 1) open(String(count).padStart(22, '0'));
    assert.equal(outcomeOf(token), 'unknown');
  });
});
