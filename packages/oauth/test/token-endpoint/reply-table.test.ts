import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeBase64url,
  encodeUtf8,
  generateSigningKey,
  type JsonObject,
  type JsonValue,
  parseReqCnf,
} from '@holdfast/core';
import type { ClientTokenRequest } from '../../src/acquire/token-request.ts';
import { createBench, scopes } from '../sts/make-client.ts';
import { presentedHeader, thumbprints } from '../sts/scripted-credentials.ts';

// Every token_type × every access token × every scheme that can be asked for, with the exact outcome. Nothing here is computed from the
// code under test.

const caller = await generateSigningKey();
const other = await generateSigningKey();
type KeyOf = Pick<typeof caller, 'jwk' | 'thumbprint'>;

const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)));
const jwt = (claims: JsonObject, header: JsonObject = { alg: 'RS256', typ: 'JWT', kid: 'issuer' }): string =>
  `${part(header)}.${part({ aud: 'api://orders', ...claims })}.AAAA`;
const publicJwk = ({ jwk }: KeyOf): JsonObject => ({ ...jwk }) as JsonObject;

/** What the authority may hand out, given the key that was asked for. */
const accessTokens: Readonly<Record<string, (own: KeyOf) => string>> = {
  'our kid': (own) => jwt({ cnf: { kid: own.thumbprint } }),
  'our kid with xms_ksl': (own) => jwt({ cnf: { kid: own.thumbprint, xms_ksl: 'sw' } }),
  'our jwk': (own) => jwt({ cnf: { jwk: publicJwk(own) } }),
  'our jkt': (own) => jwt({ cnf: { jkt: own.thumbprint } }),
  unbound: () => jwt({}),
  'null cnf': () => jwt({ cnf: null }),
  'empty cnf': () => jwt({ cnf: {} }),
  'another kid': () => jwt({ cnf: { kid: other.thumbprint } }),
  'another jwk': () => jwt({ cnf: { jwk: publicJwk(other) } }),
  'another jwk under our kid': (own) => jwt({ cnf: { jwk: publicJwk(other), kid: own.thumbprint } }),
  'our kid and another jkt': (own) => jwt({ cnf: { kid: own.thumbprint, jkt: other.thumbprint } }),
  'our jwk and another kid': (own) => jwt({ cnf: { jwk: publicJwk(own), kid: other.thumbprint } }),
  certificate: (own) => jwt({ cnf: { 'x5t#S256': own.thumbprint } }),
  'our kid and a certificate': (own) => jwt({ cnf: { kid: own.thumbprint, 'x5t#S256': own.thumbprint } }),
  'our kid and an unknown member': (own) => jwt({ cnf: { kid: own.thumbprint, jku: 'https://keys.example' } }),
  'another certificate': () => jwt({ cnf: { 'x5t#S256': other.thumbprint } }),
  'certificate, alg none': (own) => jwt({ cnf: { 'x5t#S256': own.thumbprint } }, { alg: 'none' }),
  'certificate and an unknown member': (own) =>
    jwt({ cnf: { 'x5t#S256': own.thumbprint, jku: 'https://keys.example' } }),
  opaque: () => 'opaque',
  'encrypted (JWE)': () => `${part({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`,
  'our kid, alg none': (own) => jwt({ cnf: { kid: own.thumbprint } }, { alg: 'none' }),
  'our kid, no signature': (own) => jwt({ cnf: { kid: own.thumbprint } }).replace(/AAAA$/, ''),
};
const boundToUs: readonly string[] = ['our kid', 'our kid with xms_ksl', 'our jwk', 'our jkt'];

// JSON leaves `undefined` out of the reply. How a token that was thrown away is named is part of the outcome; where `pop` and `mtls_pop` differ,
// the second name is for who asked for `mtls_pop`.
const tokenTypes: readonly (readonly [sent: JsonValue | undefined, named: string, namedForCertificates?: string])[] = [
  [undefined, 'absent'],
  ['bearer', 'bearer'],
  ['Bearer', 'bearer'],
  ['BEARER', 'bearer'],
  ['PoP', 'wrong letter case', 'other'],
  ['POP', 'wrong letter case', 'other'],
  ['pop', 'pop', 'other'],
  ['pop ', 'other'],
  ['mtls_pop', 'other', 'mtls_pop'],
  ['MTLS_POP', 'other', 'wrong letter case'],
  ['Mtls_Pop', 'other', 'wrong letter case'],
  ['mtls-pop', 'other'],
  ['mtls_pop ', 'other'],
  ['DPoP', 'other'],
  ['N_A', 'other'],
  ['ssh-cert', 'other'],
  ['', 'other'],
  [null, 'other'],
  [1, 'other'],
  [['pop'], 'other'],
  [{ pop: true }, 'other'],
];

