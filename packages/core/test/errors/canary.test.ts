import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { createFakeClock } from '@holdfast/testing';
import * as core from '../../src/index.ts';
import { publishedSigningKey, rfc7515Ec, rfc7515Rsa, rfc7517Ec, rsaJwk } from '../fixtures/published-keys.ts';

/*
 * Every error is provoked with input that carries a mark in the place of a secret. The mark must be nowhere in the error: not in its
 * message, stack, causes or properties, not as JSON, not as a console would print it, and not in base64 either.
 */
const mark = 'KANARIE0SECRET';
const shadows = [mark, mark.toLowerCase(), ...[0, 1, 2].map((offset) => encodedMiddle(offset))];

function encodedMiddle(offset: number): string {
  // The letters in the middle do not depend on what stands before and after the mark.
  return Buffer.from(`${'-'.repeat(offset)}${mark}---`)
    .toString('base64url')
    .slice(4, 16);
}

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const jsonPart = (value: unknown) => base64url(JSON.stringify(value));
const signature = base64url(mark.padEnd(64));
const jws = (header: unknown, payload: unknown = { sub: mark }) =>
  `${jsonPart(header)}.${jsonPart(payload)}.${signature}`;

const key = await publishedSigningKey('ES256', rfc7515Ec);
const foreignKey = await publishedSigningKey('ES256', rfc7517Ec);
const rsa = rsaJwk(rfc7515Rsa);
const markedNumber = base64url(mark.padEnd(256, '!'));
const now = 1_561_572_000;

async function proof(claims: object, options: { readonly header?: object; readonly signer?: core.SigningKey } = {}) {
  const { header = {}, signer = key } = options;
  const q = [[], await core.sha256Base64url('')];
  const cnf = { jwk: { ...key.jwk, kid: mark } };
  const sound = { at: mark, ts: now, m: 'GET', u: 'api.example', p: `/${mark}`, q, nonce: mark, jti: mark, cnf };
  return core.signCompactJws({
    header: { typ: 'pop', kid: key.thumbprint, ...header } as object,
    payload: { ...sound, ...claims } as core.JsonObject,
    key: signer,
  });
}

async function verify(claims: object, options: Parameters<typeof proof>[1] = {}, request: object = {}) {
  return core.verifySignedHttpRequest({
    shr: core.decodeSignedHttpRequest(await proof(claims, options)),
    confirmation: { form: 'kid', thumbprint: key.thumbprint },
    request: { method: 'GET', host: 'api.example', path: `/${mark}`, query: '', headers: [['x', mark]], ...request },
    clock: () => now * 1000,
  });
}

const create = (request: object, options: object = {}) =>
  core.createSignedHttpRequest({
    accessToken: mark,
    key,
    request: { method: 'GET', url: `https://api.example/${mark}`, ...request },
    nonce: mark,
    ...options,
  });

async function fullStore(limits: object, owners: readonly string[]) {
  const clock = createFakeClock();
  const store = core.createMemoryReplayStore({ clock, ...limits });
  const expiresAt = clock() / 1000 + 60;
  for (const [index, owner] of owners.entries()) await store.claimOnce({ id: `${mark}${index}`, owner, expiresAt });
}

