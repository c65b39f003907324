import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import { createIdTokenValidator } from '../../src/id-token/validate-id-token.ts';
import {
  type BenchOptions,
  clientId,
  createBench,
  idTokenClaims,
  keySet,
  keys,
  keysRoute,
  nonce,
  origin,
  otherTenantId,
  refusedWith,
  signIdToken,
  tenantId,
} from '../fixtures/test-authority.ts';

const personalTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

function createValidator(options: BenchOptions = {}) {
  const { settings, source, clock, transport } = createBench(options);
  return { validate: createIdTokenValidator(settings, source), clock, transport };
}

/** Validates an id_token whose claims differ in some members from a sound one. */
async function validate(
  claims: object,
  options: BenchOptions & { readonly issuer?: string } = {},
): Promise<JsonObject> {
  const { validate: check, clock } = createValidator(options);
  return check(await signIdToken(idTokenClaims(clock, claims)), { nonce });
}

describe('an id_token', () => {
  it('gives its claims when everything is right', async () => {
    assert.equal((await validate({ name: 'Ada' }))['name'], 'Ada');
  });

  it('may be signed with RS256, PS256 and ES256, by the key that it names', async () => {
    const { validate: check, clock } = createValidator();
    const claims = idTokenClaims(clock);
    for (const [kid, key] of [
      ['rs', keys.rs256],
      ['ps', keys.ps256],
      ['es', keys.es256],
    ] as const) {
      await check(await signIdToken(claims, { key, header: { kid } }), { nonce });
    }
  });

  it('is refused when its signature is of another key, another algorithm or none', async () => {
    const { validate: check, clock } = createValidator();
    const claims = idTokenClaims(clock);
    const wrong: [string, string][] = [
      [await signIdToken(claims, { key: keys.foreign }), 'ERR_SIGNATURE_INVALID'],
      [await signIdToken(claims, { key: keys.foreign, header: { kid: 'nobody' } }), 'ERR_ID_TOKEN_KEY'],
      [await signIdToken(claims, { header: { kid: undefined } }), 'ERR_ID_TOKEN_KEY'],
      // The key says that it is for PS256.
      [await signIdToken(claims, { header: { kid: 'ps' } }), 'ERR_ID_TOKEN_KEY'],
      [await signIdToken(claims, { key: keys.es256 }), 'ERR_ID_TOKEN_KEY'],
      [`${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims)).replaceAll('=', '')}.`, 'ERR_JWS_ENCODING'],
      ['not a token', 'ERR_JWS_SEGMENTS'],
    ];
    for (const [token, code] of wrong) await assert.rejects(check(token, { nonce }), refusedWith(code), code);
  });

  it('is refused when a letter of it was changed', async () => {
    const { validate: check, clock } = createValidator();
    const token = await signIdToken(idTokenClaims(clock));
    const claims = token.split('.')[1] ?? '';
    const forged = btoa(JSON.stringify(idTokenClaims(clock, { sub: 'eve' }))).replaceAll('=', '');
    await assert.rejects(check(token.replace(claims, forged), { nonce }), refusedWith('ERR_SIGNATURE_INVALID'));
  });

  it('is refused when it is another kind of token that the same key signs', async () => {
    const { validate: check, clock } = createValidator();
    for (const typ of ['at+jwt', 'pop', 'logout+jwt']) {
      const token = await signIdToken(idTokenClaims(clock), { header: { typ } });
      await assert.rejects(check(token, { nonce }), refusedWith('ERR_ID_TOKEN_CLAIM'), typ);
    }
    await check(await signIdToken(idTokenClaims(clock), { header: { typ: undefined } }), { nonce });
  });

  it('is for this application, and says so', async () => {
    await validate({ aud: [clientId] });
    await validate({ aud: [clientId, 'another'], azp: clientId });
    await validate({ azp: clientId });
    for (const claims of [
      { aud: 'another' },
      { aud: undefined },
      { aud: [] },
      { aud: ['another'] },
      { aud: { [clientId]: true } },
      { aud: [clientId, 'another'] },
      { aud: [clientId, 'another'], azp: 'another' },
      { azp: 'another' },
      { azp: null },
    ]) {
      await assert.rejects(validate(claims), refusedWith('ERR_ID_TOKEN_CLAIM'), JSON.stringify(claims));
    }
  });

  it('is of this issuer, about somebody', async () => {
    for (const claims of [
      { iss: `${origin}/${otherTenantId}/v2.0` },
      { iss: `${origin}/${tenantId}/v2.0/` },
      { iss: undefined },
      { iss: `https://thief.example/${tenantId}/v2.0` },
      { sub: undefined },
      { sub: '' },
      { sub: 7 },
    ]) {
      await assert.rejects(validate(claims), refusedWith('ERR_ID_TOKEN_CLAIM'), JSON.stringify(claims));
    }
  });

  it('counts from its issue to its expiry, with five minutes for clocks that differ', async () => {
    const { clock } = createValidator();
    const now = clock() / 1000;
    await validate({ exp: now - 299 });
    await validate({ iat: now + 300, nbf: now + 300 });
    await validate({ nbf: undefined });
    for (const claims of [
      { exp: now - 300 },
      { exp: undefined },
      { exp: String(now + 3600) },
      { iat: now + 301 },
      { iat: undefined },
      { iat: `${now}` },
      { nbf: now + 301 },
      { nbf: 'soon' },
    ]) {
      await assert.rejects(validate(claims), refusedWith('ERR_ID_TOKEN_TIME'), JSON.stringify(claims));
    }
  });

  it('repeats the nonce of this sign-in, and has none where none was sent', async () => {
    for (const claims of [{ nonce: 'of another sign-in' }, { nonce: undefined }, { nonce: [nonce] }]) {
      await assert.rejects(validate(claims), refusedWith('ERR_ID_TOKEN_NONCE'), JSON.stringify(claims));
    }
    const { validate: check, clock } = createValidator();
    await check(await signIdToken(idTokenClaims(clock, { nonce: undefined })), { nonce: undefined });
    await assert.rejects(
      check(await signIdToken(idTokenClaims(clock)), { nonce: undefined }),
      refusedWith('ERR_ID_TOKEN_NONCE'),
    );
  });

  it('is of the tenant that was asked', async () => {
    for (const claims of [
      { tid: otherTenantId },
      { tid: undefined },
      { tid: tenantId.toUpperCase() },
      { tid: 7 },
      { tid: { toString: 1 } },
    ]) {
      await assert.rejects(validate(claims), refusedWith('ERR_ID_TOKEN_CLAIM'), JSON.stringify(claims));
    }
  });

  it('is of the tenant that a domain stands for', async () => {
    const domain = { tenant: 'contoso.example', issuer: tenantId };
    await validate({}, domain);
    for (const claims of [{ tid: otherTenantId }, { tid: otherTenantId, iss: `${origin}/${otherTenantId}/v2.0` }]) {
      await assert.rejects(validate(claims, domain), refusedWith('ERR_ID_TOKEN_CLAIM'), JSON.stringify(claims));
    }
  });

  it('is of any tenant where tenants share the authority, and its issuer is that tenant', async () => {
    const common = { tenant: 'common', issuer: '{tenantid}' };
    const other = { tid: otherTenantId, iss: `${origin}/${otherTenantId}/v2.0` };
    await validate({}, common);
    await validate(other, common);
    await validate(other, { ...common, tenant: 'organizations' });
    for (const claims of [
      { tid: otherTenantId },
      { tid: undefined },
      { tid: '{tenantid}', iss: `${origin}/{tenantid}/v2.0` },
      { tid: undefined, iss: `${origin}/undefined/v2.0` },
      { tid: '../x', iss: `${origin}/../x/v2.0` },
    ]) {
      await assert.rejects(validate(claims, common), refusedWith('ERR_ID_TOKEN_CLAIM'), JSON.stringify(claims));
    }
  });

  it('of a person without an organization is no id_token of `organizations`', async () => {
    const personal = { tid: personalTenantId, iss: `${origin}/${personalTenantId}/v2.0` };
    await validate(personal, { tenant: 'common', issuer: '{tenantid}' });
    await assert.rejects(
      validate(personal, { tenant: 'organizations', issuer: '{tenantid}' }),
      refusedWith('ERR_ID_TOKEN_CLAIM'),
    );
  });

  it('is of the issuer that the answer named, where tenants share the authority', async () => {
    const { validate: check, clock } = createValidator({ tenant: 'common', issuer: '{tenantid}' });
    const token = await signIdToken(idTokenClaims(clock));
    await check(token, { nonce, issuer: `${origin}/${tenantId}/v2.0` });
    await assert.rejects(
      check(token, { nonce, issuer: `${origin}/${otherTenantId}/v2.0` }),
      refusedWith('ERR_ID_TOKEN_CLAIM'),
    );
  });

  it('may know of no tenant, at an authority that does not either', async () => {
    const plain = { tenant: 'realm', issuer: 'realm' };
    const claims = { tid: undefined, iss: `${origin}/realm/v2.0` };
    await validate(claims, plain);
    await assert.rejects(
      validate({ ...claims, iss: `${origin}/other/v2.0` }, plain),
      refusedWith('ERR_ID_TOKEN_CLAIM'),
    );
  });

  it('is signed by a key of its own issuer, where keys of several tenants are published together', async () => {
    const options = (issuer: string): BenchOptions => ({
      tenant: 'common',
      issuer: '{tenantid}',
      routes: { [keysRoute]: { json: keySet({ rs: keys.rs256 }, { issuer }) } },
    });
    await validate({}, options(`${origin}/{tenantid}/v2.0`));
    await validate({}, options(`${origin}/${tenantId}/v2.0`));
    for (const issuer of [`${origin}/${otherTenantId}/v2.0`, 'https://thief.example/{tenantid}/v2.0', '']) {
      await assert.rejects(validate({}, options(issuer)), refusedWith('ERR_ID_TOKEN_KEY'), issuer);
    }
  });

  it('signed with a new key makes the keys be asked for once more', async () => {
    const {
      validate: check,
      clock,
      transport,
    } = createValidator({
      routes: {
        [keysRoute]: [{ json: keySet({ rs: keys.rs256 }) }, { json: keySet({ rs: keys.rs256, fresh: keys.es256 }) }],
      },
    });
    await check(await signIdToken(idTokenClaims(clock)), { nonce });
    clock.advance(60);
    await check(await signIdToken(idTokenClaims(clock), { key: keys.es256, header: { kid: 'fresh' } }), { nonce });
    assert.equal(transport.requestsTo(keysRoute).length, 2);
  });
});
