import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClaimsMalformed } from '@holdfast/core';
import { parseTokenRequest } from '../../src/acquire/parse-request.ts';
import type { ClientTokenRequest } from '../../src/acquire/token-request.ts';

const authority = { origin: 'https://login.example', tenant: 'contoso.example' };
const scopes = ['api://orders/.default'];
const pop = { scopes, authenticationScheme: 'pop' };
const parse = (request: unknown) => parseTokenRequest(request as ClientTokenRequest, authority);

test('bearer is the default, and nothing else becomes bearer', () => {
  assert.equal(parse({ scopes }).scheme.name, 'bearer');
  for (const authenticationScheme of ['', null, 'shr', 'Bearer ']) {
    assert.throws(() => parse({ scopes, authenticationScheme }), { code: 'ERR_SCHEME_UNKNOWN' });
  }
});

test('a misspelt member is refused: it would ask for a bearer token', () => {
  assert.throws(() => parse({ scopes, authenticationSchema: 'pop' }), TypeError);
  assert.throws(() => parse({ scopes, AuthenticationScheme: 'pop' }), TypeError);
});

test('whoever says how to prove possession is not given a bearer token', () => {
  const members = [
    { confirmation: 'kid' },
    { keyId: 'k', jwk: {} },
    { resourceRequestMethod: 'GET', resourceRequestUri: 'https://api.example/' },
    { resourceRequestMethod: 'GET', resourceRequestUri: 'https://api.example/', shrNonce: 'n' },
  ];
  for (const member of members) assert.throws(() => parse({ scopes, ...member }), { code: 'ERR_SCHEME_PARAMETERS' });
});

test('protocolScheme is another name, and may not contradict', () => {
  assert.equal(parse({ scopes, protocolScheme: 'PoP' }).scheme.name, 'pop');
  assert.equal(parse({ scopes, protocolScheme: 'mtls-pop', authenticationScheme: 'MTLS_POP' }).scheme.name, 'mtls_pop');
  const contradictory = { scopes, protocolScheme: 'Bearer', authenticationScheme: 'pop' };
  assert.throws(() => parse(contradictory), { code: 'ERR_SCHEME_PARAMETERS' });
});

test('halves of pairs and wrong types are programming errors', () => {
  const wrong: object[] = [
    {},
    { scopes: [] },
    { scopes: 'api://orders/.default' },
    { scopes: ['two scopes'] },
    { scopes: [''] },
    { scopes: ['line\nbreak'] },
    { ...pop, keyId: 'k' },
    { ...pop, jwk: '{}' },
    { ...pop, keyId: '', jwk: '{}' },
    { ...pop, keyId: 'k', jwk: () => '{}' },
    { ...pop, keyId: 'k', jwk: null },
    { ...pop, keyId: 'k', jwk: '{}', confirmation: 'kid' },
    { ...pop, confirmation: 'x5t' },
    { ...pop, resourceRequestMethod: 'GET' },
    { ...pop, resourceRequestUri: 'https://api.example/' },
    { ...pop, shrNonce: 'n' },
    { ...pop, shrClaims: 'c' },
    { ...pop, resourceRequestMethod: 'GET', resourceRequestUri: 'http://api.example/' },
    { ...pop, resourceRequestMethod: 'GET', resourceRequestUri: '/orders' },
    { ...pop, resourceRequestMethod: 'GET', resourceRequestUri: 'https://api.example/', shrNonce: '' },
    { ...pop, keyId: 'k', jwk: '{}', resourceRequestMethod: 'GET', resourceRequestUri: 'https://api.example/' },
    { scopes, tenantId: '../other' },
    { scopes, correlationId: 'line\r\nbreak' },
  ];
  for (const request of wrong) assert.throws(() => parse(request), TypeError, JSON.stringify(request));
  assert.throws(() => parse(undefined), TypeError);
});

test('claims are JSON text, its base64 or an object', () => {
  const claims = { access_token: { nbf: { essential: true, value: '1' } } };
  const json = JSON.stringify(claims);
  for (const form of [claims, json, btoa(json)])
    assert.deepEqual(parse({ scopes, claims: form }).question.claims, claims);
  assert.throws(() => parse({ scopes, claims: 'not claims' }), ClaimsMalformed);
  assert.throws(() => parse({ scopes, claims: '' }), ClaimsMalformed);
});

test('the hash is 64 lower-case hexadecimal digits, and contradicts forceRefresh', () => {
  const hash = 'a'.repeat(64);
  assert.equal(parse({ scopes, accessTokenSha256ToRefresh: hash }).tokenHash, hash);
  for (const malformed of ['', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(63)}g`, 'AA-BB', 1]) {
    assert.throws(() => parse({ scopes, accessTokenSha256ToRefresh: malformed }), { code: 'ERR_TOKEN_HASH_MALFORMED' });
  }
  assert.throws(() => parse({ scopes, accessTokenSha256ToRefresh: hash, forceRefresh: true }), {
    code: 'ERR_FORCE_REFRESH_WITH_TOKEN_HASH',
  });
});

test('an application acts for itself in one tenant only', () => {
  for (const tenant of ['common', 'organizations', 'consumers']) {
    assert.throws(() => parse({ scopes, tenantId: tenant }), { code: 'ERR_TENANT_REQUIRED' });
    assert.throws(() => parseTokenRequest({ scopes }, { ...authority, tenant }), { code: 'ERR_TENANT_REQUIRED' });
    const parsed = parseTokenRequest({ scopes, tenantId: 'Fabrikam.example' }, { ...authority, tenant });
    assert.equal(parsed.question.tenant, 'fabrikam.example');
    assert.deepEqual(parsed.authority, { ...authority, tenant: 'fabrikam.example' });
  }
});
