import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeCompactJws,
  encodeBase64url,
  encodeUtf8,
  importVerificationKey,
  JwsInvalid,
  parseJwkSet,
  parsePublicJwk,
  signCompactJws,
  verifyCompactJws,
} from '@holdfast/core';
import { publishedSigningKey, rfc7515Ec } from '../fixtures/published-keys.ts';
import { outcomeOf, refusedWith } from '../fixtures/refusals.ts';

// What is wrong with a token here is wrong although its signature is right: the holder of the key made it that way.

const key = await publishedSigningKey('ES256', rfc7515Ec);
const verifier = await importVerificationKey(key.jwk, 'ES256');
const verify = (text: string): Promise<string> => outcomeOf(() => verifyCompactJws(text, { key: verifier }));
const part = (text: string): string => encodeBase64url(encodeUtf8(text));

/** Signs two texts as they stand, sound JSON or not. */
async function signParts(header: string, payload: string): Promise<string> {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${encodeBase64url(await key.sign(encodeUtf8(input)))}`;
}
const signHeader = (members: object): Promise<string> =>
  signParts(JSON.stringify({ alg: 'ES256', ...members }), '{"sub":"ada"}');

const token = await signHeader({});
const [header = '', payload = '', signature = ''] = token.split('.');

test('catalogue 05: crit is never stepped over, whatever it lists', async () => {
  assert.equal(await verify(token), 'accepted');
  for (const crit of [['exp'], ['alg'], ['b64'], ['http://example.com/unknown'], [], [''], 'exp', null, {}]) {
    const members = { crit, exp: 1, b64: true, 'http://example.com/unknown': 1 };
    assert.equal(await verify(await signHeader(members)), 'ERR_JWS_HEADER', JSON.stringify(crit));
    assert.equal(await verify(await signHeader({ crit })), 'ERR_JWS_HEADER', JSON.stringify(crit));
  }
  // An extension that is used without being declared critical is refused as well.
  assert.equal(await verify(await signHeader({ b64: false })), 'ERR_JWS_HEADER');
});

test('catalogue 10: nothing is ever decompressed, and every size has a bound', async () => {
  for (const zip of ['DEF', 'def', 'GZ', '']) assert.equal(await verify(await signHeader({ zip })), 'ERR_JWS_HEADER');
  const deflated = await signParts('{"alg":"ES256"}', '\u001f\u008b{"sub":"ada"}');
  assert.equal(await verify(deflated), 'ERR_JWS_JSON');
  assert.equal(await verify(await signParts('{"alg":"ES256"}', `{"a":"${'a'.repeat(12_400)}"}`)), 'ERR_JWS_TOO_LARGE');
  assert.equal(await verify(await signParts('{"alg":"ES256"}', `{"a":"${'a'.repeat(12_000)}"}`)), 'accepted');
  assert.equal(await verify(`${'e'.repeat(10_000_000)}.e30.AAAA`), 'ERR_JWS_TOO_LARGE');
});

test('catalogue 12: an encrypted token of five parts passes at no door for signed ones, nor does what is inside it', async () => {
  const outer = part('{"alg":"dir","enc":"A128GCM"}');
  const inner = `${part('{"alg":"none"}')}.${payload}.`;
  for (const five of [`${outer}..AAAA.${part(inner)}.AAAA`, `${header}.AAAA.AAAA.AAAA.AAAA`, `${token}.AAAA.AAAA`]) {
    assert.equal(await verify(five), 'ERR_JWS_SEGMENTS');
  }
  // A token wrapped in a signed one is a payload that is no object, not a second chance.
  assert.equal(await verify(await signParts('{"alg":"ES256","cty":"JWT"}', inner)), 'ERR_JWS_HEADER');
  assert.equal(await verify(await signParts('{"alg":"ES256"}', token)), 'ERR_JWS_JSON');
});

test('catalogue 15: one text has one reading: no member twice, no JSON serialisation, no mixture of both', async () => {
  for (const [twiceInHeader, claims] of [
    ['{"alg":"ES256","alg":"ES256"}', '{}'],
    ['{"alg":"none","alg":"ES256"}', '{}'],
    [String.raw`{"alg":"ES256","\u0061lg":"none"}`, '{}'],
    ['{"alg":"ES256"}', '{"sub":"ada","sub":"eve"}'],
    ['{"alg":"ES256"}', '{"cnf":{"kid":"a","kid":"b"}}'],
    ['{"alg":"ES256"}', '{"__proto__":{"sub":"eve"}}'],
    ['{"alg":"ES256"}', '{"sub":"ada"}{"sub":"eve"}'],
  ] as const) {
    assert.equal(await verify(await signParts(twiceInHeader, claims)), 'ERR_JWS_JSON', twiceInHeader + claims);
  }
  const flattened = JSON.stringify({ payload, protected: header, signature });
  const general = JSON.stringify({ payload, signatures: [{ protected: header, signature }] });
  const twoPayloads = `{"payload":"${payload}","payload":"${part('{"sub":"eve"}')}","protected":"${header}"}`;
  for (const text of [flattened, general, twoPayloads]) assert.equal(await verify(text), 'ERR_JWS_SEGMENTS');
  // A compact token that is also the value of a member of a JSON text: three parts, and none of them base64url.
  const polyglot = `{"protected":"${header}.${payload}.${signature}"}`;
  assert.equal(await verify(polyglot), 'ERR_JWS_ENCODING');
});

test('catalogue 16: a signed token has one spelling, so a hash of it cannot be walked around', async () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = letters.indexOf(token.at(-1) ?? '');
  const bytes = Buffer.from(signature, 'base64url');
  // 64 bytes leave four spare bits in the last letter: fifteen more texts decode to the very same signature.
  for (let spare = 1; spare < 16; spare += 1) {
    const twin = `${token.slice(0, -1)}${letters[last ^ spare]}`;
    assert.deepEqual(Buffer.from(twin.slice(twin.lastIndexOf('.') + 1), 'base64url'), bytes);
    assert.equal(await verify(twin), 'ERR_JWS_ENCODING');
  }
  // A payload of 14 bytes leaves two, and the holder of the key may sign the text as it is respelled.
  const longer = part('{"sub":"adam"}');
  const signText = async (text: string): Promise<string> =>
    `${text}.${encodeBase64url(await key.sign(encodeUtf8(text)))}`;
  assert.equal(await verify(await signText(`${header}.${longer}`)), 'accepted');
  for (const spare of [1, 2, 3]) {
    const twin = `${longer.slice(0, -1)}${letters[letters.indexOf(longer.at(-1) ?? '') ^ spare]}`;
    assert.equal(await verify(await signText(`${header}.${twin}`)), 'ERR_JWS_ENCODING');
  }
  const respelled = [`${token}=`, `${token}==`, ` ${token}`, `${token} `, `${token}\n`, token.replace('.', '.\n')];
  for (const text of [...respelled, token.replace('.', '=.'), `${token}\u00a0`, token.replace('e', '%65')]) {
    assert.equal(await verify(text), 'ERR_JWS_ENCODING', JSON.stringify(text.slice(-12)));
  }
});

test('catalogue 37: deep nesting, long texts and many dots cost no more than a look', async () => {
  for (const deep of ['['.repeat(20_000), '{"a":'.repeat(1_000), '[{"a":'.repeat(100)]) {
    const error = await refusedWith(deep.length > 12_288 ? 'ERR_JWS_TOO_LARGE' : 'ERR_JWS_JSON', () =>
      decodeCompactJws(`${header}.${part(deep)}.${signature}`),
    );
    assert.ok(error instanceof JwsInvalid);
    if (error.code === 'ERR_JWS_JSON') assert.equal((error.cause as { code?: string }).code, 'ERR_JSON_TOO_DEEP');
  }
  const nested = (depth: number): string => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
  assert.equal(await verify(await signParts('{"alg":"ES256"}', nested(16))), 'accepted');
  assert.equal(await verify(await signParts('{"alg":"ES256"}', nested(17))), 'ERR_JWS_JSON');
  assert.equal(await verify('.'.repeat(16_384)), 'ERR_JWS_SEGMENTS');
  assert.equal(await verify('.'.repeat(50_000_000)), 'ERR_JWS_TOO_LARGE');
  assert.equal(await verify(await signHeader({ kid: 'k'.repeat(1025) })), 'ERR_JWS_HEADER');
});

test('weakness W9: every wrong shape of the published signature vectors is refused, keys for another use included', async () => {
  const eve = (await signCompactJws({ header: {}, payload: { sub: 'eve' }, key })).split('.')[1];
  const modified = signature.replace(/^./, (one) => (one === 'A' ? 'B' : 'A'));
  const shapes: readonly (readonly [what: string, text: string, code: string])[] = [
    ['a modified signature', `${header}.${payload}.${modified}`, 'ERR_SIGNATURE_INVALID'],
    ['a modified payload', `${header}.${eve}.${signature}`, 'ERR_SIGNATURE_INVALID'],
    ['a modified header', `${part('{"alg":"ES256","kid":"x"}')}.${payload}.${signature}`, 'ERR_SIGNATURE_INVALID'],
    ['no signature', `${header}.${payload}.`, 'ERR_JWS_ENCODING'],
    ['no signature and no dot', `${header}.${payload}`, 'ERR_JWS_SEGMENTS'],
    ['no payload', `${header}..${signature}`, 'ERR_JWS_SEGMENTS'],
    ['no payload and no dot', `${header}.${signature}`, 'ERR_JWS_SEGMENTS'],
    ['no header', `.${payload}.${signature}`, 'ERR_JWS_SEGMENTS'],
    ['a payload alone', payload, 'ERR_JWS_SEGMENTS'],
    ['nothing', '', 'ERR_JWS_SEGMENTS'],
    ['a dot too many', `${token}.`, 'ERR_JWS_SEGMENTS'],
    ['a part too many', `${token}.foo`, 'ERR_JWS_SEGMENTS'],
    ['blanks before the signature', `${header}.${payload}.    ${signature}`, 'ERR_JWS_ENCODING'],
    ['blanks after the header', `${header}    .${payload}.${signature}`, 'ERR_JWS_ENCODING'],
    ['blanks before the payload', `${header}.    ${payload}.${signature}`, 'ERR_JWS_ENCODING'],
    ['other marks in the header', `${header}####.${payload}.${signature}`, 'ERR_JWS_ENCODING'],
    ['other marks in the signature', `${header}.${payload}.?${signature}`, 'ERR_JWS_ENCODING'],
    ['padding in the payload', `${header}.${payload}=.${signature}`, 'ERR_JWS_ENCODING'],
    ['an embedded key', await signHeader({ jwk: key.jwk }), 'ERR_JWS_HEADER'],
    ['alg none', `${part('{"alg":"none"}')}.${payload}.${signature}`, 'ERR_JWS_ALG'],
  ];
  for (const [what, text, code] of shapes) assert.equal(await verify(text), code, what);
  for (const label of [{ use: 'enc' }, { key_ops: ['encrypt'] }, { key_ops: ['sign'] }, { alg: 'ES384' }]) {
    assert.throws(() => parsePublicJwk({ ...key.jwk, ...label }), { code: 'ERR_JWK_ALG' }, JSON.stringify(label));
    const others = parseJwkSet({ keys: [{ ...key.jwk, kid: '1', ...label }] });
    assert.deepEqual(others, [], JSON.stringify(label));
  }
});
