import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createSignedHttpRequest, type JsonObject, sha256Base64url } from '@holdfast/core';
import { generateNodeKey } from '@holdfast/node';
import { findVectors } from '@holdfast/testing';
import type { Question } from '../../src/inspect/facts/question.ts';
import { readAddress } from '../../src/inspect/facts/question.ts';
import { codesOf, forge, look, now, tokenClaims } from '../support/artefacts.ts';

const issuer = await generateNodeKey('RS256');
const holder = await generateNodeKey('ES256');
const thief = await generateNodeKey('ES256');
const tokenHeader = { typ: 'JWT', alg: 'RS256', kid: 'k1' };
const token = await forge(tokenHeader, { ...tokenClaims, cnf: { kid: holder.thumbprint } }, issuer);
const url = 'https://localhost:8490/orders?page=2';

const prove = (changes: Partial<Parameters<typeof createSignedHttpRequest>[0]> = {}): Promise<string> =>
  createSignedHttpRequest({
    accessToken: token,
    key: holder,
    request: { method: 'GET', url },
    nonce: 'n1',
    clock: () => now * 1000,
    ...changes,
  });
const asked = (method: string, address: string): Partial<Question> => ({
  request: { method, address: readAddress(address) },
});

suite('inspect: a signed HTTP request', () => {
  test('a proof that fits its request: verified, nothing wrong, the token explained inside', async () => {
    const explanation = await look(await prove(), asked('GET', url));
    assert.deepEqual(codesOf(explanation), []);
    assert.equal(explanation.kind, 'signed-http-request');
    assert.match(explanation.members.at(-1)?.says ?? '', /bound to$/);
    assert.equal(explanation.inside[0]?.kind, 'access-token');
    assert.ok(!JSON.stringify(explanation).includes(token.slice(0, 60)));
  });

  test('everything that disagrees is told, not only the first', async () => {
    const proof = await prove({ clock: () => (now - 400) * 1000 });
    const explanation = await look(proof, asked('POST', 'https://elsewhere.example/stock?page=3'));
    assert.deepEqual(codesOf(explanation), [
      'ERR_SHR_STALE',
      'ERR_SHR_METHOD',
      'ERR_SHR_HOST',
      'ERR_SHR_PATH',
      'ERR_SHR_QUERY',
    ]);
  });

  test('a body is compared, and one that is not at hand is not held against the proof', async () => {
    const body = new TextEncoder().encode('{"item":1}');
    const proof = await prove({ request: { method: 'POST', url, body } });
    const { request = {} } = asked('POST', url);
    assert.deepEqual(codesOf(await look(proof, { request: { ...request, body } })), []);
    assert.deepEqual(codesOf(await look(proof, { request: { ...request, body: body.slice(1) } })), ['ERR_SHR_BODY']);
    assert.deepEqual(codesOf(await look(proof, { request }), ['error', 'note']).slice(0, 1), [
      'INSPECT_PART_UNCHECKED',
    ]);
  });

  const wrong: Readonly<Record<string, readonly [() => Promise<string>, readonly string[], Partial<Question>?]>> = {
    'signed by a thief': [() => prove({ key: thief }), ['ERR_SHR_KEY_MISMATCH']],
    'an unbound token': [
      async () => prove({ accessToken: await forge(tokenHeader, tokenClaims, issuer) }),
      ['INSPECT_TOKEN_UNBOUND'],
    ],
    'a token bound to a certificate': [
      async () =>
        prove({
          accessToken: await forge(tokenHeader, { ...tokenClaims, cnf: { 'x5t#S256': holder.thumbprint } }, issuer),
        }),
      ['ERR_BINDING_PROOF_UNEXPECTED'],
    ],
    'from the future': [() => prove({ clock: () => (now + 120) * 1000 }), ['ERR_SHR_FUTURE']],
    'another nonce': [() => prove(), ['INSPECT_NONCE_MISMATCH'], { nonce: 'n2' }],
    'a changed claim': [
      async () => swapPayload(await prove(), (payload) => ({ ...payload, m: 'DELETE' })),
      ['ERR_SIGNATURE_INVALID'],
    ],
    'an embedded private key': [
      async () => swapPayload(await prove(), (payload) => ({ ...payload, cnf: { jwk: { ...holder.jwk, d: 'AAAA' } } })),
      ['ERR_JWK_PRIVATE', 'ERR_SHR_CNF'],
    ],
    'no query claim': [
      async () =>
        forge(
          { typ: 'pop', alg: 'ES256' },
          {
            at: token,
            ts: now,
            m: 'GET',
            u: 'localhost:8490',
            p: '/orders',
            nonce: 'n1',
            jti: 'j',
            cnf: { jwk: { ...holder.jwk } },
          },
          holder,
        ),
      ['ERR_SHR_CLAIM_MISSING'],
    ],
    'another typ': [async () => forge({ typ: 'JWT', alg: 'ES256' }, { at: token }, holder), ['ERR_SHR_TYP']],
  };
  for (const [name, [make, codes, question]] of Object.entries(wrong)) {
    test(`${name}: ${codes.join(', ')}`, async () => {
      assert.deepEqual(codesOf(await look(await make(), question)), codes);
    });
  }

  const recorded = findVectors<{ readonly shr: readonly Recorded[] }>('msal-js.json');
  test('proofs that msal-browser made verify in its dialect', {
    skip: recorded === undefined && 'no vectors',
  }, async () => {
    const complete = (recorded?.shr ?? []).filter(({ request }) => request?.resourceRequestUri !== undefined);
    assert.ok(complete.length > 0);
    for (const { token: proof, request } of complete) {
      const payload = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as { ts: number };
      const question = asked((request?.resourceRequestMethod ?? '').toUpperCase(), request?.resourceRequestUri ?? '');
      const explanation = await look(proof, { ...question, now: payload.ts });
      assert.match(explanation.title, /msal-browser/);
      const errors = codesOf(explanation, ['error']).filter((code) => code !== 'ERR_TOKEN_NOT_ACCESS_TOKEN');
      assert.deepEqual(errors, []);
      assert.match(explanation.members.at(-1)?.says ?? '', /^verified/);
    }
  });
});

