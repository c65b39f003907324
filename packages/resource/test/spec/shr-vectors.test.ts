import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeUtf8,
  epochSeconds,
  type JsonObject,
  type JsonValue,
  sha256Base64url,
  signCompactJws,
} from '@holdfast/core';
import { findVectors } from '@holdfast/testing';
import { incoming, makeValidator, verdict } from '../fixture/judge.ts';
import { clock, keys, mintToken } from '../fixture/people.ts';

// The validation cases of IdentityModel's signed HTTP request, run against this validator. Where the two part, the case is listed
// below with the code it gets here and the reason. A case that is not listed must end as it does upstream.

interface Row {
  readonly id?: string;
  readonly url?: string | null;
  readonly expectedMethod?: string | null;
  readonly offsetSecondsFromNow?: number;
  readonly value?: JsonValue;
  readonly headers?: readonly (readonly [string, readonly string[]])[];
  readonly bodyUtf8?: string | null;
  readonly claim?: JsonValue;
  readonly valid?: boolean;
}
type Claim = 'ts' | 'm' | 'u' | 'p' | 'q' | 'h' | 'b';

const ahead = 'a proof dated an hour ahead could be made now and used later';
const methodCase = 'methods are case-sensitive (RFC 9110 section 9.1)';
const oneHost = 'one host has one spelling: lower case, without the default port';
const anyPort = 'another port is another server';
const onePath = 'paths are compared byte for byte: another slash or another letter can be another resource';
const repeated = 'a repeated parameter cannot be signed, so it is refused (draft section 7.5)';
const unsigned = 'a parameter that is not signed is refused, whatever its form';
const exactShape = 'a claim has exactly the members that are looked at';
const optional = 'h and b are verified when the proof has them, and not demanded';
const proxies = 'headers the claim does not name are not covered: every intermediary adds some';

const deliberate: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  'ts +3600': ['ERR_SHR_FUTURE', ahead],
  'm get for GET': ['ERR_SHR_METHOD', methodCase],
  'm   gEt      for  GET  ': ['ERR_SHR_METHOD', methodCase],
  'u www.CONTOSO.com at https://www.contoso.com': ['ERR_SHR_HOST', oneHost],
  'u www.contoso.com:443 at https://www.contoso.com': ['ERR_SHR_HOST', oneHost],
  'u www.contoso.com:443 at https://www.contoso.com:443': ['ERR_SHR_HOST', oneHost],
  'u www.contoso.com at https://www.contoso.com:8443': ['ERR_SHR_HOST', anyPort],
  'p /path1/ at https://www.contoso.com/path1': ['ERR_SHR_PATH', onePath],
  'p path1 at https://www.contoso.com/path1': ['ERR_SHR_PATH', onePath],
  'p path1/ at https://www.contoso.com/path1': ['ERR_SHR_PATH', onePath],
  'p /path1/more/andmore/ at https://www.contoso.com/path1/more/andmore': ['ERR_SHR_PATH', onePath],
  'p /path1/more/andmore at https://www.contoso.com/path1/more/andmore/': ['ERR_SHR_PATH', onePath],
  'p /path1 at https://www.contoso.com/Path1': ['ERR_SHR_PATH', onePath],
  'p  at https://www.contoso.com/': ['ERR_SHR_CLAIM_MALFORMED', onePath],
  'q ValidQRepeated1': ['ERR_SHR_QUERY_UNSIGNABLE', repeated],
  'q ValidQRepeated2': ['ERR_SHR_QUERY_UNSIGNABLE', repeated],
  'q ValidQRepeated3': ['ERR_SHR_QUERY_UNSIGNABLE', repeated],
  'q ValidQRepeated4': ['ERR_SHR_QUERY_UNSIGNABLE', repeated],
  'q ValidAcceptUnsignedQueryParams': ['ERR_SHR_QUERY', unsigned],
  'q strict-repeated-escapes': ['ERR_SHR_QUERY_UNSIGNABLE', repeated],
  'q strict-empty-escapes': ['ERR_SHR_QUERY', unsigned],
  'q strict-bare-escapes': ['ERR_SHR_QUERY', unsigned],
  'q strict-double-eq-escapes': ['ERR_SHR_QUERY', unsigned],
  'q extra-member': ['ERR_SHR_CLAIM_MALFORMED', exactShape],
  'h InvalidDontAcceptUnsignedHeaders': ['accepted', proxies],
  'h InvalidClaimNotPresent': ['accepted', optional],
  'b abcd without claim': ['accepted', optional],
};

