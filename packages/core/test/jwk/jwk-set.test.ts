import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJwkSet } from '../../src/jwk/jwk-set.ts';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rfc7517Rsa, rsaJwk } from '../fixtures/published-keys.ts';

const rsa = { ...rsaJwk(rfc7515Rsa), kid: 'rsa' };
const other = { ...rsaJwk(rfc7517Rsa), kid: 'other' };
const ec = { ...ecJwk(rfc7515Ec), kid: 'ec' };
const kids = (value: unknown) => parseJwkSet(value).map(({ kid }) => kid);

describe('JWK Set (RFC 7517 section 5)', () => {
  it('keeps every key that can verify, in order, with its issuer', () => {
    const issuer = 'https://sts.example/{tenantid}/v2.0';
    const set = { keys: [{ ...rsa, x5t: 'AAAA', x5c: ['AAAA'], issuer }, ec], other: 1 };
    assert.deepEqual(parseJwkSet(set), [
      { kid: 'rsa', jwk: rsa, issuer },
      { kid: 'ec', jwk: ec },
    ]);
  });

  for (const [what, entry] of [
    ['another key type', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid: 'x' }],
    ['another curve', { ...ec, kid: 'x', crv: 'P-384' }],
    ['an encryption key', { ...rsa, kid: 'x', use: 'enc' }],
    ['another algorithm', { ...rsa, kid: 'x', alg: 'RS512' }],
    ['a weak key', { ...rsa, kid: 'x', e: 'Aw' }],
    ['a malformed key', { ...rsa, kid: 'x', n: 'AA==' }],
    ['a key without kid', rsaJwk(rfc7515Rsa)],
    ['a key with a kid that is no text', { ...rsa, kid: 7 }],
    // Dropping the member instead would free the key of the issuer it is meant for.
    ['a key with an issuer that is no text', { ...rsa, kid: 'x', issuer: ['https://sts.example'] }],
    ['a key with an issuer of null', { ...rsa, kid: 'x', issuer: null }],
    ['null', null],
    ['a text', 'key'],
    ['a list', [rsa]],
  ] as const) {
    it(`leaves out ${what}`, () => assert.deepEqual(kids({ keys: [ec, entry, other] }), ['ec', 'other']));
  }

  it('refuses a set that discloses a private key, whatever else is in it', () => {
    assert.throws(() => parseJwkSet({ keys: [ec, { ...other, d: rfc7517Rsa.d }] }), { code: 'ERR_JWK_PRIVATE' });
    assert.throws(() => parseJwkSet({ keys: [ec, { kty: 'oct', k: 'AAAA', kid: 'x' }] }), { code: 'ERR_JWK_PRIVATE' });
  });

  it('refuses two keys under one kid: a token could choose between them', () => {
    assert.throws(() => parseJwkSet({ keys: [rsa, { ...other, kid: 'rsa' }] }), { code: 'ERR_JWK_SET' });
    assert.throws(() => parseJwkSet({ keys: [rsa, rsa] }), { code: 'ERR_JWK_SET' });
  });

  it('does not confuse a kid with a member of an object', () => {
    assert.deepEqual(
      kids({
        keys: [
          { ...rsa, kid: '__proto__' },
          { ...ec, kid: 'constructor' },
        ],
      }),
      ['__proto__', 'constructor'],
    );
  });

  it('takes at most 256 keys', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ ...ec, kid: `k${index}` }));
    assert.equal(parseJwkSet({ keys: keys(256) }).length, 256);
    assert.throws(() => parseJwkSet({ keys: keys(257) }), { code: 'ERR_JWK_SET' });
  });

  for (const value of [null, undefined, [], [rsa], 'keys', {}, { keys: null }, { keys: {} }, { keys: 'x' }]) {
    it(`refuses ${JSON.stringify(value)?.slice(0, 20)}`, () => {
      assert.throws(() => parseJwkSet(value), { name: 'JwkInvalid', code: 'ERR_JWK_SET' });
    });
  }

  it('takes a set without keys', () => assert.deepEqual(parseJwkSet({ keys: [] }), []));
});