interface Recorded {
  readonly token: string;
  readonly request?: { readonly resourceRequestMethod?: string; readonly resourceRequestUri?: string };
}

suite('inspect: a DPoP proof', () => {
  const accessToken = forge(tokenHeader, { ...tokenClaims, cnf: { jkt: holder.thumbprint } }, issuer);
  const make = async (changes: JsonObject = {}, header: JsonObject = {}): Promise<string> =>
    forge(
      { typ: 'dpop+jwt', alg: 'ES256', jwk: { ...holder.jwk }, ...header },
      {
        jti: 'j',
        htm: 'GET',
        htu: 'https://localhost:8490/orders',
        iat: now,
        nonce: 'n1',
        ath: await sha256Base64url(await accessToken),
        ...changes,
      },
      holder,
    );
  const question = async (): Promise<Partial<Question>> => ({
    ...asked('GET', url),
    accessToken: await accessToken,
    nonce: 'n1',
  });

  test('a proof that fits: verified, nothing wrong', async () => {
    const explanation = await look(await make(), await question());
    assert.deepEqual([explanation.kind, codesOf(explanation, ['error', 'warning', 'note'])], ['dpop-proof', []]);
    assert.match(explanation.members.at(-1)?.says ?? '', /^verified/);
  });

  const wrong: Readonly<Record<string, readonly [() => Promise<string>, readonly string[]]>> = {
    'another method': [() => make({ htm: 'POST' }), ['INSPECT_DPOP_METHOD']],
    'another address': [() => make({ htu: 'https://localhost:8490/stock' }), ['INSPECT_DPOP_ADDRESS']],
    'a query in htu': [() => make({ htu: url }), ['INSPECT_DPOP_ADDRESS']],
    'too old': [() => make({ iat: now - 301 }), ['INSPECT_DPOP_AGE']],
    'another token': [() => make({ ath: 'AAAA' }), ['INSPECT_DPOP_TOKEN']],
    'no jti': [() => make({ jti: '' }), ['INSPECT_DPOP_CLAIM']],
    'another key': [() => make({}, { jwk: { ...thief.jwk } }), ['INSPECT_DPOP_KEY', 'ERR_PROOF_SIGNATURE']],
    'a private key': [() => make({}, { jwk: { ...holder.jwk, d: 'AAAA' } }), ['ERR_JWK_PRIVATE']],
    'more in the header': [() => make({}, { kid: 'k' }), ['INSPECT_DPOP_HEADER']],
    'another nonce': [() => make({ nonce: 'n2' }), ['INSPECT_NONCE_MISMATCH']],
  };
  for (const [name, [proof, codes]] of Object.entries(wrong)) {
    test(`${name}: ${codes.join(', ')}`, async () => {
      assert.deepEqual(codesOf(await look(await proof(), await question())), codes);
    });
  }
});

function swapPayload(proof: string, change: (payload: JsonObject) => JsonObject): string {
  const [header = '', payload = '', signature = ''] = proof.split('.');
  const changed = change(JSON.parse(Buffer.from(payload, 'base64url').toString()) as JsonObject);
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
}
