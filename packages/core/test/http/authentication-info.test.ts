import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuthenticationHeaderParser } from '@azure/msal-common';
import { findVectors } from '@holdfast/testing';
import { buildAuthenticationInfo, parseAuthenticationInfo } from '../../src/http/authentication-info.ts';
import { assertBoundedTime } from '../fixtures/bounded-time.ts';

const accepted: readonly (readonly [value: string, expected: Record<string, string>])[] = [
  ['', {}],
  ['nextnonce="n1"', { nextnonce: 'n1' }],
  ['PoP nextnonce="n1"', { nextnonce: 'n1' }],
  ['pop  NextNonce = n1', { nextnonce: 'n1' }],
  [', nextnonce="n1", ,foo="b,c"', { nextnonce: 'n1', foo: 'b,c' }],
  ['pop=1, nextnonce=n', { pop: '1', nextnonce: 'n' }],
  ['pop = 1', { pop: '1' }],
];
const refused: readonly (readonly [value: string, code: string])[] = [
  ['PoP', 'ERR_HEADER_SYNTAX'],
  ['Bearer nextnonce="n1"', 'ERR_HEADER_SYNTAX'],
  ['foo="b", PoP nextnonce="n1"', 'ERR_HEADER_SYNTAX'],
  ['PoP PoP nextnonce="n1"', 'ERR_HEADER_SYNTAX'],
  ['nextnonce', 'ERR_HEADER_SYNTAX'],
  ['nextnonce=', 'ERR_HEADER_SYNTAX'],
  ['nextnonce="n1', 'ERR_HEADER_SYNTAX'],
  ['nextnonce="n1" foo="b"', 'ERR_HEADER_SYNTAX'],
  ['nextnonce="n1", nextNonce="n2"', 'ERR_HEADER_DUPLICATE_PARAMETER'],
  [`a="${'x'.repeat(16_384)}"`, 'ERR_HEADER_TOO_LARGE'],
];

describe('parseAuthenticationInfo (RFC 9110 section 11.6.3)', () => {
  for (const [value, expected] of accepted) {
    it(`accepts ${JSON.stringify(value)}`, () => {
      assert.deepEqual(Object.fromEntries(parseAuthenticationInfo(value)), expected);
    });
  }
  for (const [value, code] of refused) {
    it(`refuses ${JSON.stringify(value).slice(0, 40)} with ${code}`, () => {
      assert.throws(() => parseAuthenticationInfo(value), { name: 'HeaderMalformed', code });
    });
  }

  it('accepts a field of exactly 16 KiB', () => {
    assert.equal(parseAuthenticationInfo(`a="${'x'.repeat(16_384 - 4)}"`).get('a')?.length, 16_380);
  });

  it('takes a time that is linear in the length of the field, whatever it is', () => {
    for (const part of [',', ' ', 'a=b,', 'PoP ', 'a=" ', 'a="\\', '=']) {
      const field = part.repeat(16_000 / part.length);
      assertBoundedTime(part, () => parseAuthenticationInfo(field));
    }
  });
});

describe('buildAuthenticationInfo (RFC 9110 section 11.6.3)', () => {
  it('writes parameters without a scheme word', () => {
    assert.equal(buildAuthenticationInfo({ nextnonce: 'n1' }), 'nextnonce="n1"');
    assert.equal(buildAuthenticationInfo({ a: '1', b: '"' }), 'a="1", b="\\""');
  });

  it('refuses what cannot be written', () => {
    assert.throws(() => buildAuthenticationInfo({ nextnonce: 'a\nb' }), { code: 'ERR_HEADER_VALUE' });
    assert.throws(() => buildAuthenticationInfo({ '': 'a' }), TypeError);
  });

  it('writes a nonce where MSAL.js finds it', () => {
    const field = buildAuthenticationInfo({ nextnonce: 'n-1_x' });
    assert.equal(new AuthenticationHeaderParser({ 'Authentication-Info': field }).getShrNonce(), 'n-1_x');
  });
});

interface MsalVectors {
  readonly authenticationHeaderParser: readonly { readonly headers: Record<string, string>; readonly nonce?: string }[];
}
const vectors = findVectors<MsalVectors>('msal-js.json');

describe('parseAuthenticationInfo on fields recorded with MSAL.js', {
  skip: vectors === undefined && 'no recorded vectors here',
}, () => {
  for (const { headers } of vectors?.authenticationHeaderParser ?? []) {
    const field = headers['Authentication-Info'];
    if (field === undefined) continue;
    it(`reads ${field}`, () => {
      const expected = field.includes('nextnonce') ? 'n1' : undefined;
      assert.equal(parseAuthenticationInfo(field).get('nextnonce'), expected);
    });
  }
});
