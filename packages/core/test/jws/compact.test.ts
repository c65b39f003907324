import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeBase64url } from '../../src/base/base64url.ts';
import { encodeUtf8 } from '../../src/base/bytes.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';

const part = (text: string) => encodeBase64url(encodeUtf8(text));
const jsonPart = (value: unknown) => part(JSON.stringify(value));
const signature = encodeBase64url(new Uint8Array(64).fill(7));
const withHeader = (header: unknown) => `${jsonPart(header)}.${jsonPart({ sub: 'ada' })}.${signature}`;
const withHeaderText = (header: string) => `${part(header)}.${jsonPart({ sub: 'ada' })}.${signature}`;
const good = withHeader({ alg: 'ES256', typ: 'JWT' });

describe('front door, open (RFC 7515 section 5.2)', () => {
  it('gives header, payload, signature and what was signed', () => {
    const jws = decodeCompactJws(good);
    assert.deepEqual(jws.header, { alg: 'ES256', typ: 'JWT' });
    assert.deepEqual(jws.payload, { sub: 'ada' });
    assert.deepEqual(jws.signature, new Uint8Array(64).fill(7));
    assert.equal(jws.signingInput, good.slice(0, good.lastIndexOf('.')));
  });

  for (const alg of ['RS256', 'PS256', 'ES256']) {
    it(`admits ${alg}`, () => assert.equal(decodeCompactJws(withHeader({ alg })).header.alg, alg));
  }

  it('admits typ, kid, x5t and x5t#S256', () => {
    const header = { alg: 'RS256', typ: 'JWT', kid: 'a/b+c é', x5t: 'ofCk8thqTL9f411FbSacnox1tNo', 'x5t#S256': 'AAAA' };
    assert.deepEqual(decodeCompactJws(withHeader(header)).header, header);
  });

  it('admits an empty payload object', () => {
    assert.deepEqual(decodeCompactJws(`${jsonPart({ alg: 'ES256' })}.${part('{}')}.${signature}`).payload, {});
  });
});

describe('front door, algorithm (RFC 8725 section 3.1)', () => {
  const absent = ['none', 'None', 'NONE', 'nOnE', 'none ', ''];
  const others = ['HS256', 'HS384', 'HS512', 'RS384', 'PS512', 'ES384', 'EdDSA', 'RSA-OAEP', 'dir', 'rs256', 'RS256 '];
  const types = [null, 0, 1, true, {}, [], ['RS256'], { RS256: 1 }, '__proto__', 'constructor'];
  for (const alg of [...absent, ...others, ...types]) {
    it(`refuses alg ${JSON.stringify(alg)}`, () => {
      assert.throws(() => decodeCompactJws(withHeader({ alg })), { name: 'JwsInvalid', code: 'ERR_JWS_ALG' });
    });
  }

  it('refuses a header without alg', () => {
    for (const header of [{}, { typ: 'JWT' }, { ALG: 'RS256' }, { Alg: 'RS256' }]) {
      assert.throws(() => decodeCompactJws(withHeader(header)), { code: 'ERR_JWS_ALG' });
    }
  });

  it('refuses alg none with an empty signature part, as RFC 7519 section 6 writes it', () => {
    const unsecured = `${jsonPart({ alg: 'none' })}.${jsonPart({ sub: 'ada' })}.`;
    assert.throws(() => decodeCompactJws(unsecured), { code: 'ERR_JWS_ENCODING' });
  });

  it('refuses an empty signature under an allowed algorithm', () => {
    assert.throws(() => decodeCompactJws(good.slice(0, good.lastIndexOf('.') + 1)), { code: 'ERR_JWS_ENCODING' });
  });
});

