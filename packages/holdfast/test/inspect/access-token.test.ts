import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@holdfast/core';
import { generateNodeKey } from '@holdfast/node';
import { codesOf, forge, look, now, tenant, tokenClaims } from '../support/artefacts.ts';

const issuer = await generateNodeKey('RS256');
const header = { typ: 'JWT', alg: 'RS256', kid: 'k1' };
const bound = { ...tokenClaims, cnf: { kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' } };
const trusted = { keys: [{ kid: 'k1', jwk: issuer.jwk }], issuers: ['https://localhost:8443/{tenantid}/v2.0'] };

suite('inspect: an access token', () => {
  test('a bound token with nothing wrong, in both shapes', async () => {
    const v2 = await look(await forge(header, bound, issuer));
    assert.deepEqual([v2.kind, v2.title, codesOf(v2)], ['access-token', 'Access token, v2', []]);
    const { azp, azpacr, ...others } = bound as JsonObject;
    const v1 = await look(
      await forge(header, { ...others, appid: azp, appidacr: azpacr, ver: '1.0' } as JsonObject, issuer),
    );
    assert.deepEqual([v1.title, codesOf(v1)], ['Access token, v1', []]);
    assert.match(v1.members.find(({ name }) => name === 'appidacr')?.says ?? '', /with a secret/);
  });

  test('a delegated token says so, in both shapes, and names the user in words', async () => {
    const { azp, azpacr: _azpacr, roles: _roles, ...others } = bound as JsonObject;
    const user = { name: 'Ada', oid: tenant, scp: 'read write', sid: 's', amr: ['pwd'] };
    const v2 = { ...others, ...user, azp, azpacr: '0', preferred_username: 'ada@contoso.example' } as JsonObject;
    const explained = await look(await forge(header, v2, issuer));
    assert.deepEqual([explained.title, codesOf(explained)], ['Access token, v2, delegated by a user', []]);
    assert.match(explained.members.find(({ name }) => name === 'azpacr')?.says ?? '', /public client/);
    const v1 = { ...others, ...user, appid: azp, appidacr: '0', ver: '1.0', acr: '1', unique_name: 'ada', upn: 'ada' };
    const { title, members } = await look(await forge(header, v1 as JsonObject, issuer));
    assert.equal(title, 'Access token, v1, delegated by a user');
    for (const name of ['acr', 'unique_name', 'upn', 'sid']) {
      assert.notEqual(members.find((one) => one.name === name)?.says, undefined, name);
    }
  });

  test('an id_token is known without a nonce too, and its login_hint is not shown', async () => {
    const { azp: _azp, azpacr: _azpacr, roles: _roles, cnf: _cnf, ...others } = bound as JsonObject;
    for (const claims of [{ sid: 's' }, { login_hint: 'O.marked', name: 'Ada' }, { preferred_username: 'ada' }]) {
      const explained = await look(await forge(header, { ...others, ...claims } as JsonObject, issuer));
      assert.deepEqual([explained.kind, codesOf(explained)], ['id-token', ['INSPECT_ID_TOKEN']]);
      assert.equal(JSON.stringify(explained).includes('marked'), false);
    }
  });

  test('the id_token of a reply stands beside its access token, where nobody takes it for one', async () => {
    const { azp: _azp, azpacr: _azpacr, roles: _roles, cnf: _cnf, ...others } = bound as JsonObject;
    const reply = {
      token_type: 'pop',
      access_token: await forge(header, bound, issuer),
      id_token: await forge(header, { ...others, nonce: 'n', name: 'Ada' } as JsonObject, issuer),
      refresh_token: 'marked.marked',
      refresh_token_expires_in: 86_400,
      client_info: 'marked',
      expires_in: 3599,
    };
    const explained = await look(JSON.stringify(reply));
    assert.deepEqual(
      explained.inside.map(({ kind }) => kind),
      ['access-token', 'id-token'],
    );
    assert.deepEqual(codesOf(explained), []);
    assert.equal(JSON.stringify(explained).includes('marked'), false);
  });

  test('times are told in words and to the second', async () => {
    const { members } = await look(await forge(header, bound, issuer));
    assert.equal(members.find(({ name }) => name === 'exp')?.says, 'expires: in 1 hour, 2026-06-01T13:00:00Z');
    assert.equal(members.find(({ name }) => name === 'iat')?.says, 'issued: 1 minute ago, 2026-06-01T11:59:00Z');
  });

  test('the signature is in no member, and is verified where keys are trusted', async () => {
    const token = await forge(header, bound, issuer);
    const unchecked = await look(token);
    assert.deepEqual(codesOf(unchecked, ['note']), ['INSPECT_SIGNATURE_UNCHECKED']);
    assert.ok(!JSON.stringify(unchecked).includes(token.slice(-40)));
    const checked = await look(token, { trusted });
    assert.deepEqual(codesOf(checked, ['error', 'warning', 'note']), []);
    assert.match(checked.members.at(-1)?.says ?? '', /^verified/);
    const stranger = await generateNodeKey('RS256');
    assert.deepEqual(codesOf(await look(await forge(header, bound, stranger), { trusted })), ['ERR_TOKEN_SIGNATURE']);
    const unknown = await forge({ ...header, kid: 'k2' }, bound, issuer);
    assert.deepEqual(codesOf(await look(unknown, { trusted })), ['ERR_ISSUER_KEY_UNKNOWN']);
    const elsewhere = { ...trusted, issuers: ['https://login.example/{tenantid}/v2.0'] };
    assert.deepEqual(codesOf(await look(token, { trusted: elsewhere })), ['ERR_ISSUER_UNKNOWN']);
    const foreign = {
      ...trusted,
      keys: [{ kid: 'k1', jwk: issuer.jwk, issuer: 'https://localhost:8443/another/v2.0' }],
    };
    assert.deepEqual(codesOf(await look(token, { trusted: foreign })), ['ERR_ISSUER_KEY_FOREIGN']);
  });

  test('a certificate thumbprint is compared with a certificate', async () => {
    const der = new TextEncoder().encode('any bytes stand for a certificate here');
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', der)).toString('base64url');
    const token = await forge(header, { ...tokenClaims, cnf: { 'x5t#S256': digest } }, issuer);
    assert.deepEqual(codesOf(await look(token, { certificate: der })), []);
    assert.deepEqual(codesOf(await look(token, { certificate: der.slice(1) })), ['ERR_CERTIFICATE_MISMATCH']);
  });

  const wrong: Readonly<Record<string, readonly [JsonObject, readonly string[], JsonObject?]>> = {
    'bound to nothing': [{ cnf: undefined }, ['INSPECT_BEARER']],
    expired: [{ exp: now - 61, iat: now - 4000, nbf: now - 4000 }, ['ERR_TOKEN_EXPIRED']],
    'from the future': [{ nbf: now + 61 }, ['ERR_TOKEN_NOT_YET_VALID']],
    'good for a week': [{ exp: now + 604_800 }, ['INSPECT_LONG_LIFE']],
    'times as text': [{ exp: '1780318800' }, ['ERR_TOKEN_CLAIM']],
    'ends before it begins': [{ exp: now + 10, nbf: now + 20 }, ['ERR_TOKEN_CLAIM']],
    'several audiences': [{ aud: ['api://orders', 'api://stock'] }, ['ERR_TOKEN_CLAIM']],
    'no permissions': [{ roles: undefined }, ['ERR_TOKEN_NOT_ACCESS_TOKEN']],
    'no client': [{ azp: undefined }, ['ERR_TOKEN_NOT_ACCESS_TOKEN']],
    'another tenant in iss': [
      { iss: 'https://localhost:8443/99999999-0000-4000-8000-5f2d3c4b5a69/v2.0' },
      ['ERR_ISSUER_TENANT'],
    ],
    'a tenant in capitals': [{ tid: tenant.toUpperCase(), iss: 'https://login.example/' }, ['ERR_ISSUER_TENANT']],
    'an issuer over http': [{ iss: 'http://login.example/' }, ['ERR_ISSUER_UNKNOWN']],
    'an unknown confirmation': [{ cnf: { jku: 'https://a' } }, ['ERR_CNF_UNKNOWN_MEMBER']],
    'an empty confirmation': [{ cnf: {} }, ['ERR_CNF_EMPTY']],
    'two keys': [
      {
        cnf: { kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', jkt: 'XXY6dVjg1nuv6tOXEqwDXNm3FKFTWaV2qgpMBvOnejA' },
      },
      ['ERR_CNF_CONTRADICTION'],
    ],
    'an id_token': [{ nonce: 'n', roles: undefined, azp: undefined, cnf: undefined }, ['INSPECT_ID_TOKEN']],
    'another typ': [{}, ['ERR_TOKEN_TYPE'], { typ: 'at' }],
    'no kid': [{}, ['ERR_ISSUER_KEY_UNKNOWN'], { kid: undefined }],
    'an embedded key': [{}, ['ERR_JWS_HEADER'], { jwk: { kty: 'oct' } }],
    'a critical extension': [{}, ['ERR_JWS_HEADER'], { crit: ['b64'] }],
    'a symmetric algorithm': [{}, ['ERR_JWS_ALG', 'INSPECT_ALG_SYMMETRIC'], { alg: 'HS256' }],
  };
  for (const [name, [changes, codes, headerChanges]] of Object.entries(wrong)) {
    test(`${name}: ${codes.join(', ')}`, async () => {
      const text = await forge({ ...header, ...headerChanges }, { ...bound, ...changes }, issuer);
      assert.deepEqual(codesOf(await look(text)), codes);
    });
  }
});

suite('inspect: the spelling of a token', () => {
  const spelt: Readonly<Record<string, readonly [(token: string) => string, readonly string[]]>> = {
    padding: [(token) => `${token}==`, ['ERR_JWS_ENCODING', 'INSPECT_PADDING']],
    'another alphabet': [(token) => token.replace(/[-_]/, '+'), ['ERR_JWS_ENCODING', 'INSPECT_ALPHABET']],
    'spare bits': [
      (token) => token.slice(0, -1) + nextLetter(token.at(-1) ?? ''),
      ['ERR_JWS_ENCODING', 'INSPECT_SPARE_BITS'],
    ],
    'no signature': [
      (token) => `${token.split('.').slice(0, 2).join('.')}.`,
      ['ERR_JWS_ENCODING', 'INSPECT_SIGNATURE_EMPTY'],
    ],
    'two parts': [(token) => token.split('.').slice(0, 2).join('.'), ['ERR_JWS_SEGMENTS', 'INSPECT_SIGNATURE_EMPTY']],
  };
  for (const [name, [change, codes]] of Object.entries(spelt)) {
    test(`${name}: ${codes.join(', ')}`, async () => {
      assert.deepEqual(codesOf(await look(change(await forge(header, bound, issuer)))), codes);
    });
  }

  test('alg none, in any letter case', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      const explanation = await look(`${(await forge({ ...header, alg }, bound)).split('.').slice(0, 2).join('.')}.`);
      assert.deepEqual(codesOf(explanation), ['ERR_JWS_ENCODING', 'INSPECT_ALG_NONE']);
    }
  });

  test('a member that is named twice is told by name', async () => {
    const text = JSON.stringify(bound).replace('{', '{"aud":"api://else",');
    const explanation = await look(await forge(header, text, issuer));
    assert.deepEqual(codesOf(explanation), ['ERR_JWS_JSON', 'ERR_JSON_DUPLICATE_MEMBER']);
    assert.match(explanation.findings.map(({ message }) => message).join(' '), /\(aud\)/);
  });

  test('a payload that is no JSON leaves the header explained', async () => {
    const explanation = await look(await forge(header, '{"a":', issuer));
    assert.equal(explanation.members[0]?.value, 'JWT');
    assert.ok(codesOf(explanation).includes('ERR_JWS_JSON'));
  });
});

function nextLetter(letter: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return letters[letters.indexOf(letter) + 1] ?? letters[letters.indexOf(letter) - 1] ?? '';
}
