import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildReqCnf, encodeClaimsChallenge } from '@holdfast/core';
import { generateNodeKey } from '@holdfast/node';
import { codesOf, forge, look, now, tenant, tokenClaims } from '../support/artefacts.ts';

const issuer = await generateNodeKey('RS256');
const holder = await generateNodeKey('ES256');
const header = { typ: 'JWT', alg: 'RS256', kid: 'k1' };
const boundToken = await forge(header, { ...tokenClaims, cnf: { kid: holder.thumbprint } }, issuer);
const unboundToken = await forge(header, tokenClaims, issuer);
const assertionClaims = {
  iss: 'client',
  sub: 'client',
  aud: `https://localhost:8443/${tenant}/oauth2/v2.0/token`,
  iat: now,
  nbf: now,
  exp: now + 600,
  jti: 'j',
};

interface Case {
  readonly text: string;
  readonly kind: string;
  /** Errors and warnings, in order. */
  readonly codes?: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'a JWK': { text: JSON.stringify(holder.jwk), kind: 'jwk' },
  'a JWK with its private half': {
    text: JSON.stringify({ ...holder.jwk, d: 'AAAA' }),
    kind: 'jwk',
    codes: ['ERR_JWK_PRIVATE'],
  },
  'a point off the curve': {
    text: JSON.stringify({ ...holder.jwk, y: holder.jwk.kty === 'EC' ? holder.jwk.x : '' }),
    kind: 'jwk',
    codes: ['ERR_JWK_NOT_ON_CURVE'],
  },
  'a small RSA key': {
    text: JSON.stringify({ kty: 'RSA', e: 'AQAB', n: `${'x'.repeat(170)}w` }),
    kind: 'jwk',
    codes: ['ERR_JWK_WEAK'],
  },
  'a JWK Set': { text: JSON.stringify({ keys: [{ ...issuer.jwk, kid: 'k1' }] }), kind: 'jwk-set' },
  'two keys of one name': {
    text: JSON.stringify({
      keys: [
        { ...issuer.jwk, kid: 'k1' },
        { ...holder.jwk, kid: 'k1' },
      ],
    }),
    kind: 'jwk-set',
    codes: ['ERR_JWK_SET'],
  },
  'req_cnf by thumbprint': { text: buildReqCnf('kid', holder), kind: 'req-cnf' },
  'req_cnf by key': { text: buildReqCnf('jwk', holder), kind: 'req-cnf' },
  'req_cnf as a parameter': { text: `req_cnf=${buildReqCnf('kid', holder)}`, kind: 'req-cnf' },
  'req_cnf with padding': {
    text: `${Buffer.from(`{"kid":"${holder.thumbprint}"}`).toString('base64')}`,
    kind: 'req-cnf',
    codes: ['ERR_REQ_CNF_ENCODING', 'INSPECT_PADDING'],
  },
  'req_cnf with a label': {
    text: Buffer.from('{"kid":"my-kid"}').toString('base64url'),
    kind: 'req-cnf',
    codes: ['ERR_CNF_THUMBPRINT'],
  },
  'a confirmation': { text: JSON.stringify({ cnf: { jwk: holder.jwk } }), kind: 'confirmation' },
  'a thumbprint': { text: holder.thumbprint, kind: 'thumbprint' },
  'a claims request': {
    text: '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}',
    kind: 'claims-request',
  },
  'a claims request in base64': {
    text: encodeClaimsChallenge({ access_token: { xms_cc: { values: ['cp1'] } } }),
    kind: 'claims-request',
  },
  'a claims request with a member twice': {
    text: '{"access_token":{"nbf":null,"nbf":null}}',
    kind: 'claims-request',
    codes: ['ERR_CLAIMS_JSON'],
  },
  'a nonce challenge': { text: 'WWW-Authenticate: PoP nonce="abc"', kind: 'challenge' },
  'a bare challenge': { text: 'PoP nonce="abc"', kind: 'challenge' },
  'a nonce in the wrong place': {
    text: 'Bearer realm="x", PoP nonce="a=="',
    kind: 'challenge',
    codes: ['INSPECT_CHALLENGE_NONCE_PLACE', 'INSPECT_CHALLENGE_NONCE_CUT'],
  },
  'claims under PoP': {
    text: 'PoP error="insufficient_claims", claims="e30="',
    kind: 'challenge',
    codes: ['INSPECT_CHALLENGE_CLAIMS_SCHEME'],
  },
  'a parameter twice': {
    text: 'PoP nonce="a", nonce="b"',
    kind: 'challenge',
    codes: ['ERR_HEADER_DUPLICATE_PARAMETER'],
  },
  'an empty field': { text: 'WWW-Authenticate:', kind: 'challenge', codes: ['INSPECT_CHALLENGE_EMPTY'] },
  'the next nonce': { text: 'Authentication-Info: nextnonce="abc"', kind: 'authentication-info' },
  'a bound token as Bearer': {
    text: `Authorization: Bearer ${boundToken}`,
    kind: 'authorization',
    codes: ['ERR_BINDING_PROOF_MISSING'],
  },
  'a token alone as PoP': {
    text: `Authorization: PoP ${boundToken}`,
    kind: 'authorization',
    codes: ['ERR_PROOF_MALFORMED'],
  },
  'an unbound token as DPoP': {
    text: `DPoP ${unboundToken}`,
    kind: 'authorization',
    codes: ['INSPECT_TOKEN_UNBOUND', 'INSPECT_BEARER'],
  },
  'an unbound token as mtls_pop': {
    text: `mtls_pop ${unboundToken}`,
    kind: 'authorization',
    codes: ['ERR_BINDING_UNBOUND', 'INSPECT_BEARER'],
  },
  'a token that nobody can read': {
    text: 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz',
    kind: 'authorization',
    codes: ['ERR_TOKEN_MALFORMED'],
  },
  'a password': {
    text: 'Authorization: Basic YWRhOmxvdmVsYWNlLWFkYQ==',
    kind: 'authorization',
    codes: ['ERR_CREDENTIAL_SCHEME'],
  },
  'no credential at all': { text: 'Authorization: Bearer', kind: 'authorization', codes: ['ERR_CREDENTIAL_MALFORMED'] },
  'two credentials': {
    text: `GET / HTTP/1.1\nauthorization: Bearer ${unboundToken}\nauthorization: Bearer ${unboundToken}\n\n`,
    kind: 'http-request',
    codes: ['ERR_CREDENTIAL_REPEATED', 'INSPECT_BEARER', 'INSPECT_BEARER'],
  },
  'a request without a credential': {
    text: 'GET /orders HTTP/1.1\r\nhost: localhost\r\n\r\n',
    kind: 'http-request',
    codes: ['INSPECT_CREDENTIAL_NONE'],
  },
  'a refusal': {
    text: 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: PoP nonce="a"\r\n\r\n{}',
    kind: 'http-response',
  },
  'a refusal without a challenge': {
    text: 'HTTP/1.1 401 Unauthorized\r\n\r\n',
    kind: 'http-response',
    codes: ['INSPECT_CREDENTIAL_NONE'],
  },
  'a broken header line': {
    text: 'GET / HTTP/1.1\nno header\n\n',
    kind: 'http-request',
    codes: ['INSPECT_MESSAGE_MALFORMED', 'INSPECT_CREDENTIAL_NONE'],
  },
  'a client assertion': {
    text: await forge({ typ: 'JWT', alg: 'PS256', 'x5t#S256': holder.thumbprint }, assertionClaims, issuer),
    kind: 'client-assertion',
  },
  'an assertion for an hour': {
    text: await forge({ alg: 'PS256' }, { ...assertionClaims, exp: now + 3600 }, issuer),
    kind: 'client-assertion',
    codes: ['INSPECT_ASSERTION_LIFE'],
  },
  'an assertion as Python writes it': {
    text: await forge({ alg: 'RS256', x5t: 'X5vdkCTzc0z7-Z6cjb7_7oR_VOg=' }, { ...assertionClaims, jti: '' }, issuer),
    kind: 'client-assertion',
    codes: ['INSPECT_ASSERTION_CLAIM', 'INSPECT_PADDING'],
  },
  'a token reply': {
    text: JSON.stringify({ token_type: 'pop', access_token: boundToken, expires_in: 3599 }),
    kind: 'token-reply',
  },
  'a downgraded reply': {
    text: JSON.stringify({ token_type: 'Bearer', access_token: boundToken }),
    kind: 'token-reply',
    codes: ['INSPECT_REPLY_DOWNGRADED'],
  },
  'a reply that only says pop': {
    text: JSON.stringify({ token_type: 'pop', access_token: unboundToken }),
    kind: 'token-reply',
    codes: ['INSPECT_REPLY_DOWNGRADED', 'INSPECT_BEARER'],
  },
  'an encrypted token': {
    text: `${Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString('base64url')}.a.b.c.d`,
    kind: 'encrypted-token',
  },
  'a scheme called like a member of every object': {
    text: `Authorization: constructor ${'a'.repeat(20)}`,
    kind: 'authorization',
    codes: ['ERR_CREDENTIAL_SCHEME'],
  },
  'a parameter called like one': { text: 'Bearer constructor="a", toString="b"', kind: 'challenge' },
  'claims with members that no text can be made of': {
    text: await forge(
      header,
      { ...tokenClaims, iss: { toString: 0 }, azpacr: 'constructor', xms_cc: [{ toString: 0 }] },
      issuer,
    ),
    kind: 'access-token',
    codes: ['ERR_ISSUER_UNKNOWN', 'INSPECT_BEARER'],
  },
  nonsense: { text: 'hello, world', kind: 'unknown', codes: ['INSPECT_UNKNOWN'] },
  'a number': { text: '7', kind: 'unknown', codes: ['INSPECT_UNKNOWN'] },
  'an unknown object': { text: '{"a":1}', kind: 'unknown', codes: ['INSPECT_UNKNOWN'] },
};

suite('inspect: what it recognises', () => {
  for (const [name, { text, kind, codes = [] }] of Object.entries(cases)) {
    test(`${name}: ${kind}${codes.length === 0 ? '' : `, ${codes.join(', ')}`}`, async () => {
      const explanation = await look(text);
      assert.equal(explanation.kind, kind);
      assert.deepEqual(codesOf(explanation), codes);
    });
  }
});
