import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKey, type JsonObject, type SigningKey } from '@holdfast/core';
import { entraIssuers, type IssuerOptions } from '@holdfast/resource';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { authorityOrigin, issuer, issuerJwks, keys, mintToken, otherTenant, tenant } from '../fixture/people.ts';

// Whose token it is, and under whose key. `when-bound`, so that an unbound token passes unless its issuer or its key stops it.

const stranger = await generateSigningKey({ alg: 'RS256' });
const template = `${authorityOrigin}/{tenantid}/v2.0`;
const setOf = (...entries: readonly (readonly [SigningKey, JsonObject])[]): JsonObject => ({
  keys: entries.map(([key, members]) => ({ ...(key.jwk as unknown as JsonObject), ...members })),
});
const entra = (tenants: 'any' | readonly string[], jwks = issuerJwks): readonly IssuerOptions[] =>
  entraIssuers({ authority: authorityOrigin, tenants, jwks });

async function judge(issuers: readonly IssuerOptions[], token: string | Promise<string>): Promise<string> {
  const validator = makeValidator({ proof: 'when-bound', issuers });
  return verdict(validator.authenticate(incoming(`Bearer ${await token}`)));
}

test('catalogue 08: a kid is compared with known names and used for nothing else', async () => {
  assert.equal(await judge(entra('any'), mintToken()), 'accepted');
  const paths = ['../../dev/null', '/dev/null', 'C:\\keys\\1', 'file:///etc/passwd', 'https://evil.example/keys#1'];
  const injections = ["' or '1'='1", "issuer-1'--", '`id`', '$(id)', '%00', 'issuer-1\0', '*', '{{7*7}}'];
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'keys', '0', 'ISSUER-1', ' issuer-1', ''];
  for (const kid of [...paths, ...injections, ...names, 'k'.repeat(1024), undefined]) {
    assert.equal(await judge(entra('any'), mintToken({}, keys.issuer, { kid })), 'ERR_ISSUER_KEY_UNKNOWN', kid);
  }
  for (const kid of ['k'.repeat(1025), ['issuer-1'], { kid: 'issuer-1' }, null, 1]) {
    assert.equal(await judge(entra('any'), mintToken({}, keys.issuer, { kid })), 'ERR_TOKEN_MALFORMED');
  }
  const huge = mintToken({}, keys.issuer, { kid: 'k'.repeat(65_536) });
  assert.equal(await judge(entra('any'), huge), 'ERR_CREDENTIAL_TOO_LARGE');
});

test('catalogue 17: an issuer is one text, compared whole and letter for letter', async () => {
  const prefixes = [
    issuer.slice(0, -1),
    `${issuer}/`,
    `${issuer}.evil.example`,
    authorityOrigin,
    `${authorityOrigin}/`,
  ];
  const respelled = [issuer.toUpperCase(), issuer.replace('https', 'http'), ` ${issuer}`, `${issuer}\0`, `${issuer}#`];
  const foreign = [`https://evil.example/${tenant}/v2.0`, `https://evil.example/?${issuer}`, template, ''];
  const noText = [[issuer], [issuer, 'https://evil.example'], { iss: issuer }, null, 7, true, undefined];
  for (const iss of [...prefixes, ...respelled, ...foreign, ...noText]) {
    assert.equal(await judge(entra('any'), mintToken({ iss } as JsonObject)), 'ERR_ISSUER_UNKNOWN', String(iss));
  }
});

test('catalogue 18: a key of one issuer never serves another, whatever the two name it', async () => {
  const issuers: readonly IssuerOptions[] = [
    { issuer: 'https://a.example', jwks: setOf([keys.issuer, { kid: 'one' }]) },
    { issuer: 'https://b.example', jwks: setOf([stranger, { kid: 'one' }]) },
  ];
  const token = (iss: string, key: SigningKey) => mintToken({ iss, tid: undefined }, key, { kid: 'one' });
  for (let round = 0; round < 2; round += 1) {
    assert.equal(await judge(issuers, token('https://a.example', keys.issuer)), 'accepted');
    assert.equal(await judge(issuers, token('https://b.example', stranger)), 'accepted');
    assert.equal(await judge(issuers, token('https://a.example', stranger)), 'ERR_TOKEN_SIGNATURE');
    assert.equal(await judge(issuers, token('https://b.example', keys.issuer)), 'ERR_TOKEN_SIGNATURE');
  }
  // One set for many issuers: each key says whose it is.
  const marked = setOf([keys.issuer, { kid: 'issuer-1', issuer: 'https://other.example/{tenantid}/v2.0' }]);
  assert.equal(await judge(entra('any', marked), mintToken()), 'ERR_ISSUER_KEY_FOREIGN');
});

test('catalogue 38: a token of one tenant is worth nothing at the resource of another', async () => {
  const other = { iss: `${authorityOrigin}/${otherTenant}/v2.0`, tid: otherTenant };
  assert.equal(await judge(entra([otherTenant]), mintToken(other)), 'accepted');
  assert.equal(await judge(entra([tenant]), mintToken(other)), 'ERR_ISSUER_TENANT');
  assert.equal(await judge(entra([tenant]), mintToken({ ...other, tid: tenant })), 'ERR_ISSUER_UNKNOWN');
  assert.equal(await judge(entra([tenant]), mintToken({ tid: otherTenant })), 'ERR_ISSUER_UNKNOWN');
  assert.equal(await judge(entra('any'), mintToken({ iss: other.iss })), 'ERR_ISSUER_UNKNOWN');
  for (const tid of [tenant.toUpperCase(), `{${tenant}}`, '../common', `${tenant}\n`, '', [tenant], null]) {
    assert.equal(await judge(entra('any'), mintToken({ tid })), 'ERR_ISSUER_TENANT', String(tid));
  }
  const exact: IssuerOptions = { issuer, jwks: setOf([keys.issuer, { kid: 'issuer-1' }]) };
  assert.equal(await judge([exact], mintToken({ tid: otherTenant })), 'ERR_ISSUER_TENANT');
  const ofOther = setOf([keys.issuer, { kid: 'issuer-1', issuer: other.iss }]);
  assert.equal(await judge(entra('any', ofOther), mintToken()), 'ERR_ISSUER_KEY_FOREIGN');
});

test('catalogue 21: what was found out about one token is never told about another', async () => {
  const validator = makeValidator({ proof: 'when-bound' });
  const who = (token: string): Promise<unknown> =>
    validator.authenticate(incoming(`Bearer ${token}`)).then(
      ({ claims }) => claims['sub'],
      (error: { code: string }) => error.code,
    );
  const tokens = await Promise.all(Array.from({ length: 20 }, (_, index) => mintToken({ sub: `subject-${index}` })));
  const spliced = tokens.map((token, index) => {
    const [header, , signature] = token.split('.');
    return [header, tokens[(index + 1) % tokens.length]?.split('.')[1], signature].join('.');
  });
  // Warm and cold, honest and spliced, all at once: the same header, the same length, the same signature.
  for (let round = 0; round < 2; round += 1) {
    const found = await Promise.all(tokens.flatMap((token, index) => [who(token), who(spliced[index] ?? '')]));
    assert.deepEqual(
      found,
      tokens.flatMap((_, index) => [`subject-${index}`, 'ERR_TOKEN_SIGNATURE']),
    );
  }
});
