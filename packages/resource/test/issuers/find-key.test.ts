import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey, type JsonObject, type SigningKey } from '@holdfast/core';
import { entraIssuers, type IssuerOptions } from '@holdfast/resource';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { authorityOrigin, issuerJwks, keys, mintToken, otherTenant, tenant } from '../fixture/people.ts';

const es256 = await generateSigningKey({ alg: 'ES256' });
const template = `${authorityOrigin}/{tenantid}/v2.0`;
const setOf = (...entries: readonly (readonly [SigningKey, JsonObject])[]): JsonObject => ({
  keys: entries.map(([key, members]) => ({ ...(key.jwk as unknown as JsonObject), ...members })),
});

async function judge(issuers: readonly IssuerOptions[], token: Promise<string>): Promise<string> {
  return verdict(makeValidator({ proof: 'when-bound', issuers }).authenticate(incoming(`Bearer ${await token}`)));
}
const issuersWith = (jwks: JsonObject, changes: Partial<IssuerOptions> = {}): readonly IssuerOptions[] => [
  { issuer: template, tenants: 'any', jwks, ...changes },
];

test('a token must name its key; no key is tried on suspicion (RFC 8725 section 3.1)', async () => {
  const issuers = issuersWith(issuerJwks);
  assert.equal(await judge(issuers, mintToken()), 'accepted');
  for (const kid of [
    undefined,
    '',
    'issuer-2',
    'ISSUER-1',
    'issuer-1 ',
    '__proto__',
    'constructor',
    '../../dev/null',
    "' or 1=1",
  ]) {
    assert.equal(await judge(issuers, mintToken({}, keys.issuer, { kid })), 'ERR_ISSUER_KEY_UNKNOWN', String(kid));
  }
  assert.equal(
    await judge(issuers, mintToken({}, keys.issuer, { kid: 'k'.repeat(65_536) })),
    'ERR_CREDENTIAL_TOO_LARGE',
  );
});

test('only the algorithms listed with the issuer count, and only on keys of their type', async () => {
  const both = setOf([keys.issuer, { kid: 'issuer-1' }], [es256, { kid: 'ec-1' }]);
  const withEc = (): Promise<string> => mintToken({}, es256, { kid: 'ec-1' });
  assert.equal(await judge(issuersWith(both), withEc()), 'ERR_TOKEN_ALGORITHM');
  assert.equal(await judge(issuersWith(both, { algorithms: ['ES256'] }), withEc()), 'accepted');
  assert.equal(await judge(issuersWith(both, { algorithms: ['ES256'] }), mintToken()), 'ERR_TOKEN_ALGORITHM');
  // ES256 named, RSA key meant.
  const crossed = mintToken({}, es256, { kid: 'issuer-1' });
  assert.equal(await judge(issuersWith(both, { algorithms: ['RS256', 'ES256'] }), crossed), 'ERR_TOKEN_ALGORITHM');
  // PS256 allowed for the issuer, but this key says RS256.
  const ps256: SigningKey = { ...keys.issuer, alg: 'PS256' };
  const labelled = setOf([keys.issuer, { kid: 'issuer-1', alg: 'RS256' }]);
  const issuers = issuersWith(labelled, { algorithms: ['RS256', 'PS256'] });
  assert.equal(await judge(issuers, mintToken({}, ps256)), 'ERR_TOKEN_ALGORITHM');
});

test("a key's issuer member must agree with the tenant of the token", async () => {
  const concrete = (tid: string): JsonObject => ({ kid: 'issuer-1', issuer: `${authorityOrigin}/${tid}/v2.0` });
  const of = (members: JsonObject) => issuersWith(setOf([keys.issuer, members]));
  assert.equal(await judge(of(concrete(tenant)), mintToken()), 'accepted');
  assert.equal(await judge(of(concrete(otherTenant)), mintToken()), 'ERR_ISSUER_KEY_FOREIGN');
  assert.equal(
    await judge(of({ kid: 'issuer-1', issuer: 'https://other.example/{tenantid}/v2.0' }), mintToken()),
    'ERR_ISSUER_KEY_FOREIGN',
  );
  assert.equal(await judge(of({ kid: 'issuer-1' }), mintToken()), 'accepted');
  // Entra marks keys with the v2 issuer only, and signs v1 tokens with them too.
  const entra = (members: JsonObject) =>
    entraIssuers({ authority: authorityOrigin, tenants: 'any', jwks: setOf([keys.issuer, members]) });
  const v1 = { iss: `${authorityOrigin}/${tenant}/`, ver: '1.0' };
  assert.equal(await judge(entra(concrete(tenant)), mintToken(v1)), 'accepted');
  assert.equal(await judge(entra(concrete(otherTenant)), mintToken(v1)), 'ERR_ISSUER_KEY_FOREIGN');
});

test('a key of issuer A never serves issuer B, even under the same kid', async () => {
  const other = await generateSigningKey({ alg: 'RS256' });
  const issuers: readonly IssuerOptions[] = [
    { issuer: 'https://a.example', jwks: setOf([keys.issuer, { kid: 'one' }]) },
    { issuer: 'https://b.example', jwks: setOf([other, { kid: 'one' }]) },
  ];
  const token = (iss: string, key: SigningKey) => mintToken({ iss, tid: undefined }, key, { kid: 'one' });
  assert.equal(await judge(issuers, token('https://a.example', keys.issuer)), 'accepted');
  assert.equal(await judge(issuers, token('https://b.example', other)), 'accepted');
  assert.equal(await judge(issuers, token('https://a.example', other)), 'ERR_TOKEN_SIGNATURE');
  assert.equal(await judge(issuers, token('https://b.example', keys.issuer)), 'ERR_TOKEN_SIGNATURE');
});