/** One way at least to provoke every code of core, with the mark as close to the fault as it can be. */
const provocations: readonly (readonly [string, () => unknown])[] = [
  ['ERR_UTF8_INVALID', () => core.decodeUtf8(Buffer.concat([Buffer.from(mark), Buffer.of(0xff)]))],
  ['ERR_BASE64URL_INVALID', () => core.decodeBase64url(`${mark}=`)],
  ['ERR_BASE64_INVALID', () => core.decodeBase64(mark)],
  ['ERR_JSON_TOO_LARGE', () => core.parseStrictJson(JSON.stringify(mark.repeat(5000)))],
  ['ERR_JSON_SYNTAX', () => core.parseStrictJson(`{"${mark}":${mark}}`)],
  ['ERR_JSON_SYNTAX', () => core.parseStrictJson(mark)],
  ['ERR_JSON_DUPLICATE_MEMBER', () => core.parseStrictJson(`{"${mark}":1,"${mark}":2}`)],
  ['ERR_JSON_RESERVED_MEMBER', () => core.parseStrictJson(`{"__proto__":"${mark}"}`)],
  ['ERR_JSON_TOO_DEEP', () => core.parseStrictJson(`${'['.repeat(17)}"${mark}"${']'.repeat(17)}`)],
  ['ERR_JSON_NOT_OBJECT', () => core.parseStrictJsonObject(`"${mark}"`)],
  ['ERR_JWK_NOT_OBJECT', () => core.parsePublicJwk(mark)],
  ['ERR_JWK_PRIVATE', () => core.parsePublicJwk({ kty: 'EC', d: mark, [mark]: mark })],
  ['ERR_JWK_KTY', () => core.parsePublicJwk({ kty: mark })],
  ['ERR_JWK_KTY', () => core.parsePublicJwk({ kty: 'EC', crv: mark })],
  ['ERR_JWK_MEMBER', () => core.parsePublicJwk({ kty: 'RSA', n: `${markedNumber}=`, e: 'AQAB' })],
  ['ERR_JWK_MEMBER', () => core.parsePublicJwk({ ...key.jwk, kid: mark.repeat(50) })],
  ['ERR_JWK_WEAK', () => core.parsePublicJwk({ kty: 'RSA', n: base64url(mark), e: 'AQAB' })],
  ['ERR_JWK_WEAK', () => core.parsePublicJwk({ ...rsa, n: markedNumber, e: base64url(mark) })],
  ['ERR_JWK_NOT_ON_CURVE', () => core.parsePublicJwk({ ...key.jwk, x: base64url(mark.padEnd(32)) })],
  ['ERR_JWK_ALG', () => core.parsePublicJwk({ ...key.jwk, alg: mark })],
  ['ERR_JWK_ALG', () => core.parsePublicJwk({ ...key.jwk, use: mark })],
  ['ERR_JWK_SET', () => core.parseJwkSet({ keys: mark })],
  ['ERR_JWK_SET', () => core.parseJwkSet({ keys: [1, 2].map(() => ({ ...key.jwk, kid: mark })) })],
  ['ERR_CNF_NOT_OBJECT', () => core.parseCnf(mark)],
  ['ERR_CNF_EMPTY', () => core.parseCnf({ xms_ksl: mark })],
  ['ERR_CNF_UNKNOWN_MEMBER', () => core.parseCnf({ [mark]: mark })],
  ['ERR_CNF_THUMBPRINT', () => core.parseCnf({ kid: mark })],
  ['ERR_CNF_CONTRADICTION', () => core.parseCnf({ jwk: { ...key.jwk, kid: mark }, kid: `${mark}2` })],
  ['ERR_REQ_CNF_ENCODING', () => core.parseReqCnf(`${mark}=`)],
  ['ERR_REQ_CNF_ENCODING', () => core.parseReqCnf(base64url(`{"kid":"${mark}","kid":"${mark}"}`))],
  ['ERR_REQ_CNF_ENCODING', () => core.parseReqCnf(base64url(mark.repeat(2000)))],
  ['ERR_REQ_CNF_SHAPE', () => core.parseReqCnf(jsonPart({ kid: mark, [mark]: mark }))],
  ['ERR_KEY_UNUSABLE', () => core.importVerificationKey({ ...key.jwk, alg: mark }, 'ES256')],
  ['ERR_KEY_UNUSABLE', () => core.importVerificationKey({ ...key.jwk, x: mark } as core.PublicJwk, 'ES256')],
  ['ERR_KEY_UNUSABLE', importMarkedPkcs8],
  ['ERR_JWS_TOO_LARGE', () => core.decodeCompactJws(mark.repeat(2000))],
  ['ERR_JWS_SEGMENTS', () => core.decodeCompactJws(mark)],
  ['ERR_JWS_ENCODING', () => core.decodeCompactJws(`${mark}.${mark}=.${mark}`)],
  ['ERR_JWS_JSON', () => core.decodeCompactJws(`${base64url(mark)}.${base64url(mark)}.${base64url(mark)}`)],
  ['ERR_JWS_JSON', () => core.decodeCompactJws(`${base64url(`{"${mark}":1,"${mark}":1}`)}.e30.${signature}`)],
  ['ERR_JWS_ALG', () => core.decodeCompactJws(jws({ alg: mark }))],
  ['ERR_JWS_HEADER', () => core.decodeCompactJws(jws({ alg: 'ES256', [mark]: mark }))],
  ['ERR_JWS_HEADER', () => core.decodeCompactJws(jws({ alg: 'ES256', x5t: `${mark}!` }))],
  ['ERR_SIGNATURE_INVALID', verifyForged],
  ['ERR_SHR_TYP', () => core.decodeSignedHttpRequest(jws({ alg: 'ES256', typ: mark }))],
  ['ERR_SHR_CLAIM_MISSING', () => core.decodeSignedHttpRequest(jws({ alg: 'ES256', typ: 'pop' }))],
  ['ERR_SHR_CLAIM_MALFORMED', () => core.decodeSignedHttpRequest(jws({ alg: 'ES256', typ: 'pop' }, { at: [mark] }))],
  ['ERR_SHR_CLAIM_MALFORMED', () => verify({ q: [mark, mark] })],
  ['ERR_SHR_CLAIM_MALFORMED', () => verify({ ts: mark })],
  ['ERR_SHR_CLAIM_MALFORMED', () => create({ method: mark.toLowerCase() })],
  ['ERR_SHR_CLAIM_MALFORMED', () => create({ url: `https://${mark} /` })],
  ['ERR_SHR_CLAIM_MALFORMED', () => create({ url: `ftp://api.example/${mark}` })],
  ['ERR_SHR_CNF', () => verify({ cnf: { kid: mark } })],
  ['ERR_SHR_CNF', () => verify({ cnf: { jwk: { kty: 'RSA', n: `${markedNumber}=`, e: 'AQAB' } } })],
  ['ERR_SHR_DIALECT', () => verify({ nonce: mark }, { header: { kid: jsonPart({ kid: key.thumbprint }) } })],
  ['ERR_SHR_KEY_MISMATCH', () => verify({}, { header: { kid: mark } })],
  ['ERR_SHR_KEY_MISMATCH', () => verify({ cnf: { jwk: { ...foreignKey.jwk, kid: mark } } }, { signer: foreignKey })],
  ['ERR_SHR_ACCESS_TOKEN_MISMATCH', verifyForAnotherToken],
  ['ERR_SHR_STALE', () => verify({ ts: 1 })],
  ['ERR_SHR_FUTURE', () => verify({ ts: now + 1000 })],
  ['ERR_SHR_METHOD', () => verify({ m: mark })],
  ['ERR_SHR_HOST', () => verify({ u: mark })],
  ['ERR_SHR_PATH', () => verify({ p: `/${mark}/other` })],
  ['ERR_SHR_QUERY', () => verify({ q: [[mark], mark] })],
  ['ERR_SHR_QUERY_UNSIGNABLE', () => verify({}, {}, { query: `${mark}=1&${mark}=2` })],
  ['ERR_SHR_QUERY_UNSIGNABLE', () => create({ url: `https://api.example/?${mark}&${mark}` })],
  ['ERR_SHR_HEADERS', () => verify({ h: [[mark], mark] })],
  ['ERR_SHR_HEADERS', () => create({ headers: [['a', mark]] }, { signHeaders: [mark] })],
  ['ERR_SHR_BODY', () => verify({ b: mark }, {}, { body: Buffer.from(mark) })],
  ['ERR_SHR_BODY_UNAVAILABLE', () => verify({ b: mark })],
  ['ERR_FLIGHT_ABORTED', () => core.createSingleFlight().run(mark, async () => mark, AbortSignal.abort())],
  ['ERR_DEADLINE_EXCEEDED', exceedDeadline],
  ['ERR_HEADER_TOO_LARGE', () => core.parseWwwAuthenticate(`PoP nonce="${mark.repeat(5000)}"`)],
  ['ERR_HEADER_SYNTAX', () => core.parseWwwAuthenticate(`PoP nonce="${mark}`)],
  ['ERR_HEADER_SYNTAX', () => core.parseAuthenticationInfo(`nextnonce="${mark}`)],
  ['ERR_HEADER_DUPLICATE_PARAMETER', () => core.parseWwwAuthenticate(`PoP ${mark}="${mark}", ${mark}="${mark}"`)],
  ['ERR_HEADER_VALUE', () => core.buildWwwAuthenticate({ scheme: 'PoP', params: { nonce: `${mark}\n` } })],
  ['ERR_REQUEST_TARGET_FORM', () => core.parseRequestTarget(mark)],
  ['ERR_REQUEST_TARGET_CHARACTER', () => core.parseRequestTarget(`/${mark} `)],
  ['ERR_REPLAY_OWNER_QUOTA', () => fullStore({ maxPerOwner: 1 }, [mark, mark])],
  ['ERR_REPLAY_STORE_FULL', () => fullStore({ maxEntries: 1 }, [mark, `${mark}2`])],
  ['ERR_KEY_POOL_CLOSED', takeFromClosedPool],
  ['ERR_CLAIMS_TOO_LARGE', () => core.parseClaimsChallenge(mark.repeat(2000))],
  ['ERR_CLAIMS_ENCODING', () => core.parseClaimsChallenge(`${mark}!`)],
  ['ERR_CLAIMS_JSON', () => core.parseClaimsChallenge(base64url(mark))],
  ['ERR_CLAIMS_JSON', () => core.parseClaimsChallenge(`{"${mark}":${mark}}`)],
  ['ERR_CLAIMS_SHAPE', () => core.mergeClaims({ access_token: mark }, [mark])],
];

