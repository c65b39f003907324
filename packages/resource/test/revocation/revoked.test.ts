import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type JsonObject, parseClaimsChallenge, parseWwwAuthenticate, type ReplayStore } from '@holdfast/core';
import { createMemoryRevocationFeed, type RevocationEntry, type TokenValidatorOptions } from '@holdfast/resource';
import { otherCertificate, ownCertificate, ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, otherTenant, signRequest, tenant, tokenClaims } from '../fixture/people.ts';

const kid = keys.client.thumbprint;
const facts = tokenClaims();
const [oid, azp, uti] = [String(facts['oid']), String(facts['azp']), String(facts['uti'])];
const entry = (changes: Partial<RevocationEntry>): RevocationEntry => ({
  kind: 'user',
  value: oid,
  revokedAt: now(),
  expiresAt: now() + 7200,
  ...changes,
});

function setUp(options: Partial<TokenValidatorOptions> = {}) {
  const feed = createMemoryRevocationFeed({ clock });
  const validator = makeValidator({ revocation: { feed }, ...options });
  const pop = async (accessToken: string, key = keys.client) =>
    incoming(`PoP ${await signRequest({ accessToken, key })}`);
  const call = async (accessToken: string) => validator.authenticate(await pop(accessToken));
  return { feed, validator, call, pop };
}

suite('a revoked token', () => {
  const both = { kid, 'x5t#S256': ownCertificateThumbprint };
  for (const [what, revocation] of [
    ['its user', entry({})],
    ['its user, written in capitals', entry({ value: oid.toUpperCase() })],
    ['its user in its tenant', entry({ tenant })],
    ['its user, as said in another tenant', entry({ tenant: otherTenant })],
    ['its application', entry({ kind: 'application', value: azp })],
    ['its identity by object id', entry({ kind: 'identity', value: oid })],
    ['its identity by client id', entry({ kind: 'identity', value: azp })],
    ['itself', entry({ kind: 'uti', value: uti, revokedAt: 0 })],
    ['its key', entry({ kind: 'jkt', value: kid, revokedAt: 0 })],
    ['its certificate', entry({ kind: 'x5t', value: ownCertificateThumbprint, revokedAt: 0 })],
  ] as const) {
    test(`is refused with its right proof once ${what} was revoked, although it was remembered`, async () => {
      const { feed, validator } = setUp();
      const accessToken = await mintToken({ cnf: both });
      const call = async () => {
        const proof = await signRequest({ accessToken });
        return validator.authenticate(incoming(`PoP ${proof}`, { certificate: ownCertificate }));
      };
      await call();
      await call();
      feed.revoke(revocation);
      const failure = await refusal(call(), 'ERR_TOKEN_REVOKED');
      assert.equal(failure.status, 401);
      assert.equal(await verdict(call()), 'ERR_TOKEN_REVOKED');
      const used = validator.events.filter(({ name }) => name === 'token.revoked-used');
      const thumbprint = revocation.kind === 'x5t' ? ownCertificateThumbprint : kid;
      const told = { name: 'token.revoked-used', kind: revocation.kind, thumbprint, tenant };
      assert.deepEqual(used, [told, told]);
    });
  }

  for (const [what, revocation] of [
    ['another user', entry({ value: '0b1c2d3e-0000-4444-8444-1a2b3c4d5e6f' })],
    ['its user before it was issued', entry({ revokedAt: now() - 1 })],
    ['its application before it was issued', entry({ kind: 'application', value: azp, revokedAt: now() - 1 })],
    ['an application of its user’s name', entry({ kind: 'application', value: oid })],
    ['a user of its application’s name', entry({ value: azp })],
    ['a token whose name differs in letter case', entry({ kind: 'uti', value: uti.toLowerCase() })],
    ['a certificate of its key’s name', entry({ kind: 'x5t', value: kid })],
    ['another key', entry({ kind: 'jkt', value: keys.thief.thumbprint })],
  ] as const) {
    test(`passes when what was revoked is ${what}`, async () => {
      const { feed, call } = setUp();
      feed.revoke(revocation);
      assert.equal(await verdict(call(await mintToken({ cnf: { kid } }))), 'accepted');
    });
  }

  test('is told apart from the one that was issued a second later', async () => {
    const { feed, call } = setUp();
    feed.revoke(entry({ revokedAt: now() }));
    const newer = { iat: now() + 1, nbf: now() + 1, cnf: { kid } };
    assert.equal(await verdict(call(await mintToken({ cnf: { kid } }))), 'ERR_TOKEN_REVOKED');
    assert.equal(await verdict(call(await mintToken(newer))), 'accepted');
  });

  test('is refused where it comes as Bearer, and over its certificate', async () => {
    const { feed, validator } = setUp({ proof: 'when-bound' });
    const [bearer, mtls] = [await mintToken(), await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } })];
    const certified = incoming(`mtls_pop ${mtls}`, { certificate: ownCertificate });
    assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${bearer}`))), 'accepted');
    assert.equal(await verdict(validator.authenticate(certified)), 'accepted');
    feed.revoke(entry({}));
    assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${bearer}`))), 'ERR_TOKEN_REVOKED');
    assert.equal(await verdict(validator.authenticate(certified)), 'ERR_TOKEN_REVOKED');
    const [first, second] = validator.events.filter(({ name }) => name === 'token.revoked-used');
    assert.deepEqual(
      [first, second].map((event) => event !== undefined && 'thumbprint' in event && event.thumbprint),
      [undefined, ownCertificateThumbprint],
    );
  });

  test('is refused before its expiry by the leeway of the clock too', async () => {
    const { feed, call } = setUp({ clockToleranceSeconds: 300 });
    const began = now();
    const accessToken = await mintToken({ exp: began + 600, cnf: { kid } });
    feed.revoke(entry({ expiresAt: began + 600 }));
    clock.advance(899);
    assert.equal(await verdict(call(accessToken)), 'ERR_TOKEN_REVOKED');
    clock.advance(1);
    assert.equal(await verdict(call(accessToken)), 'ERR_TOKEN_EXPIRED');
  });
});

