import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayStore } from '@holdfast/core';
import { createMemoryRevocationFeed, type IncomingRequest, type Requirements } from '@holdfast/resource';
import { ownCertificateThumbprint } from '../fixture/certificates.ts';
import { incoming, makeValidator, nonceOf, refusal, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken, now, signRequest } from '../fixture/people.ts';

// Each line fails at a later step than the one before, and everything after that step would fail too, if it were reached.

const { client, thief } = keys;
const kid = client.thumbprint;
const pop = async (accessToken: string, key = client, more: { url?: string; nonce?: string } = {}) =>
  incoming(`PoP ${await signRequest({ accessToken, key, ...more })}`);
/** A proof by the wrong key for the wrong address. */
const badProof = (accessToken: string) => pop(accessToken, thief, { url: 'https://evil.example/orders' });

const past = { exp: now() - 100, iat: now() - 200, nbf: now() - 200 };
const otherAudience = { ...past, aud: 'api://other', cnf: {} };
const foreign = { ...otherAudience, iss: 'https://evil.example' };
const unknown = { kid: 'unknown' };
const spoilt = (token: string): string => `${token.slice(0, -342)}${'A'.repeat(342)}`;
const need: Requirements = { requiredRoles: ['Orders.Write'] };
const permitted = await mintToken({ cnf: { kid }, roles: ['Orders.Write'] });
const revoked = { kind: 'uti', value: 'taken-back', revokedAt: now(), expiresAt: now() + 3600 } as const;
const twoHeaders: IncomingRequest['headers'] = [
  ['authorization', 'Basic x'],
  ['authorization', 'PoP x'],
];

const lines: readonly (readonly [code: string, request: IncomingRequest])[] = [
  ['ERR_CREDENTIAL_REPEATED', incoming(null, { headers: twoHeaders })],
  ['ERR_CREDENTIAL_SCHEME', incoming('Basic x')],
  ['ERR_PROOF_MALFORMED', incoming('PoP x')],
  ['ERR_TOKEN_MALFORMED', await badProof('x')],
  ['ERR_TOKEN_TYPE', await badProof(await mintToken(foreign, thief, { ...unknown, typ: 'pop' }))],
  ['ERR_ISSUER_UNKNOWN', await badProof(await mintToken(foreign, thief, unknown))],
  ['ERR_TOKEN_ALGORITHM', await badProof(await mintToken(otherAudience, thief, unknown))],
  ['ERR_ISSUER_KEY_UNKNOWN', await badProof(spoilt(await mintToken(otherAudience, keys.issuer, unknown)))],
  ['ERR_TOKEN_SIGNATURE', await badProof(spoilt(await mintToken(otherAudience)))],
  ['ERR_TOKEN_AUDIENCE', await badProof(await mintToken(otherAudience))],
  ['ERR_TOKEN_EXPIRED', await badProof(await mintToken({ ...past, cnf: {} }))],
  ['ERR_BINDING_CNF', await badProof(await mintToken({ cnf: {} }))],
  ['ERR_BINDING_UNBOUND', await badProof(await mintToken())],
  ['ERR_CERTIFICATE_MISSING', await badProof(await mintToken({ cnf: { kid, 'x5t#S256': ownCertificateThumbprint } }))],
  ['ERR_SHR_KEY_MISMATCH', await badProof(await mintToken({ cnf: { kid } }))],
  ['ERR_SHR_HOST', await pop(await mintToken({ cnf: { kid } }), client, { url: 'https://evil.example/orders' })],
  ['ERR_TOKEN_REVOKED', await pop(await mintToken({ cnf: { kid }, uti: revoked.value }))],
  ['ERR_PERMISSION_ROLE', await pop(await mintToken({ cnf: { kid } }))],
  ['ERR_NONCE_MISSING', await pop(permitted)],
  ['ERR_NONCE_UNKNOWN', await pop(permitted, client, { nonce: 'n' })],
];

test('steps refuse in their order, and no refused request reaches the replay store', async () => {
  let claims = 0;
  const store: ReplayStore = {
    async claimOnce() {
      claims += 1;
      return true;
    },
  };
  const feed = createMemoryRevocationFeed({ clock });
  feed.revoke(revoked);
  const validator = makeValidator({ nonce: {}, replay: { store }, revocation: { feed } });
  for (const [code, request] of lines) {
    assert.equal(await verdict(validator.authenticate(request, need)), code);
    assert.equal(claims, 0, `${code} touched the replay store`);
  }
  const nonce = nonceOf(await refusal(validator.authenticate(incoming(null)), 'ERR_CREDENTIAL_MISSING'));
  assert.equal(await verdict(validator.authenticate(await pop(permitted, client, { nonce }), need)), 'accepted');
  assert.equal(claims, 1);
});

test('a caller who may not pass is told so, and not sent to fetch a nonce', async () => {
  const validator = makeValidator({ nonce: {} });
  const request = await pop(await mintToken({ cnf: { kid } }));
  const failure = await refusal(validator.authenticate(request, need), 'ERR_PERMISSION_ROLE');
  assert.equal(failure.status, 403);
  assert.doesNotMatch(failure.challenges.join(), /nonce/);
});

test('a refused request does not use up its proof', async () => {
  const validator = makeValidator();
  const request = await pop(await mintToken({ cnf: { kid } }));
  assert.equal(await verdict(validator.authenticate({ ...request, target: '/other' })), 'ERR_SHR_PATH');
  assert.equal(await verdict(validator.authenticate(request, need)), 'ERR_PERMISSION_ROLE');
  assert.equal(await verdict(validator.authenticate(request)), 'accepted');
});