const vectors = findVectors<{ readonly validate: Readonly<Record<Claim, readonly Row[]>> }>('shr.json');
const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
const noQuery: JsonValue = [[], await sha256Base64url('')];

function nameOf(claim: Claim, row: Row): string {
  const value = row.claim ?? 'absent';
  if (row.id !== undefined) return `${claim} ${row.id}`;
  if (claim === 'ts') return `ts ${row.value === undefined ? `+${row.offsetSecondsFromNow}` : row.value}`;
  if (claim === 'm') return `m ${value} for ${row.expectedMethod}`;
  if (claim === 'b') return `b ${row.bodyUtf8 ?? 'nothing'} ${row.claim === null ? 'without claim' : value}`;
  return `${claim} ${value} at ${row.url}`;
}

/** Cases about arguments that upstream's own functions refuse; a request on a socket has a method and a target. */
function isAboutArguments(claim: Claim, row: Row): boolean {
  if (claim === 'm') return !row.expectedMethod;
  if (claim === 'u') return !row.url?.startsWith('http');
  return (claim === 'p' || claim === 'q') && row.url === null;
}

async function outcomeOf(claim: Claim, row: Row): Promise<string> {
  const url = new URL(row.url ?? '/path1', 'https://www.contoso.com');
  const origin = `https://${url.host}`;
  const time = row.value === undefined ? epochSeconds(clock) + (row.offsetSecondsFromNow ?? 0) : row.value;
  const given = claim === 'ts' ? time : row.claim;
  const payload: JsonObject = {
    at: accessToken,
    ts: epochSeconds(clock),
    m: 'GET',
    u: url.host,
    p: url.pathname,
    q: noQuery,
    cnf: { jwk: { ...keys.client.jwk } },
    [claim]: given === null ? undefined : given,
  };
  const proof = await signCompactJws({ header: { typ: 'pop' }, payload, key: keys.client });
  const lines = (row.headers ?? [])
    .filter(([name]) => name.toLowerCase() !== 'authorization')
    .flatMap(([name, values]) => values.map((value) => [name, value] as const));
  const request = incoming(null, {
    method: row.expectedMethod?.trim() ?? 'GET',
    target: `${url.pathname}${url.search}`,
    headers: [...lines, ['Authorization', `PoP ${proof}`]],
    body: encodeUtf8(row.bodyUtf8 ?? ''),
  });
  return verdict(makeValidator({ origins: origin }).authenticate(request));
}

const skip = vectors === undefined ? 'shr.json is not beside the repository' : false;

for (const claim of ['ts', 'm', 'u', 'p', 'q', 'h', 'b'] as const) {
  test(`vectors of ${claim} end as upstream, or as listed here`, { skip }, async () => {
    for (const row of vectors?.validate[claim] ?? []) {
      if (isAboutArguments(claim, row)) continue;
      const name = nameOf(claim, row);
      const outcome = await outcomeOf(claim, row);
      const [code, reason] = deliberate[name] ?? [];
      if (code !== undefined) {
        assert.equal(outcome, code, `${name}: ${reason}`);
        assert.notEqual(outcome === 'accepted', row.valid, `${name} is listed but does not differ`);
      } else {
        assert.equal(outcome === 'accepted', row.valid, `${name}: ${outcome}`);
      }
    }
  });
}

test('every listed difference is a case of the vectors', { skip }, () => {
  const names = new Set<string>();
  for (const claim of ['ts', 'm', 'u', 'p', 'q', 'h', 'b'] as const) {
    for (const row of vectors?.validate[claim] ?? []) names.add(nameOf(claim, row));
  }
  assert.deepEqual(
    Object.keys(deliberate).filter((name) => !names.has(name)),
    [],
  );
});