function importMarkedPkcs8(): Promise<core.SigningKey> {
  return core.importPkcs8SigningKey({ alg: 'ES256', pkcs8: new TextEncoder().encode(mark), publicJwk: key.jwk });
}

async function verifyForged(): Promise<unknown> {
  return core.verifyCompactJws(jws({ alg: 'ES256', kid: mark }), {
    key: await core.importVerificationKey(key.jwk, 'ES256'),
  });
}

async function verifyForAnotherToken(): Promise<unknown> {
  return core.verifySignedHttpRequest({
    shr: { jws: core.decodeCompactJws(await proof({})), accessToken: `${mark}2` },
    confirmation: { form: 'kid', thumbprint: key.thumbprint },
    request: { method: 'GET', host: 'api.example', path: '/', query: '', headers: [] },
  });
}

async function exceedDeadline(): Promise<void> {
  const { signal } = core.createDeadline(1);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  throw signal.reason;
}

async function takeFromClosedPool(): Promise<unknown> {
  const pool = core.createKeyPool({ generate: async () => ({ ...key, thumbprint: mark }) });
  pool.close();
  return pool.take();
}

/** Everything that can be read off an error, by a log, a console or a curious program. */
function traces(error: unknown, seen: Set<unknown> = new Set()): readonly string[] {
  if (seen.has(error) || (typeof error !== 'object' && typeof error !== 'function') || error === null)
    return [String(error)];
  seen.add(error);
  const own = Reflect.ownKeys(error).flatMap((name) => [String(name), ...traces(Reflect.get(error, name), seen)]);
  const printed = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true });
  return [String(error), JSON.stringify(error) ?? '', printed, ...own];
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return undefined;
}

