import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256Base64url } from '../../src/base/digest.ts';
import type { JsonObject } from '../../src/base/strict-json.ts';
import { parseCnf } from '../../src/cnf/confirmation.ts';
import { parseReqCnf } from '../../src/cnf/req-cnf.ts';
import { parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { decodeCompactJws } from '../../src/jws/compact.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { ecJwk, rfc7515Ec, rfc7515Rsa, rsaJwk } from '../fixtures/published-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { compareSections, type Outcome, openVectors, type Row } from '../fixtures/shared-vectors.ts';
import { boundKey, otherKey, prove, signProof, verifyProof } from '../fixtures/signed-requests.ts';
import { differences } from './signed-http-request.differences.ts';

// draft-ietf-oauth-signed-http-request-03 as Microsoft.IdentityModel implements it, against ours: hashes, keys and a whole proof.

const vectors = openVectors('shr.json');
const section = (path: string, count: number, judge: (row: Row) => Promise<Outcome>) => ({ path, count, judge });
const equal = (ours: unknown, upstream: unknown): Outcome => (ours === upstream ? 'accepted' : 'another value');

compareSections('shr.json', vectors, [
  section('hashes', 21, async (row) =>
    row.input === null ? 'no input given' : equal(await sha256Base64url(row.input!), row.hash),
  ),
  section('jwkThumbprints', 13, judgeThumbprint),
  section('reqCnf', 2, judgeReqCnf),
  section('popKey.cnfRoot', 6, (row) => outcomeOf(() => parseCnf(cnfRoots[row.case!]))),
  section('popKey.jwk', 4, (row) => outcomeOf(() => parseCnf({ jwk: popJwks[row.case!] }))),
  // Every way to name a key that would have to be decrypted or fetched first.
  section('popKey.jwe', 8, () => outcomeOf(() => parseCnf({ jwe: 'eyJhbGciOiJkaXIifQ..a.b.c' }))),
  section('popKey.jkuDomain', 8, (row) => outcomeOf(() => parseCnf({ jku: row.jku }))),
  section('popKey.jkuKeys', 8, (row) =>
    outcomeOf(() => parseCnf({ jku: 'https://keys.example/', kid: row.kid ?? 'k' })),
  ),
  section('popKey.kid', 5, judgeKid),
]);

const cnfRoots: Readonly<Record<string, unknown>> = {
  'access token null': undefined,
  'cnf given as JSON text inside a string claim': JSON.stringify({ kid: boundKey.thumbprint }),
  'cnf null': null,
  'cnf text is not a JSON object': 'not a JSON object',
  'cnf absent from access token': undefined,
  'cnf holds none of jwk/jwe/jku/kid': { other: {} },
};

const popJwks: Readonly<Record<string, unknown>> = {
  'symmetric oct key': { kty: 'oct', k: 'Vbxq2mlbGJw8XH-ZoYBnUHmHga8_o_IduvU_Tht70iE' },
  'RSA with unusable members': { kty: 'RSA', n: 'AQAB', e: 'AQAB' },
  'not JSON': 'not JSON',
  'RSA public': rsaJwk(rfc7515Rsa),
};

async function judgeThumbprint(row: Row): Promise<Outcome> {
  const { d: _d, ...ec } = rfc7515Ec;
  const { kty: _kty, ...noKty } = rsaJwk(rfc7515Rsa);
  const broken: Readonly<Record<string, unknown>> = {
    'kty absent': noKty,
    'kty empty': { ...noKty, kty: '' },
    'kty unknown': { ...noKty, kty: 'unknown' },
    'RSA without e': { kty: 'RSA', n: noKty.n },
    'RSA without n': { kty: 'RSA', e: noKty.e },
    'oct without k': { kty: 'oct' },
    'EC without crv': { ...ec, crv: undefined },
    'EC without x': { ...ec, x: undefined },
    'EC without y': { ...ec, y: undefined },
  };
  let thumbprint = '';
  const outcome = await outcomeOf(async () => {
    thumbprint = await jwkThumbprint(parsePublicJwk(row.jwk ?? broken[row.case!]));
  });
  return outcome === 'accepted' ? equal(thumbprint, row.thumbprint) : outcome;
}

async function judgeReqCnf(row: Row): Promise<Outcome> {
  const parsed = await parseReqCnf(row.reqCnf!);
  assert.deepEqual(JSON.parse(row.json!), parsed.form === 'jwk' ? parsed.jwk : { kid: parsed.thumbprint });
  return equal(parsed.thumbprint, 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
}

function judgeKid(row: Row): Promise<Outcome> {
  const cases: Readonly<Record<string, () => Promise<unknown>>> = {
    'kid only, no SHR cnf, no delegate': () => prove({ claims: { cnf: undefined } }),
    'kid delegate throws': () => prove({ claims: { cnf: undefined } }),
    'SHR cnf itself holds only a kid': () => prove({ claims: { cnf: { kid: boundKey.thumbprint } } }),
    'SHR cnf key thumbprint differs from at.cnf.kid': async () => verifyProof(await signProof({ key: otherKey })),
    'thumbprint equal': () => prove(),
  };
  return outcomeOf(cases[row.case!]!);
}

describe('shr.json, completeShr', { skip: vectors.skip }, () => {
  const complete = vectors.skip === false ? (vectors.value('completeShr') as CompleteShr) : undefined;

  it('is decoded into the texts that are given', () => {
    const { jws, accessToken } = decodeSignedHttpRequest(complete!.signedHttpRequest);
    assert.deepEqual(jws.header, JSON.parse(complete!.headerText));
    assert.deepEqual(jws.payload, JSON.parse(complete!.payloadText));
    assert.equal(accessToken, complete!.accessToken);
  });

  it('is verified for the request it was made for, and for no other', async () => {
    const jwk = parsePublicJwk(complete!.publicJwk);
    const url = new URL(complete!.request.url);
    const request = {
      method: complete!.request.method,
      host: url.host,
      path: url.pathname,
      query: url.search.slice(1),
      headers: complete!.request.headers.map(([name, [value]]) => [name, value!] as const),
      body: new TextEncoder().encode(complete!.request.bodyUtf8),
    };
    const verify = (change: Partial<typeof request>) =>
      verifySignedHttpRequest({
        shr: decodeSignedHttpRequest(complete!.signedHttpRequest),
        confirmation: { form: 'kid', thumbprint: 'czuKY0YdGVkUaReBNlMqzaJBrRUJZ1DYKnTU-0AlYio' },
        request: { ...request, ...change },
        clock: () => complete!.nowUnix * 1000,
      });
    const verified = await verify({});
    assert.equal(verified.thumbprint, await jwkThumbprint(jwk));
    assert.equal(verified.nonce, '81da490f46c3494eba8c6e25a45a4d0f');
    assert.equal(await outcomeOf(() => verify({ query: 'b=bar&a=foo&c=goose' })), 'ERR_SHR_QUERY');
    assert.equal(await outcomeOf(() => verify({ headers: request.headers.slice(1) })), 'ERR_SHR_HEADERS');
    assert.equal(await outcomeOf(() => verify({ body: new Uint8Array(4) })), 'ERR_SHR_BODY');
    assert.equal(await outcomeOf(() => verify({ host: 'www.contoso.com' })), 'ERR_SHR_HOST');
  });

  it('carries an access token that is unsigned, which the front door refuses', () => {
    assert.throws(() => decodeCompactJws(complete!.accessToken), { code: 'ERR_JWS_ENCODING' });
  });
});

describe('shr.json, certificate', { skip: vectors.skip }, () => {
  it('has the x5t#S256 of its DER, which cnf takes (RFC 8705 section 3.1)', async () => {
    const certificate = vectors.value('certificate') as JsonObject;
    const base64 = (certificate['pem'] as string).replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const thumbprint = await sha256Base64url(Buffer.from(base64, 'base64'));
    assert.equal(thumbprint, certificate['x5t#S256']);
    assert.deepEqual(await parseCnf(certificate['atCnf']), { certificateThumbprint: thumbprint });
  });
});

describe('shr.json, the whole file', { skip: vectors.skip }, () => {
  it('has no section that nobody looks at', () => {
    const here = ['hashes', 'create', 'validate', 'popKey', 'jwkThumbprints', 'reqCnf', 'uriCanonicalisation'];
    const whole = ['certificate', 'completeShr'];
    // Joining addresses belongs to the clients, 401 headers to the challenge room.
    const elsewhere = ['_about', 'constants', 'apiUrl', 'challenge'];
    assert.deepEqual([...vectors.names].sort(), [...here, ...whole, ...elsewhere].sort());
    const names = (path: string) =>
      Object.keys(vectors.value(path) as object)
        .filter((name) => name !== 'source')
        .sort();
    assert.deepEqual(names('create'), createSections);
    assert.deepEqual(names('validate'), ['b', 'h', 'm', 'nonce', 'p', 'q', 'selection', 'signature', 'ts', 'u']);
    assert.deepEqual(names('popKey'), ['cnfRoot', 'jku', 'jwe', 'jwk', 'kid'].flatMap(splitJku).sort());
  });

  it('has every section that the table of differences names', () => {
    const msal = ['shr', 'popKid', 'urlDecomposition'];
    for (const { row } of differences) {
      const path = row.slice(0, row.indexOf('#'));
      assert.ok(msal.includes(path) || vectors.rows(path).length > 1, row);
    }
    assert.equal(new Set(differences.map(({ row }) => row)).size, differences.length);
  });

  it('agrees with us on names and order of the members', async () => {
    const constants = vectors.value('constants') as Readonly<Record<string, readonly string[]>>;
    const { header, payload } = decodeSignedHttpRequest(await signProof()).jws;
    assert.equal(header.typ, constants['headerTyp']);
    for (const claim of Object.keys(payload)) assert.ok(constants['claims']!.includes(claim), claim);
    assert.deepEqual(ecJwk(rfc7515Ec), (payload['cnf'] as JsonObject)['jwk']);
  });
});

const createSections = [
  'additionalHeaderClaims',
  'b',
  'claimSets',
  'cnf',
  'createJwkClaim',
  'h',
  'm',
  'nonce',
  'p',
  'q',
  'ts',
  'u',
];

function splitJku(name: string): readonly string[] {
  return name === 'jku' ? ['jkuDomain', 'jkuKeys'] : [name];
}

interface CompleteShr {
  readonly publicJwk: JsonObject;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly [string, readonly string[]])[];
    readonly bodyUtf8: string;
  };
  readonly accessToken: string;
  readonly nowUnix: number;
  readonly headerText: string;
  readonly payloadText: string;
  readonly signedHttpRequest: string;
}
