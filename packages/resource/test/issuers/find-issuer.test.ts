import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import { entraIssuers, type IssuerOptions } from '@holdfast/resource';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { authorityOrigin, issuer, issuerJwks, mintToken, otherTenant, tenant } from '../fixture/people.ts';

const judgeWith = async (issuers: readonly IssuerOptions[], claims: JsonObject): Promise<string> =>
  verdict(makeValidator({ proof: 'when-bound', issuers }).authenticate(incoming(`Bearer ${await mintToken(claims)}`)));
const one = entraIssuers({ authority: authorityOrigin, tenants: [tenant], jwks: issuerJwks });
const any = entraIssuers({ authority: authorityOrigin, tenants: 'any', jwks: issuerJwks });
const list = entraIssuers({
  authority: authorityOrigin,
  tenants: [tenant, otherTenant.toUpperCase()],
  jwks: issuerJwks,
});
const v2 = (tid: string): string => `${authorityOrigin}/${tid}/v2.0`;

test('v1 and v2 tokens of one authority are accepted', async () => {
  assert.equal(await judgeWith(one, {}), 'accepted');
  assert.equal(await judgeWith(one, { iss: `${authorityOrigin}/${tenant}/`, ver: '1.0' }), 'accepted');
});

test('the issuer is compared whole and letter for letter', async () => {
  for (const iss of [
    [issuer] as unknown as string,
    `${issuer}/`,
    issuer.slice(0, -1),
    issuer.toUpperCase(),
    issuer.replace('https', 'http'),
    `${issuer}.evil.example`,
    `https://evil.example/${tenant}/v2.0`,
    `${authorityOrigin}/{tenantid}/v2.0`,
    `${authorityOrigin}/common/v2.0`,
    `${authorityOrigin}/${tenant}/v2.0#`,
    '',
  ]) {
    assert.equal(await judgeWith(any, { iss }), 'ERR_ISSUER_UNKNOWN', String(iss));
  }
  for (const iss of [undefined, null, 7, {}]) {
    assert.equal(await judgeWith(any, { iss: iss as JsonObject[string] }), 'ERR_ISSUER_UNKNOWN');
  }
});

test('a token of another tenant stays outside', async () => {
  assert.equal(await judgeWith(one, { iss: v2(otherTenant), tid: otherTenant }), 'ERR_ISSUER_TENANT');
  assert.equal(await judgeWith(list, { iss: v2(otherTenant), tid: otherTenant }), 'accepted');
  assert.equal(await judgeWith(any, { iss: v2(otherTenant), tid: otherTenant }), 'accepted');
  // The tenant that is named and the tenant that is filled in must be one.
  assert.equal(await judgeWith(any, { iss: v2(otherTenant), tid: tenant }), 'ERR_ISSUER_UNKNOWN');
  assert.equal(await judgeWith(any, { iss: v2(tenant), tid: otherTenant }), 'ERR_ISSUER_UNKNOWN');
});

test('tid is a GUID in the one form Entra writes', async () => {
  for (const tid of [
    tenant.toUpperCase(),
    `{${tenant}}`,
    tenant.replaceAll('-', ''),
    '../../common',
    `${tenant}\n`,
    '',
    7,
    null,
    [tenant],
  ]) {
    assert.equal(await judgeWith(any, { tid: tid as JsonObject[string] }), 'ERR_ISSUER_TENANT', String(tid));
  }
  assert.equal(await judgeWith(any, { tid: undefined }), 'ERR_ISSUER_UNKNOWN');
});

test('an exact issuer needs no tenant, and one that names a tenant cannot speak for another', async () => {
  const plain: IssuerOptions = {
    issuer: 'https://issuer.example',
    jwks: { keys: (issuerJwks['keys'] as never[]).map((key) => ({ ...(key as object), issuer: undefined })) } as never,
  };
  assert.equal(await judgeWith([plain], { iss: 'https://issuer.example', tid: undefined }), 'accepted');
  const pinned: IssuerOptions = { ...plain, issuer: v2(tenant) };
  assert.equal(await judgeWith([pinned], {}), 'accepted');
  assert.equal(await judgeWith([pinned], { tid: otherTenant }), 'ERR_ISSUER_TENANT');
  const withTenants: IssuerOptions = { ...pinned, tenants: [tenant] };
  assert.equal(await judgeWith([withTenants], { tid: undefined }), 'ERR_ISSUER_TENANT');
});

test('well-known clouds sign v1 tokens under another host', () => {
  const issuersOf = (authority: string) => entraIssuers({ authority, tenants: 'any' }).map(({ issuer: iss }) => iss);
  assert.deepEqual(issuersOf('https://login.microsoftonline.com'), [
    'https://login.microsoftonline.com/{tenantid}/v2.0',
    'https://sts.windows.net/{tenantid}/',
  ]);
  assert.deepEqual(issuersOf('https://localhost:8443'), [
    'https://localhost:8443/{tenantid}/v2.0',
    'https://localhost:8443/{tenantid}/',
  ]);
  const [single] = entraIssuers({ authority: 'https://localhost:8443', tenants: [tenant] });
  assert.equal(single?.jwksUri, `https://localhost:8443/${tenant}/discovery/v2.0/keys`);
  const [several] = entraIssuers({ authority: 'https://localhost:8443/', tenants: [tenant, otherTenant] });
  assert.equal(several?.jwksUri, 'https://localhost:8443/common/discovery/v2.0/keys');
  for (const authority of [
    'http://localhost:8443',
    'https://localhost:8443/tenant',
    'localhost:8443',
    'https://u@localhost',
    '',
  ]) {
    assert.throws(() => entraIssuers({ authority, tenants: 'any' }), TypeError);
  }
});