function assertNoMark(error: unknown): void {
  for (const trace of traces(error)) {
    for (const shadow of shadows)
      assert.ok(!trace.includes(shadow), `the mark is in ${trace.replaceAll(shadow, '(mark)')}`);
  }
}

describe('errors keep secrets', () => {
  for (const [code, work] of provocations) {
    it(`${code} says nothing of what provoked it`, async () => {
      const error = await thrownBy(work);
      assert.ok(error instanceof core.HoldfastError, String(error));
      assert.equal(error.code, code);
      assertNoMark(error);
    });
  }

  it('is asked of every code there is', () => {
    const codes = Object.keys(core.coreErrors);
    assert.deepEqual(new Set(provocations.map(([code]) => code)), new Set(codes));
  });

  it('is asked of every error class there is', async () => {
    const classes = Object.values(core).filter(
      (value) => typeof value === 'function' && value.prototype instanceof core.HoldfastError,
    );
    const thrown = new Set<unknown>();
    for (const [, work] of provocations) thrown.add(Object.getPrototypeOf(await thrownBy(work)).constructor);
    assert.deepEqual(thrown, new Set(classes));
  });

  it('holds for every parser and every marked text', async () => {
    const parsers: readonly ((text: string) => unknown)[] = [
      core.decodeBase64,
      core.decodeBase64url,
      core.parseStrictJson,
      core.parseStrictJsonObject,
      core.parsePublicJwk,
      core.parseJwkSet,
      core.parseCnf,
      core.parseReqCnf,
      core.decodeCompactJws,
      core.decodeSignedHttpRequest,
      core.parseWwwAuthenticate,
      core.parseAuthenticationInfo,
      core.parseClaimsChallenge,
      core.parseRequestTarget,
      (text) => core.parsePublicJwk({ ...key.jwk, x: text, kid: text }),
      (text) => core.parsePublicJwk({ ...rsa, n: text }),
      (text) => core.parseCnf({ jwk: text, 'x5t#S256': text }),
      (text) => core.parseJwkSet(JSON.parse(text)),
      (text) => create({ url: text }),
      (text) => create({ method: text }),
    ];
    const texts = [
      mark,
      `${mark}\n`,
      `{"${mark}":"${mark}"`,
      `{"keys":[{"kty":"${mark}"}]}`,
      jws({ alg: 'ES256' }),
      signature,
    ];
    const wrapped = texts.flatMap((text) => [
      text,
      base64url(text),
      JSON.stringify(text),
      `PoP "${text}`,
      `${text}.${text}.${text}`,
    ]);
    let refused = 0;
    for (const parse of parsers) {
      for (const text of wrapped) {
        const error = await thrownBy(() => parse(text));
        // JSON.parse is the test's own, and it quotes.
        if (error === undefined || error instanceof SyntaxError) continue;
        assertNoMark(error);
        refused += 1;
      }
    }
    assert.ok(refused > 400, `${refused} refusals`);
  });

  it('would notice a mark anywhere', () => {
    for (const error of [
      new Error(mark),
      new Error('x', { cause: new Error('y', { cause: { token: mark } }) }),
      Object.assign(new Error('x'), { input: base64url(`.${mark}.`) }),
      Object.defineProperty(new Error('x'), 'hidden', { value: mark, enumerable: false }),
    ]) {
      assert.throws(() => assertNoMark(error), assert.AssertionError);
    }
  });
});
