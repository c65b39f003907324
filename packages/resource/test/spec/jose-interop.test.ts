import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createSignedHttpRequest, generateSigningKey, type JwsAlgorithm, type SigningKey } from '@holdfast/core';
import fc from 'fast-check';
import * as jose from 'jose';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { clock, issuer, keys, now, origin, tokenClaims } from '../fixture/people.ts';

// Tokens and proofs made by code that nobody here wrote.

const algorithms = ['RS256', 'PS256', 'ES256'] as const;
type Pair = Awaited<ReturnType<typeof jose.generateKeyPair>>;
interface Signer {
  readonly alg: JwsAlgorithm;
  readonly pair: Pair;
  readonly jwk: jose.JWK;
  readonly thumbprint: string;
}

async function makeSigner(alg: JwsAlgorithm): Promise<Signer> {
  const pair = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(pair.publicKey);
  return { alg, pair, jwk, thumbprint: await jose.calculateJwkThumbprint(jwk) };
}

const issuers = await Promise.all(algorithms.map(makeSigner));
const holders = await Promise.all(algorithms.map(makeSigner));
const validator = makeValidator({
  issuers: [
    {
      issuer,
      tenants: 'any',
      algorithms,
      jwks: { keys: issuers.map(({ alg, jwk }) => ({ ...(jwk as object), kid: `key-${alg}`, alg })) } as never,
    },
  ],
});

function mint({ alg, pair }: Signer, cnf: object): Promise<string> {
  return new jose.SignJWT({ ...tokenClaims(), cnf })
    .setProtectedHeader({ alg, typ: 'JWT', kid: `key-${alg}` })
    .sign(pair.privateKey);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

function prove(
  { alg, pair, jwk }: Signer,
  at: string,
  request: { m: string; p: string; query: string },
): Promise<string> {
  const names = request.query === '' ? [] : request.query.split('&').map((part) => part.split('=')[0]);
  const claims = {
    at,
    ts: now(),
    m: request.m,
    u: new URL(origin).host,
    p: request.p,
    q: [names, hash(request.query)],
  };
  return new jose.SignJWT({ ...claims, cnf: { jwk } as never })
    .setProtectedHeader({ alg, typ: 'pop' })
    .sign(pair.privateKey);
}

const member = fc.constantFrom('jwk', 'kid', 'jkt');
const segment = fc.stringMatching(/^[A-Za-z0-9._~%-]{1,8}$/).map((text) => encodeURIComponent(text));
const path = fc
  .array(segment, { maxLength: 4 })
  .map((segments) => `/${segments.filter((one) => !/^\.{1,2}$/.test(one)).join('/')}`);
const query = fc
  .uniqueArray(fc.tuple(segment, fc.option(segment, { nil: undefined })), { maxLength: 4, selector: ([name]) => name })
  .map((parts) => parts.map(([name, value]) => (value === undefined ? name : `${name}=${value}`)).join('&'));
const scene = fc.record({
  issuer: fc.constantFrom(...issuers),
  holder: fc.constantFrom(...holders),
  member,
  m: fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'),
  p: path,
  query,
});

const cnfOf = (signer: Signer, name: string): object =>
  name === 'jwk' ? { jwk: signer.jwk } : { [name]: signer.thumbprint };
const targetOf = ({ p, query: text }: { p: string; query: string }): string => (text === '' ? p : `${p}?${text}`);

test('what jose signs is accepted: any issuer key × any proof key × any cnf member × any request', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async (one) => {
      const token = await mint(one.issuer, cnfOf(one.holder, one.member));
      const proof = await prove(one.holder, token, one);
      const request = incoming(`PoP ${proof}`, { method: one.m, target: targetOf(one) });
      // One scene may be drawn twice, and an RS256 proof repeats itself within a second.
      clock.advance(1);
      assert.equal(await verdict(validator.authenticate(request)), 'accepted');
    }),
    { numRuns: 60 },
  );
});

test('no single changed character of a proof passes, and no other request is served by it', async () => {
  const [holder] = holders;
  assert.ok(holder !== undefined && issuers[0] !== undefined);
  const token = await mint(issuers[0], cnfOf(holder, 'kid'));
  const proof = await prove(holder, token, { m: 'GET', p: '/orders', query: '' });
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
  await fc.assert(
    fc.asyncProperty(fc.nat(proof.length - 1), fc.constantFrom(...letters), async (at, letter) => {
      fc.pre(proof[at] !== letter);
      const changed = `${proof.slice(0, at)}${letter}${proof.slice(at + 1)}`;
      assert.notEqual(await verdict(validator.authenticate(incoming(`PoP ${changed}`))), 'accepted');
    }),
    { numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(path, query, async (p, text) => {
      const target = targetOf({ p, query: text });
      fc.pre(target !== '/orders');
      const outcome = await verdict(validator.authenticate(incoming(`PoP ${proof}`, { target })));
      assert.ok(outcome === 'ERR_SHR_PATH' || outcome === 'ERR_SHR_QUERY', `${target}: ${outcome}`);
    }),
    { numRuns: 100 },
  );
});

test('the key of another holder never stands in, whatever its algorithm', async () => {
  for (const owner of holders) {
    for (const thief of holders) {
      if (owner === thief) continue;
      for (const name of ['jwk', 'kid', 'jkt']) {
        const token = await mint(issuers[0] as Signer, cnfOf(owner, name));
        const proof = await prove(thief, token, { m: 'GET', p: '/orders', query: '' });
        assert.equal(await verdict(validator.authenticate(incoming(`PoP ${proof}`))), 'ERR_SHR_KEY_MISMATCH');
      }
    }
  }
});

test('what this project signs, jose verifies', async () => {
  for (const alg of algorithms) {
    const key: SigningKey = await generateSigningKey({ alg });
    const proof = await createSignedHttpRequest({
      accessToken: 'at',
      key,
      request: { method: 'GET', url: `${origin}/orders?a=1` },
      clock,
    });
    const { payload, protectedHeader } = await jose.jwtVerify(proof, await jose.importJWK(key.jwk as jose.JWK, alg), {
      typ: 'pop',
    });
    assert.equal(protectedHeader.kid, key.thumbprint);
    assert.equal(payload['p'], '/orders');
    assert.equal(await jose.calculateJwkThumbprint(key.jwk as jose.JWK), key.thumbprint);
  }
  assert.equal(await jose.calculateJwkThumbprint(keys.client.jwk as jose.JWK), keys.client.thumbprint);
});
