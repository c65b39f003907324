import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuthenticationHeaderParser } from '@azure/msal-common';
import { findVectors } from '@holdfast/testing';
import { HeaderMalformed } from '../../src/errors/header-malformed.ts';
import {
  type AuthChallenge,
  buildWwwAuthenticate,
  findChallenge,
  parseWwwAuthenticate,
} from '../../src/http/www-authenticate.ts';
import { assertBoundedTime } from '../fixtures/bounded-time.ts';

type Plain = [scheme: string, content?: string | Record<string, string>];

function plain(challenges: readonly AuthChallenge[]): Plain[] {
  return challenges.map(({ scheme, token68, params }) => {
    if (token68 !== undefined) return [scheme, token68];
    return params.size === 0 ? [scheme] : [scheme, Object.fromEntries(params)];
  });
}

const accepted: readonly (readonly [value: string | string[], expected: Plain[]])[] = [
  ['', []],
  [' , ,\t,', []],
  ['Basic', [['basic']]],
  ['PoP nonce="n1"', [['pop', { nonce: 'n1' }]]],
  ['pOp NONCE=n1', [['pop', { nonce: 'n1' }]]],
  ['PoP nonce \t=\t "n1"', [['pop', { nonce: 'n1' }]]],
  ['PoP   nonce="n1" , error="e"', [['pop', { nonce: 'n1', error: 'e' }]]],
  ['PoP nonce="n1",error="e"', [['pop', { nonce: 'n1', error: 'e' }]]],
  ['Basic realm=""', [['basic', { realm: '' }]]],
  ['Basic realm="a, b=c"', [['basic', { realm: 'a, b=c' }]]],
  ['Basic realm="a\\"b\\\\c\\d"', [['basic', { realm: 'a"b\\cd' }]]],
  ['Basic realm="\\\t\u00e9\\\u00e9"', [['basic', { realm: '\t\u00e9\u00e9' }]]],
  ['Basic , ,realm="x"', [['basic', { realm: 'x' }]]],
  ['Basic realm="x",,\t, type=1,', [['basic', { realm: 'x', type: '1' }]]],
  ['Negotiate YII+/a-b._~==', [['negotiate', 'YII+/a-b._~==']]],
  ['Negotiate a', [['negotiate', 'a']]],
  ['Basic realm=', [['basic', 'realm=']]],
  ['Negotiate a=', [['negotiate', 'a=']]],
  [
    'Negotiate a= , Basic realm=x',
    [
      ['negotiate', 'a='],
      ['basic', { realm: 'x' }],
    ],
  ],
  ['Negotiate, NTLM', [['negotiate'], ['ntlm']]],
  ['Negotiate a=b', [['negotiate', { a: 'b' }]]],
  ['Digest qop="a", Bearer , PoP nonce=n', [['digest', { qop: 'a' }], ['bearer'], ['pop', { nonce: 'n' }]]],
  [
    ['Bearer realm="a"', '', 'PoP nonce="n1"'],
    [
      ['bearer', { realm: 'a' }],
      ['pop', { nonce: 'n1' }],
    ],
  ],
  [
    'Bearer a=1, Bearer a=2',
    [
      ['bearer', { a: '1' }],
      ['bearer', { a: '2' }],
    ],
  ],
  ['X __proto__=a, constructor=b', [['x', JSON.parse('{"__proto__":"a","constructor":"b"}')]]],
];

