import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findVectors } from '@holdfast/testing';
import fc from 'fast-check';
import type { JsonObject } from '../../src/base/strict-json.ts';
import { encodeClaimsChallenge, parseClaimsChallenge } from '../../src/challenge/claims-challenge.ts';
import { ClaimsMalformed } from '../../src/errors/claims-malformed.ts';
import { hasPlainNames, wildText } from '../fixtures/wild-texts.ts';

// Both alphabets differ for this text: its base64 holds + and /.
const claims = { access_token: { a: { value: '>>>???\u00fc~~~~' } } };
const json = JSON.stringify(claims);

describe('parseClaimsChallenge (OpenID Connect Core section 5.5)', () => {
  const base64 = Buffer.from(json).toString('base64');
  const base64url = Buffer.from(json).toString('base64url');
  const spellings = {
    'raw JSON': json,
    'raw JSON with blanks': ` \t\n${json} `,
    'padded base64': base64,
    'base64 without padding': base64.replace(/=+$/, ''),
    base64url,
    'padded base64url': base64url.padEnd(base64.length, '='),
  };
  it('has an example in which the two alphabets differ', () => {
    assert.match(base64, /[+/].*=$/);
  });
  for (const [name, value] of Object.entries(spellings)) {
    it(`reads ${name}`, () => assert.deepEqual(parseClaimsChallenge(value), claims));
  }

  const encode = (text: string | Buffer) => Buffer.from(text).toString('base64');
  const refused: readonly (readonly [name: string, value: string, code: string])[] = [
    ['nothing', '', 'ERR_CLAIMS_JSON'],
    ['broken JSON', '{"a":', 'ERR_CLAIMS_JSON'],
    ['a duplicate member', '{"a":1,"a":2}', 'ERR_CLAIMS_JSON'],
    ['a duplicate member in base64', encode('{"a":1,"\\u0061":2}'), 'ERR_CLAIMS_JSON'],
    ['a member named __proto__', encode('{"__proto__":{}}'), 'ERR_CLAIMS_JSON'],
    ['deep nesting', encode(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`), 'ERR_CLAIMS_JSON'],
    ['an array', encode('[]'), 'ERR_CLAIMS_JSON'],
    ['text in base64', encode('hello world!'), 'ERR_CLAIMS_JSON'],
    ['an array as raw JSON', '[1]', 'ERR_CLAIMS_ENCODING'],
    ['a byte order mark', encode(`\ufeff${json}`), 'ERR_CLAIMS_JSON'],
    ['bytes that are not UTF-8', encode(Buffer.from([0x7b, 0xff, 0x7d])), 'ERR_CLAIMS_ENCODING'],
    ['mixed alphabets', `${base64.slice(0, 8)}-_+/`, 'ERR_CLAIMS_ENCODING'],
    ['spare bits', 'e31', 'ERR_CLAIMS_ENCODING'],
    ['padding in the middle', 'e3=0', 'ERR_CLAIMS_ENCODING'],
    ['too much padding', 'e30===', 'ERR_CLAIMS_ENCODING'],
    ['padding to the wrong length', 'e30==', 'ERR_CLAIMS_ENCODING'],
    ['blanks in base64', 'e3 0', 'ERR_CLAIMS_ENCODING'],
    ['more than 16 KiB', `{"a":"${'x'.repeat(16_384)}"}`, 'ERR_CLAIMS_TOO_LARGE'],
  ];
  for (const [name, value, code] of refused) {
    it(`refuses ${name} with ${code}`, () =>
      assert.throws(() => parseClaimsChallenge(value), { name: 'ClaimsMalformed', code }));
  }

  it('never repeats the claims in its error', () => {
    for (const value of ['{"secret":', encode('{"secret":1,"secret":2}'), '!secret!']) {
      assert.throws(
        () => parseClaimsChallenge(value),
        (error: Error) => !/secret/.test(`${error.stack}${(error.cause as Error).stack}`),
      );
    }
  });

  it('throws nothing but ClaimsMalformed, on any text', () => {
    const texts = fc.oneof(
      wildText(),
      fc.json(),
      fc.base64String(),
      fc.json().map((text) => encode(text)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseClaimsChallenge(text);
        } catch (error) {
          assert.ok(error instanceof ClaimsMalformed);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('encodeClaimsChallenge', () => {
  it('writes padded standard base64 of compact JSON', () => {
    assert.equal(encodeClaimsChallenge({}), 'e30=');
    assert.equal(encodeClaimsChallenge(claims), Buffer.from(json).toString('base64'));
  });

  it('writes and reads exactly 16 KiB', () => {
    const text = encodeClaimsChallenge({ a: 'x'.repeat(12_280) });
    assert.equal(text.length, 16_384);
    assert.deepEqual(parseClaimsChallenge(text), { a: 'x'.repeat(12_280) });
  });

  it('refuses what no reader would take', () => {
    assert.throws(() => encodeClaimsChallenge({ a: 'x'.repeat(13_000) }), { code: 'ERR_CLAIMS_TOO_LARGE' });
  });

  it('writes what parseClaimsChallenge reads', () => {
    const member = fc.string({ unit: 'grapheme' }).filter((name) => hasPlainNames({ [name]: 0 }));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 3 }),
      object: fc.dictionary(member, tie('any'), { maxKeys: 3, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(value.object, (object) => {
        assert.deepEqual(parseClaimsChallenge(encodeClaimsChallenge(object as JsonObject)), object);
      }),
    );
  });
});

interface MsalVectors {
  readonly caeChallenges: readonly { readonly header: string; readonly claims: string }[];
}
const vectors = findVectors<MsalVectors>('msal-js.json');

describe('parseClaimsChallenge on recorded challenges', {
  skip: vectors === undefined && 'no recorded vectors here',
}, () => {
  for (const { header, claims: expected } of vectors?.caeChallenges ?? []) {
    it('reads the claims of Entra', () => {
      const value = /claims="([^"]*)"/.exec(header)?.[1] ?? '';
      assert.deepEqual(parseClaimsChallenge(value), JSON.parse(expected));
    });
  }
});
