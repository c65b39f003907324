import { sha256Base64url } from '../../src/base/digest.ts';
import type { JsonObject, JsonValue } from '../../src/base/strict-json.ts';
import { type HeaderField, hashQuery } from '../../src/shr/hashed-parts.ts';
import type { ReceivedRequest } from '../../src/shr/verify.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { compareSections, type Outcome, openVectors, type Row } from '../fixtures/shared-vectors.ts';
import {
  boundKey,
  type Deviation,
  now,
  otherKey,
  prove,
  rsaKey,
  signProof,
  verifyProof,
} from '../fixtures/signed-requests.ts';

// draft-ietf-oauth-signed-http-request-03 as Microsoft.IdentityModel implements it, against ours: verifying one.

const vectors = openVectors('shr.json');
const section = (path: string, count: number, judge: (row: Row) => Promise<Outcome>) => ({ path, count, judge });

/** A claim of the row, in a proof that is sound otherwise, for the request of the row; null is an absent claim. */
const withClaim = (name: string, row: Row, request: Partial<ReceivedRequest>): Promise<Outcome> =>
  outcomeOf(() => prove({ claims: { [name]: row.claim ?? undefined }, request }));

/** The request that a server receives for an address; where the row has none, the one that every proof here is made for. */
function requestFor(row: Row): Partial<ReceivedRequest> {
  if (row.url === null) return {};
  const url = new URL(row.url!, 'https://api.example');
  return { host: url.host, path: url.pathname, query: url.search.slice(1) };
}

async function judgeQuery(row: Row): Promise<Outcome> {
  return withClaim('q', row, { query: requestFor(row).query ?? '' });
}

compareSections('shr.json', vectors, [
  section('validate.ts', 6, judgeTime),
  section('validate.m', 7, (row) => withClaim('m', row, { method: row.expectedMethod as string })),
  section('validate.u', 14, (row) => withClaim('u', row, { host: requestFor(row).host ?? '' })),
  section('validate.p', 18, (row) => withClaim('p', row, { path: requestFor(row).path ?? '' })),
  section('validate.q', 29, judgeQuery),
  section('validate.h', 21, (row) => withClaim('h', row, { headers: headersOf(row) })),
  section('validate.b', 4, (row) => withClaim('b', row, { body: bodyOf(row) })),
  section('validate.nonce', 4, judgeNonce),
  section('validate.signature', 6, judgeSignature),
  section('validate.selection', 7, judgeSelection),
]);

function judgeTime(row: Row): Promise<Outcome> {
  const ts = row.value === undefined ? now + row.offsetSecondsFromNow! : (row.value ?? undefined);
  return outcomeOf(() => prove({ claims: { ts } }));
}

function headersOf(row: Row): readonly HeaderField[] {
  return row.headers!.flatMap(([name, values]) => values.map((value): HeaderField => [name, value]));
}

function bodyOf(row: Row): Uint8Array<ArrayBuffer> | undefined {
  return row.bodyUtf8 === null ? undefined : new TextEncoder().encode(row.bodyUtf8);
}

/** The nonce is handed back for the caller to judge, so whatever the caller would say, verifying succeeds. */
function judgeNonce(): Promise<Outcome> {
  return outcomeOf(async () => {
    const { nonce } = await prove({ claims: { nonce: 'n' } });
    if (nonce !== 'n') throw new Error('the nonce was not handed back');
  });
}

function judgeSignature(row: Row): Promise<Outcome> {
  const cases: Readonly<Record<string, () => Promise<unknown>>> = {
    'PoP key null, no delegate': () => prove({ claims: { cnf: undefined } }),
    'wrong key type for alg': async () =>
      verifyProof(await signProof({ key: rsaKey, header: { kid: undefined }, claims: ownKey(boundKey.jwk) })),
    'delegate throws': async () => verifyProof(await signProof({ key: otherKey, claims: ownKey(boundKey.jwk) })),
    'empty signature part': async () => verifyProof((await signProof()).replace(/[^.]*$/, '')),
    'delegate returns a key': () => prove(),
    'correct key': () => prove(),
  };
  return outcomeOf(cases[row.case!]!);
}

function ownKey(jwk: object): JsonObject {
  return { cnf: { jwk: { ...jwk } as JsonObject } };
}

/** Upstream's flags choose which claims are looked at. We have none: whatever the flags say, all of them are. */
async function judgeSelection(row: Row): Promise<Outcome> {
  const sound: JsonObject = {
    q: await hashQuery('page=2'),
    h: [['a'], await sha256Base64url('a: 1')],
    b: await sha256Base64url('x'),
  };
  const request = { query: 'page=2', headers: [['a', '1']] as const, body: new TextEncoder().encode('x') };
  const wrong: Readonly<Record<string, JsonValue>> = {
    ts: 1,
    m: 'POST',
    u: 'evil.example',
    p: '/evil',
    q: [[], ''],
    h: [['a'], ''],
    b: 'x',
  };
  const looked: string[] = [];
  for (const [claim, value] of Object.entries(wrong)) {
    const deviation: Deviation = { claims: { ...sound, [claim]: value }, request };
    if ((await outcomeOf(() => prove(deviation))) !== 'accepted') looked.push(claim);
  }
  const checked = row.checked!.filter((name) => name !== 'replay');
  if (looked.join() === checked.join()) return 'accepted';
  return looked.length === 7 ? 'all seven claims' : looked.join();
}