const refused: readonly (readonly [value: string | string[], code: string])[] = [
  ['realm="x"', 'ERR_HEADER_SYNTAX'],
  ['=', 'ERR_HEADER_SYNTAX'],
  ['"x"', 'ERR_HEADER_SYNTAX'],
  ['Basic a=1, realm=', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="x', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="x\\', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="x\\"', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="x"y', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="x" type=1', 'ERR_HEADER_SYNTAX'],
  ['Basic realm=x y', 'ERR_HEADER_SYNTAX'],
  ['Basic realm=a/b', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="a\u0000b"', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="a\r\nb"', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="a\u007fb"', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="a\\\u0000"', 'ERR_HEADER_SYNTAX'],
  ['Basic realm="\u0100"', 'ERR_HEADER_SYNTAX'],
  ['Basic\trealm="x"', 'ERR_HEADER_SYNTAX'],
  ['Basic, realm="x"', 'ERR_HEADER_SYNTAX'],
  ['Basic; realm="x"', 'ERR_HEADER_SYNTAX'],
  ['Negotiate a==, realm="x"', 'ERR_HEADER_SYNTAX'],
  ['Negotiate a==b', 'ERR_HEADER_SYNTAX'],
  ['Negotiate ==', 'ERR_HEADER_SYNTAX'],
  ['Negotiate a b', 'ERR_HEADER_SYNTAX'],
  ['PoP nonce="n1", nonce="n2"', 'ERR_HEADER_DUPLICATE_PARAMETER'],
  ['PoP nonce="n1", NONCE="n1"', 'ERR_HEADER_DUPLICATE_PARAMETER'],
  [['Bearer a=1', 'b=2'], 'ERR_HEADER_SYNTAX'],
  [`Basic realm="${'x'.repeat(16_384)}"`, 'ERR_HEADER_TOO_LARGE'],
  [['a'.repeat(10_000), 'a'.repeat(10_000)], 'ERR_HEADER_TOO_LARGE'],
];

describe('parseWwwAuthenticate (RFC 9110 section 11.6.1)', () => {
  it('reads the example of the RFC', () => {
    const value = 'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""';
    assert.deepEqual(plain(parseWwwAuthenticate(value)), [
      ['basic', { realm: 'simple' }],
      ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
    ]);
  });

  for (const [value, expected] of accepted) {
    it(`accepts ${JSON.stringify(value)}`, () => assert.deepEqual(plain(parseWwwAuthenticate(value)), expected));
  }

  for (const [value, code] of refused) {
    it(`refuses ${JSON.stringify(value).slice(0, 40)} with ${code}`, () => {
      assert.throws(
        () => parseWwwAuthenticate(value),
        (error) => error instanceof HeaderMalformed && error.code === code,
      );
    });
  }

  it('accepts a field of exactly 16 KiB', () => {
    const value = `X a="${'x'.repeat(16_384 - 6)}"`;
    assert.equal(value.length, 16_384);
    assert.equal(parseWwwAuthenticate(value)[0]?.params.get('a')?.length, 16_378);
  });

  it('never repeats the field in its error', () => {
    for (const value of ['SECRET secret="secret', 'secret a=1, SECRET=1, secret=2', `"${'secret'.repeat(4000)}`]) {
      assert.throws(
        () => parseWwwAuthenticate(value),
        (error: Error) => !/secret/i.test(`${error.stack}${error.message}`),
      );
    }
  });

  it('takes a time that is linear in the length of the field, whatever it is', () => {
    const repeat =
      (part: string, head = '') =>
      (size: number) =>
        head + part.repeat(Math.ceil(size / part.length)).slice(0, size);
    const hostile = [
      ['commas', repeat(',')],
      ['blanks', repeat(' ', 'A')],
      ['blanks in front of nothing', repeat('a \t \t \t \t')],
      ['words', repeat('a,')],
      ['token68 that is not one', repeat('a', 'A ')],
      ['many schemes with long words', repeat('A aaaaaaaaaa=b,')],
      ['equals signs', repeat('=', 'A a')],
      ['backslashes', repeat('\\', 'A a="')],
      ['quotes', repeat('"', 'A a=')],
      ['parameters', repeat('a=b,', 'A ')],
      ['an open string', repeat('x', 'A a="')],
      ['bare schemes and blanks', repeat('A   ,')],
      ['escaped quotes', repeat('\\"', 'A a="')],
      ['blanks behind a value', (size: number) => `A a=b${' '.repeat(size)}c`],
      ['blanks around an equals sign', (size: number) => `A a${' '.repeat(size / 2)}=${' '.repeat(size / 2)},`],
    ] as const;
    for (const [name, make] of hostile) {
      const field = make(16_000);
      assertBoundedTime(name, () => parseWwwAuthenticate(field));
    }
  });
});