suite('the answer to a revoked token', () => {
  async function challengeFor(claims?: JsonObject): Promise<{ line: string; claims: JsonObject }> {
    const { feed, call } = setUp();
    feed.revoke(entry({ ...(claims === undefined ? {} : { claims }) }));
    const failure = await refusal(call(await mintToken({ cnf: { kid } })), 'ERR_TOKEN_REVOKED');
    const [line = '', ...others] = failure.challenges;
    assert.deepEqual(others, []);
    const [challenge] = parseWwwAuthenticate(line);
    assert.equal(challenge?.scheme, 'bearer');
    assert.equal(challenge?.params.get('error'), 'insufficient_claims');
    const encoded = challenge?.params.get('claims') ?? '';
    // Padded standard base64 is the only form that existing clients decode.
    assert.match(encoded, /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
    return { line, claims: parseClaimsChallenge(encoded) };
  }

  test('asks for a token that was issued later, under Bearer whatever the token is bound by', async () => {
    const revokedAt = now();
    const { line, claims } = await challengeFor();
    assert.match(line, /^Bearer error="insufficient_claims", claims="/);
    assert.deepEqual(claims, { access_token: { nbf: { essential: true, value: String(revokedAt + 1) } } });
  });

  test('asks for what the revocation says', async () => {
    const asked = { access_token: { acrs: { essential: true, value: 'c1' } } };
    assert.deepEqual((await challengeFor(asked)).claims, asked);
  });
});

suite('the place of revocation among the steps', () => {
  test('nobody learns that a token was revoked who has not proved it', async () => {
    const { feed, validator, pop } = setUp();
    feed.revoke(entry({}));
    const accessToken = await mintToken({ cnf: { kid } });
    assert.equal(await verdict(validator.authenticate(await pop(accessToken, keys.thief))), 'ERR_SHR_KEY_MISMATCH');
    assert.equal(await verdict(validator.authenticate(incoming(`Bearer ${accessToken}`))), 'ERR_BINDING_PROOF_MISSING');
    const certified = await mintToken({ cnf: { 'x5t#S256': ownCertificateThumbprint } });
    const stranger = incoming(`mtls_pop ${certified}`, { certificate: otherCertificate });
    assert.equal(await verdict(validator.authenticate(stranger)), 'ERR_CERTIFICATE_MISMATCH');
    const forged = await mintToken({ cnf: { kid } }, keys.thief, { kid: 'issuer-1' });
    assert.notEqual(await verdict(validator.authenticate(await pop(forged))), 'ERR_TOKEN_REVOKED');
    assert.deepEqual(
      validator.events.filter(({ name }) => name === 'token.revoked-used'),
      [],
    );
  });

  test('what a revoked token permitted no longer counts, and its proof is not used up', async () => {
    let claims = 0;
    const store: ReplayStore = {
      async claimOnce() {
        claims += 1;
        return true;
      },
    };
    const { feed, validator, pop } = setUp({ nonce: {}, replay: { store } });
    feed.revoke(entry({}));
    const request = await pop(await mintToken({ cnf: { kid } }));
    const needs = { requiredRoles: ['Orders.Write'] };
    assert.equal(await verdict(validator.authenticate(request, needs)), 'ERR_TOKEN_REVOKED');
    assert.equal(claims, 0);
  });
});
