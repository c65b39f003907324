import { deepStrictEqual } from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../src/base/strict-json.ts';
import { type PublicJwk, parsePublicJwk } from '../../src/jwk/public-jwk.ts';
import { jwkThumbprint } from '../../src/jwk/thumbprint.ts';
import { type CreateShrOptions, createSignedHttpRequest } from '../../src/shr/create.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { type HeaderField, hashQuery } from '../../src/shr/hashed-parts.ts';
import { rfc7515Ec, rfc7515Rsa } from '../fixtures/published-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { compareSections, type Outcome, openVectors, type Row } from '../fixtures/shared-vectors.ts';
import { boundKey, clock, prove } from '../fixtures/signed-requests.ts';

// draft-ietf-oauth-signed-http-request-03 as Microsoft.IdentityModel implements it, against ours: making one.

interface Changes extends Partial<Omit<CreateShrOptions, 'request'>> {
  readonly request?: Partial<CreateShrOptions['request']>;
}

async function create({ request, ...changes }: Changes): Promise<JsonObject> {
  const text = await createSignedHttpRequest({
    accessToken: 'the access token',
    key: boundKey,
    clock,
    ...changes,
    request: { method: 'GET', url: 'https://www.contoso.com/', ...request },
  });
  return decodeSignedHttpRequest(text).jws.payload;
}

/** Compares one claim of what we make with what upstream makes. */
async function compareClaim(claim: string, row: Row, changes: Changes): Promise<Outcome> {
  let made: JsonValue | undefined;
  const outcome = await outcomeOf(async () => {
    made = (await create(changes))[claim];
  });
  return outcome === 'accepted' ? sameAs(made, row.claim) : outcome;
}

function sameAs(ours: unknown, upstream: unknown): Outcome {
  if (ours === undefined) return 'left out';
  try {
    deepStrictEqual(ours, upstream);
    return 'accepted';
  } catch {
    return 'another value';
  }
}

const vectors = openVectors('shr.json');
const section = (path: string, count: number, judge: (row: Row) => Promise<Outcome>) => ({ path, count, judge });
const forUrl = (claim: string) => (row: Row) => compareClaim(claim, row, { request: { url: row.url as string } });

compareSections('shr.json', vectors, [
  section('create.m', 6, (row) => compareClaim('m', row, { request: { method: row.method as string } })),
  section('create.u', 9, forUrl('u')),
  section('create.p', 11, forUrl('p')),
  section('create.q', 28, forUrl('q')),
  section('create.h', 16, coverHeaders),
  section('create.b', 4, coverBody),
  section('create.ts', 3, async (row) => {
    // There is no adjustment: whoever needs one moves the clock.
    const adjusted = (row.nowUnix! + row.timeAdjustmentSeconds!) * 1000;
    return compareClaim('ts', row, { clock: () => adjusted });
  }),
  section('create.nonce', 2, (row) => compareClaim('nonce', row, { nonce: row.customNonce ?? undefined })),
  section('create.cnf', 4, nameTheKey),
  section('create.claimSets', 3, listClaims),
  section('create.createJwkClaim', 6, publishKey),
  section('create.additionalHeaderClaims', 4, (row) => outcomeOf(() => prove({ header: row.claims! }))),
  section('uriCanonicalisation.rows', 22, canonicalise),
]);

/** Upstream covers every header of a request; here each one is named. */
async function coverHeaders(row: Row): Promise<Outcome> {
  const lists = row.headers ?? [];
  const headers = lists.flatMap(([name, values]) => values.map((value): HeaderField => [name, value]));
  return compareClaim('h', row, { signHeaders: lists.map(([name]) => name), request: { headers } });
}

async function coverBody(row: Row): Promise<Outcome> {
  const { bodyUtf8, bodyHex } = row;
  if (bodyUtf8 === null) return compareClaim('b', row, {});
  const body = bodyHex === undefined ? Buffer.from(bodyUtf8 ?? '') : Buffer.from(bodyHex, 'hex');
  return compareClaim('b', row, { request: { body: new Uint8Array(body) } });
}

async function nameTheKey(row: Row): Promise<Outcome> {
  // A port is all that is asked of a key, so a key whose private half nobody has will do for the layout.
  const symmetric = { kty: 'oct', k: 'Vbxq2mlbGJw' };
  const jwk = (row.publicJwk ?? (row.key === undefined ? boundKey.jwk : symmetric)) as unknown as PublicJwk;
  const thumbprint = row.publicJwk === undefined ? boundKey.thumbprint : await jwkThumbprint(jwk);
  const key = { ...boundKey, jwk, thumbprint };
  const claim = row.exactText === undefined ? row.claim : (JSON.parse(row.exactText) as JsonValue);
  return compareClaim('cnf', claim === undefined ? {} : { claim }, { key });
}

async function listClaims(row: Row): Promise<Outcome> {
  const all = row.flags === 'all true + one additional payload claim';
  const request = all ? { headers: [['a', '1'] as const], body: new Uint8Array(1) } : {};
  const claims = await create({ request, nonce: 'n', ...(all ? { signHeaders: ['a'] } : {}) });
  return sameAs(new Set(Object.keys(claims)), new Set(row.payloadClaims));
}

async function publishKey(row: Row): Promise<Outcome> {
  const { d: _d, x: _x, ...ecWithoutX } = rfc7515Ec;
  const keys: Readonly<Record<string, unknown>> = {
    'symmetric JWK': { kty: 'oct', k: 'Vbxq2mlbGJw' },
    'RSA without e': { kty: 'RSA', n: rfc7515Rsa.n },
    'EC without x': ecWithoutX,
    'private key given': rfc7515Ec,
  };
  let jwk: PublicJwk | undefined;
  const outcome = await outcomeOf(() => {
    jwk = parsePublicJwk(row.publicJwk ?? keys[String(row.key)]);
  });
  return outcome === 'accepted' ? sameAs({ jwk }, JSON.parse(row.exactText!)) : outcome;
}

/** Where System.Uri and the URL standard print an address differently, we sign what the URL standard prints: it is what is sent. */
async function canonicalise(row: Row): Promise<Outcome> {
  let made: JsonObject = {};
  const outcome = await outcomeOf(async () => {
    made = await create({ request: { url: row.input! } });
  });
  if (outcome !== 'accepted') return outcome;
  const uri = row.systemUri;
  return sameAs([made['u'], made['p'], made['q']], uri && [uri.u, uri.path, await hashQuery(uri.query.slice(1))]);
}
