import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compactVerify } from 'jose';
import { sha256Base64url, sha256Hex } from '../../src/base/digest.ts';
import type { JsonObject } from '../../src/base/strict-json.ts';
import { parseReqCnf } from '../../src/cnf/req-cnf.ts';
import { parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import type { ShrDialect } from '../../src/shr/dialects.ts';
import { verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { compareSections, type Outcome, openVectors, type Row } from '../fixtures/shared-vectors.ts';
import { prove, rsaKey } from '../fixtures/signed-requests.ts';

// What the real msal-browser sends, against the dialect msal-browser.

const vectors = openVectors('msal-js.json');

/** A proof captured from the client, and the request that it was made for. */
interface Sample {
  readonly name: string;
  readonly token: string;
  readonly payloadWithoutAt?: { readonly ts: number };
  readonly payload?: { readonly ts: number };
}

const requests: Readonly<
  Record<string, { readonly method: string; readonly url: string; readonly thumbprint: string }>
> = {
  full: {
    method: 'GET',
    url: 'https://API.contoso.com:8443/V1.0/Me/Messages?Top=5&b=C%20d',
    thumbprint: 'XXY6dVjg1nuv6tOXEqwDXNm3FKFTWaV2qgpMBvOnejA',
  },
  minimal: {
    method: 'GET',
    url: 'https://api.contoso.com/',
    thumbprint: 'XXY6dVjg1nuv6tOXEqwDXNm3FKFTWaV2qgpMBvOnejA',
  },
  signRequest: {
    method: 'POST',
    url: 'https://h.com/P?Q=1',
    thumbprint: 'sMQmuVIePm_JPLO39McCmRtOGNqL98m8pPToL53_iHY',
  },
};

function verifySample(
  sample: Sample,
  dialects: readonly ShrDialect[],
  change: Partial<{ url: string; thumbprint: string }> = {},
) {
  const name = Object.keys(requests).find((part) => sample.name.includes(part))!;
  const { method, url, thumbprint } = { ...requests[name]!, ...change };
  const { host, pathname, search } = new URL(url);
  const signedAt = (sample.payload ?? sample.payloadWithoutAt)!.ts;
  return verifySignedHttpRequest({
    shr: decodeSignedHttpRequest(sample.token),
    confirmation: { form: 'kid', thumbprint },
    request: { method, host, path: pathname, query: search.slice(1), headers: [] },
    dialects,
    clock: () => signedAt * 1000 + 400,
  });
}

const all: readonly ShrDialect[] = ['strict', 'msal-browser', 'msal-dotnet'];

compareSections('msal-js.json', vectors, [
  { path: 'shr', count: 3, judge: (row) => outcomeOf(() => verifySample(row as unknown as Sample, ['msal-browser'])) },
  { path: 'thumbprints', count: 3, judge: judgeThumbprint },
  { path: 'popKid', count: 1, judge: (row) => outcomeOf(() => parseReqCnf(row.reqCnf!)) },
  { path: 'urlDecomposition', count: 27, judge: judgeAddress },
]);

async function judgeThumbprint(row: Row): Promise<Outcome> {
  const thumbprint = await jwkThumbprint(parsePublicJwk(row.jwk));
  if (row.reqCnf !== undefined) {
    assert.deepEqual(await parseReqCnf(row.reqCnf), { form: 'kid', thumbprint });
  }
  return thumbprint === row.kid ? 'accepted' : 'another value';
}

/** Signs what the client signs for an address, and verifies it for what a browser then sends. */
function judgeAddress(row: Row): Promise<Outcome> {
  const { host, pathname, search } = new URL(row.url!, 'https://h.com');
  const kid = Buffer.from(JSON.stringify({ kid: rsaKey.thumbprint })).toString('base64url');
  return outcomeOf(() =>
    prove({
      key: rsaKey,
      header: { kid },
      claims: { u: row.u, p: row.p, q: row.q },
      request: { host, path: pathname, query: search.slice(1) },
      options: { dialects: all },
    }),
  );
}

describe('msal-js.json, captured proofs', { skip: vectors.skip }, () => {
  const [full, , signRequest] = vectors.rows('shr') as unknown as readonly [Sample, Sample, Sample];

  it('are verified by jose as well', async () => {
    for (const { token } of [full, signRequest]) {
      const { payload } = decodeSignedHttpRequest(token).jws;
      const { jwk } = payload['cnf'] as unknown as { readonly jwk: JsonObject };
      const verified = await compactVerify(token, { ...jwk });
      assert.deepEqual(JSON.parse(Buffer.from(verified.payload).toString()), payload);
    }
  });

  it('leave their nonce and client claims', async () => {
    const { dialect, nonce, clientClaims, jti } = await verifySample(full, all);
    assert.deepEqual([dialect, nonce, clientClaims, jti], ['msal-browser', 'srv-nonce', '{"a":1}', undefined]);
  });

  it('are refused where the dialect is not enabled', async () => {
    for (const sample of [full, signRequest]) {
      assert.equal(await outcomeOf(() => verifySample(sample, ['strict'])), 'ERR_SHR_DIALECT');
      assert.equal(await outcomeOf(() => verifySample(sample, ['msal-dotnet'])), 'ERR_SHR_DIALECT');
    }
  });

  it('are refused for another request or another key', async () => {
    const other = (change: Partial<{ url: string; thumbprint: string }>) =>
      outcomeOf(() => verifySample(full, all, change));
    assert.equal(await other({ url: 'https://api.contoso.com:8443/V1.0/Me?Top=5&b=C%20d' }), 'ERR_SHR_PATH');
    assert.equal(await other({ url: 'https://api.contoso.com:8443/V1.0/Me/Messages?Top=50' }), 'ERR_SHR_QUERY');
    assert.equal(await other({ url: 'https://api.contoso.com/V1.0/Me/Messages?Top=5&b=C%20d' }), 'ERR_SHR_HOST');
    assert.equal(await other({ thumbprint: requests['signRequest']!.thumbprint }), 'ERR_SHR_KEY_MISMATCH');
  });
});

describe('msal-js.json, constants of the upstream tests', { skip: vectors.skip }, () => {
  const constants = vectors.value('upstreamTestConstants') as Readonly<Record<string, string>>;

  it('agree with ours', async () => {
    assert.deepEqual(await parseReqCnf(constants['ENCODED_REQ_CNF']!), { form: 'kid', thumbprint: constants['KID'] });
    assert.equal(await sha256Base64url('test-data'), constants['sha256OfTestData_base64url']);
  });

  it('have an access token and a nonce under HS256, which the front door refuses', () => {
    for (const name of ['SAMPLE_POP_AT', 'SHR_NONCE']) {
      assert.throws(() => decodeCompactJws(constants[name]!), { code: 'ERR_JWS_ALG' });
    }
  });

  it('have a nonce and client claims that travel through a proof', async () => {
    const claims = { nonce: constants['SHR_NONCE'], client_claims: constants['CLIENT_CLAIMS'] };
    const verified = await prove({ claims });
    assert.deepEqual([verified.nonce, verified.clientClaims], Object.values(claims));
  });
});

describe('msal-js.json, the whole file', { skip: vectors.skip }, () => {
  it('names the token to revoke by its hash', async () => {
    const rows = vectors.value('msiRevocation') as readonly { token: string; token_sha256_to_refresh: string }[];
    assert.equal(rows.length, 1);
    for (const row of rows) assert.equal(await sha256Hex(row.token), row.token_sha256_to_refresh);
  });

  it('has no section that nobody looks at', () => {
    const here = ['shr', 'thumbprints', 'popKid', 'urlDecomposition', 'upstreamTestConstants', 'msiRevocation'];
    // These belong to the http and challenge rooms.
    const elsewhere = ['_about', 'authenticationHeaderParser', 'claimsMerge', 'caeChallenges'];
    assert.deepEqual([...vectors.names].sort(), [...here, ...elsewhere].sort());
  });
});