describe('findChallenge', () => {
  it('finds the first challenge of a scheme in any letter case', () => {
    const challenges = parseWwwAuthenticate('Bearer a=1, PoP nonce=n1, PoP nonce=n2');
    assert.equal(findChallenge(challenges, 'pop')?.params.get('nonce'), 'n1');
    assert.equal(findChallenge(challenges, 'BEARER')?.params.get('a'), '1');
    assert.equal(findChallenge(challenges, 'dpop'), undefined);
  });
});

describe('buildWwwAuthenticate (RFC 9110 section 11.6.1)', () => {
  it('quotes every value and keeps the order', () => {
    assert.equal(
      buildWwwAuthenticate({ scheme: 'Bearer', params: { realm: '', error: 'insufficient_claims', claims: 'e30=' } }),
      'Bearer realm="", error="insufficient_claims", claims="e30="',
    );
    assert.equal(buildWwwAuthenticate({ scheme: 'PoP', params: { nonce: 'a"b\\c' } }), 'PoP nonce="a\\"b\\\\c"');
    assert.equal(buildWwwAuthenticate({ scheme: 'PoP' }), 'PoP');
    assert.equal(buildWwwAuthenticate({ scheme: 'Negotiate', token68: 'ab==' }), 'Negotiate ab==');
  });

  it('refuses a value that would leave its field', () => {
    for (const value of ['a\r\nSet-Cookie: b', 'a\u0000', 'a\u007f', 'gr\u00fc\u00df', '\u2028']) {
      assert.throws(() => buildWwwAuthenticate({ scheme: 'PoP', params: { nonce: value } }), {
        code: 'ERR_HEADER_VALUE',
      });
    }
  });

  it('refuses schemes, names and token68 outside the grammar as misuse', () => {
    assert.throws(() => buildWwwAuthenticate({ scheme: '' }), TypeError);
    assert.throws(() => buildWwwAuthenticate({ scheme: 'Po P' }), TypeError);
    assert.throws(() => buildWwwAuthenticate({ scheme: 'PoP', params: { 'a b': 'c' } }), TypeError);
    assert.throws(() => buildWwwAuthenticate({ scheme: 'PoP', token68: '=a' }), TypeError);
    assert.throws(() => buildWwwAuthenticate({ scheme: 'PoP', token68: '==' }), TypeError);
    assert.throws(() => buildWwwAuthenticate({ scheme: 'PoP', token68: 'a', params: { b: 'c' } }), TypeError);
  });

  it('writes a nonce where MSAL.js finds it', () => {
    const field = buildWwwAuthenticate({ scheme: 'PoP', params: { nonce: 'n-1_x', error: 'nonce_malformed' } });
    assert.equal(new AuthenticationHeaderParser({ 'WWW-Authenticate': field }).getShrNonce(), 'n-1_x');
  });
});

interface MsalVectors {
  readonly authenticationHeaderParser: readonly { readonly headers: Record<string, string>; readonly nonce?: string }[];
  readonly caeChallenges: readonly { readonly header: string; readonly claims: string }[];
}
const vectors = findVectors<MsalVectors>('msal-js.json');

describe('parseWwwAuthenticate on fields recorded with MSAL.js', {
  skip: vectors === undefined && 'no recorded vectors here',
}, () => {
  for (const { headers, nonce } of vectors?.authenticationHeaderParser ?? []) {
    const field = headers['WWW-Authenticate'] ?? headers['www-authenticate'];
    if (field === undefined || field === 'PoP') continue;
    it(`finds the nonce in ${field}${nonce === undefined ? ', where MSAL.js does not' : ''}`, () => {
      const found = findChallenge(parseWwwAuthenticate(field), 'pop')?.params.get('nonce');
      // MSAL.js cuts a nonce at its first equals sign; the grammar does not.
      assert.equal(found, field.includes('abc==') ? 'abc==' : 'n1');
    });
  }

  for (const { header, claims } of vectors?.caeChallenges ?? []) {
    it('reads a claims challenge of Entra', () => {
      const params = findChallenge(parseWwwAuthenticate(header), 'bearer')?.params;
      assert.equal(params?.get('error'), 'insufficient_claims');
      assert.equal(atob(params?.get('claims') ?? ''), claims);
    });
  }
});