const certificate = thumbprints[0];

const requests: Readonly<Record<string, Partial<ClientTokenRequest> & { readonly dialect?: 'rfc8705' }>> = {
  bearer: {},
  mtls_pop: { authenticationScheme: 'mtls_pop' },
  'mtls_pop, RFC 8705': { authenticationScheme: 'mtls_pop', dialect: 'rfc8705' },
  'pop kid': { authenticationScheme: 'pop' },
  'pop jwk, own key': { authenticationScheme: 'pop', confirmation: 'jwk' },
  "pop jwk, caller's key": { authenticationScheme: 'pop', keyId: 'mine', jwk: publicJwk(caller) },
};

/** Our rule in one place: a bearer token stays opaque, a bound one is exactly `pop` and exactly our key. */
function expectation(asked: string, named: string, accessToken: string): string {
  if (asked.startsWith('mtls_pop')) {
    // RFC 8705 calls bound tokens by the name of unbound ones: there `cnf` alone decides.
    const isRightType = named === (asked === 'mtls_pop' ? 'mtls_pop' : 'bearer');
    const received = asked === 'mtls_pop' || named === 'absent' ? named : 'other';
    if (!isRightType) return `ERR_TOKEN_TYPE_DOWNGRADED ${received}`;
    return accessToken === 'certificate' ? 'mtls_pop' : 'ERR_TOKEN_NOT_BOUND';
  }
  if (asked === 'bearer') return named === 'bearer' ? 'Bearer' : 'ERR_TOKEN_TYPE_UNEXPECTED';
  if (named !== 'pop') return `ERR_TOKEN_TYPE_DOWNGRADED ${named}`;
  return boundToUs.includes(accessToken) ? 'pop' : 'ERR_TOKEN_NOT_BOUND';
}

for (const [asked, { dialect: mtlsDialect, ...wish }] of Object.entries(requests)) {
  const isForCertificates = asked.startsWith('mtls_pop');
  test(`${asked}: every token_type × access token has its outcome, and nothing is kept of a refused one`, async () => {
    const { client, sts, keys } = createBench({
      certificates: true,
      ...(mtlsDialect === undefined ? {} : { mtlsDialect }),
    });
    let cells = 0;
    for (const [sent, namedForKeys, namedForCertificates = namedForKeys] of tokenTypes) {
      const named = isForCertificates ? namedForCertificates : namedForKeys;
      for (const [kind, make] of Object.entries(accessTokens)) {
        const cell = `${JSON.stringify(sent)} with ${kind}`;
        cells += 1;
        const request = { scopes: [`api://cell-${cells}/.default`], ...wish };
        const before = sts.tokenRequests().length;
        sts.behaviour = {
          reply: async ({ form, headers }) => {
            const reqCnf = form.get('req_cnf');
            const thumbprint = reqCnf === null ? '' : (await parseReqCnf(reqCnf)).thumbprint;
            if (isForCertificates) {
              assert.deepEqual(
                [reqCnf, form.get('token_type')],
                [null, mtlsDialect === undefined ? 'mtls_pop' : null],
                cell,
              );
              assert.equal(headers.get(presentedHeader), certificate, cell);
            }
            const own = isForCertificates
              ? { thumbprint: certificate, jwk: caller.jwk }
              : ([...keys, caller].find((key) => key.thumbprint === thumbprint) ?? other);
            return { json: { token_type: sent, expires_in: 3600, access_token: make(own) } };
          },
        };
        const outcome = await client.acquireTokenForClient(request).then(
          ({ tokenType }) => tokenType,
          ({ code, received }) => (received === undefined ? code : `${code} ${received}`),
        );
        assert.equal(outcome, expectation(asked, named, kind), cell);
        // Who comes next is given what was accepted, or asks again.
        sts.behaviour = {};
        const next = await client.acquireTokenForClient(request);
        const isKept = outcome === 'pop' || outcome === 'Bearer' || outcome === 'mtls_pop';
        assert.equal(next.fromCache, isKept, cell);
        assert.equal(sts.tokenRequests().length - before, isKept ? 1 : 2, cell);
        const expected = asked === 'bearer' ? 'Bearer' : isForCertificates ? 'mtls_pop' : 'pop';
        assert.equal(next.tokenType, expected, cell);
      }
    }
    assert.equal(cells, 21 * 22);
  });
}

test('the table has no scheme left out: what a client cannot bind is refused before anything is asked', async () => {
  const { client, sts } = createBench();
  for (const authenticationScheme of ['mtls_pop', 'dpop', 'MTLS_POP', 'DPoP']) {
    await assert.rejects(client.acquireTokenForClient({ scopes, authenticationScheme }), {
      code: 'ERR_SCHEME_UNAVAILABLE',
    });
  }
  assert.equal(sts.transport.requests.length, 0);
});