describe('front door, header allow-list (RFC 7515 section 4)', () => {
  const jwk = { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' };
  for (const [name, value] of [
    ['crit', ['exp']],
    ['crit', []],
    ['b64', true],
    ['b64', false],
    ['zip', 'DEF'],
    ['jku', 'https://attacker.example/keys'],
    ['x5u', 'https://attacker.example/cert'],
    ['jwk', jwk],
    ['x5c', ['AAAA']],
    ['cty', 'JWT'],
    ['enc', 'A128GCM'],
    ['epk', jwk],
    ['p2c', 1_000_000_000],
    ['iss', 'me'],
    ['nonce', 'n'],
    ['unknown', 1],
    ['', 'x'],
    ['KID', 'x'],
    ['Typ', 'pop'],
    ['constructor', 'x'],
    ['typ', null],
    ['typ', ['pop']],
    ['typ', { toString: 'pop' }],
    ['typ', 1],
    ['kid', null],
    ['kid', 7],
    ['kid', ['k']],
    ['kid', { kid: 'k' }],
    ['kid', 'k'.repeat(1025)],
    ['x5t', 'AA=='],
    ['x5t', 'AA+A'],
    ['x5t', ''],
    ['x5t', 'AAAA\n'],
    ['x5t#S256', 'AA='],
    ['x5t#S256', ['AAAA']],
  ] as const) {
    it(`refuses ${name || 'a nameless member'} ${JSON.stringify(value).slice(0, 40)}`, () => {
      assert.throws(() => decodeCompactJws(withHeader({ alg: 'ES256', [name]: value })), { code: 'ERR_JWS_HEADER' });
    });
  }

  it('refuses a member named twice, and __proto__', () => {
    for (const header of [
      '{"alg":"ES256","alg":"none"}',
      '{"alg":"none","alg":"ES256"}',
      String.raw`{"alg":"ES256","\u0061lg":"ES256"}`,
      '{"alg":"ES256","typ":"JWT","typ":"pop"}',
      '{"alg":"ES256","__proto__":{"typ":"pop"}}',
    ]) {
      assert.throws(() => decodeCompactJws(withHeaderText(header)), { code: 'ERR_JWS_JSON' });
    }
  });

  it('admits padding in x5t and a certificate chain only where the door is told to', () => {
    const padded = withHeader({ alg: 'RS256', x5t: 'ofCk8thqTL9f411FbSacnox1tNo=' });
    assert.equal(decodeCompactJws(padded, { relaxedX5t: true }).header.x5t, 'ofCk8thqTL9f411FbSacnox1tNo=');
    assert.equal(decodeCompactJws(withHeader({ alg: 'RS256', x5t: 'AAAA' }), { relaxedX5t: true }).header.x5t, 'AAAA');
    assert.throws(() => decodeCompactJws(padded, { allowX5c: true }), { code: 'ERR_JWS_HEADER' });
    const chained = withHeader({ alg: 'RS256', x5c: ['AAAA', 'BBBB'] });
    assert.deepEqual(decodeCompactJws(chained, { allowX5c: true }).header.x5c, ['AAAA', 'BBBB']);
    assert.throws(() => decodeCompactJws(chained, { relaxedX5t: true }), { code: 'ERR_JWS_HEADER' });
  });

  it('admits texts of 1024 characters and chains of ten', () => {
    const kid = 'k'.repeat(1024);
    assert.equal(decodeCompactJws(withHeader({ alg: 'RS256', kid })).header.kid, kid);
    const x5c = Array<string>(10).fill('AAAA');
    assert.deepEqual(decodeCompactJws(withHeader({ alg: 'RS256', x5c }), { allowX5c: true }).header.x5c, x5c);
  });

  it('gives a chain as a list even where a client sends its one certificate bare', () => {
    const jws = decodeCompactJws(withHeader({ alg: 'RS256', x5c: 'AAAA' }), { allowX5c: true });
    assert.deepEqual(jws.header.x5c, ['AAAA']);
  });

  for (const x5c of [[], [1], [['AAAA']], null, {}, Array(11).fill('AAAA')]) {
    it(`refuses x5c ${JSON.stringify(x5c).slice(0, 24)} even there`, () => {
      const text = withHeader({ alg: 'RS256', x5c });
      assert.throws(() => decodeCompactJws(text, { allowX5c: true }), { code: 'ERR_JWS_HEADER' });
    });
  }

  it('admits an address of keys only where it will be compared, and only as a text', () => {
    const named = withHeader({ alg: 'RS256', jku: 'https://localhost/certs' });
    assert.equal(decodeCompactJws(named, { allowJku: true }).header.jku, 'https://localhost/certs');
    assert.throws(() => decodeCompactJws(named, { allowX5c: true, relaxedX5t: true }), { code: 'ERR_JWS_HEADER' });
    for (const jku of [1, null, ['https://localhost/certs'], {}, 'j'.repeat(1025)]) {
      assert.throws(() => decodeCompactJws(withHeader({ alg: 'RS256', jku }), { allowJku: true }), {
        code: 'ERR_JWS_HEADER',
      });
    }
  });

  it('still refuses everything else where a door is wider', () => {
    const wide = { allowX5c: true, relaxedX5t: true };
    for (const extra of [{ crit: ['x5c'] }, { jwk }, { jku: 'https://attacker.example' }, { x5t: 'AA===' }]) {
      assert.throws(() => decodeCompactJws(withHeader({ alg: 'RS256', ...extra }), wide), { code: 'ERR_JWS_HEADER' });
    }
  });
});

describe('front door, shape (RFC 7515 section 7.1)', () => {
  const [header, payload] = good.split('.') as [string, string];
  for (const [what, text, code] of [
    ['nothing', '', 'ERR_JWS_SEGMENTS'],
    ['one part', header, 'ERR_JWS_SEGMENTS'],
    ['two parts', `${header}.${payload}`, 'ERR_JWS_SEGMENTS'],
    ['four parts', `${good}.${signature}`, 'ERR_JWS_SEGMENTS'],
    ['a dot at the end', `${good}.`, 'ERR_JWS_SEGMENTS'],
    ['a dot at the beginning', `.${good}`, 'ERR_JWS_SEGMENTS'],
    ['five parts, as a JWE has', `${good}.AAAA.AAAA`, 'ERR_JWS_SEGMENTS'],
    ['an empty header', `.${payload}.${signature}`, 'ERR_JWS_SEGMENTS'],
    ['an empty payload', `${header}..${signature}`, 'ERR_JWS_SEGMENTS'],
    ['three empty parts', '..', 'ERR_JWS_SEGMENTS'],
    ['the JSON serialisation', JSON.stringify({ protected: header, payload, signature }), 'ERR_JWS_SEGMENTS'],
    ['a blank before', ` ${good}`, 'ERR_JWS_ENCODING'],
    ['a line feed after', `${good}\n`, 'ERR_JWS_ENCODING'],
    ['a scheme before', `PoP ${good}`, 'ERR_JWS_ENCODING'],
    ['a header of one letter', `A.${payload}.${signature}`, 'ERR_JWS_ENCODING'],
    ['a payload with spare bits', `${header}.${part('{}').slice(0, -1)}1.${signature}`, 'ERR_JWS_ENCODING'],
    ['a signature with spare bits', `${header}.${payload}.${signature.slice(0, -1)}x`, 'ERR_JWS_ENCODING'],
    ['a header that is no JSON', `${part('alg')}.${payload}.${signature}`, 'ERR_JWS_JSON'],
    ['a header that is a list', `${part('[{"alg":"ES256"}]')}.${payload}.${signature}`, 'ERR_JWS_JSON'],
    ['a header that is a text', `${part('"ES256"')}.${payload}.${signature}`, 'ERR_JWS_JSON'],
    ['a header of null', `${part('null')}.${payload}.${signature}`, 'ERR_JWS_JSON'],
    ['a payload that is no object', `${header}.${part('[1]')}.${signature}`, 'ERR_JWS_JSON'],
    ['a payload that is a nested token', `${header}.${part(good)}.${signature}`, 'ERR_JWS_JSON'],
    ['a payload with two equal claims', `${header}.${part('{"a":1,"a":2}')}.${signature}`, 'ERR_JWS_JSON'],
    ['a payload with __proto__', `${header}.${part('{"__proto__":{"aud":"x"}}')}.${signature}`, 'ERR_JWS_JSON'],
    [
      'a payload too deep',
      `${header}.${part(`{"a":${'['.repeat(16)}${']'.repeat(16)}}`)}.${signature}`,
      'ERR_JWS_JSON',
    ],
    ['a payload with a byte order mark', `${header}.${part('\uFEFF{}')}.${signature}`, 'ERR_JWS_JSON'],
    ['a payload in broken UTF-8', `${header}.${encodeBase64url(Uint8Array.of(0xff))}.${signature}`, 'ERR_JWS_JSON'],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(() => decodeCompactJws(text), { name: 'JwsInvalid', code }));
  }

  for (const value of [undefined, null, 5, {}, [good], { toString: () => good, length: 5 }]) {
    it(`refuses ${JSON.stringify(value)?.slice(0, 8)}, which is no text`, () => {
      assert.throws(() => decodeCompactJws(value as string), { code: 'ERR_JWS_SEGMENTS' });
    });
  }

  it('takes 16,384 characters unless told', () => {
    const ofLength = (length: number) => {
      const room = length - header.length - signature.length - 2;
      return `${header}.${encodeBase64url(encodeUtf8('{}'.padEnd(Math.floor((room * 3) / 4))))}.${signature}`;
    };
    const longest = ofLength(16_384);
    assert.equal(longest.length, 16_384);
    assert.deepEqual(decodeCompactJws(longest).payload, {});
    assert.throws(() => decodeCompactJws('a'.repeat(16_385)), { code: 'ERR_JWS_TOO_LARGE' });
    assert.throws(() => decodeCompactJws('a'.repeat(16_384)), { code: 'ERR_JWS_SEGMENTS' });
    assert.throws(() => decodeCompactJws(good, { maxLength: good.length - 1 }), { code: 'ERR_JWS_TOO_LARGE' });
    assert.deepEqual(decodeCompactJws(good, { maxLength: good.length }).payload, { sub: 'ada' });
  });

  it('refuses a megabyte of dots as fast as any other text', () => {
    assert.throws(() => decodeCompactJws('.'.repeat(1_000_000)), { code: 'ERR_JWS_TOO_LARGE' });
    assert.throws(() => decodeCompactJws('.'.repeat(16_000)), { code: 'ERR_JWS_SEGMENTS' });
  });
});
