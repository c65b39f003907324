import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256Base64url } from '../../src/base/digest.ts';
import type { JsonValue } from '../../src/base/strict-json.ts';
import { ShrInvalid } from '../../src/errors/shr-invalid.ts';
import { refusedWith } from '../fixtures/refusals.ts';
import {
  bodyBytes,
  boundKey,
  type Deviation,
  now,
  otherKey,
  prove,
  signProof,
  verifyProof,
} from '../fixtures/signed-requests.ts';

async function refusedClaim(code: string, claim: string | undefined, deviation: Deviation): Promise<void> {
  const error = await refusedWith(code, () => prove(deviation));
  assert.equal((error as ShrInvalid).claim, claim);
  assert.ok(error instanceof ShrInvalid);
}

describe('signed HTTP request, accepted (draft-ietf-oauth-signed-http-request-03 section 4)', () => {
  it('gives the evidence it found', async () => {
    const claims = { nonce: 'n', jti: 'j', client_claims: '{"a":1}' };
    const { replayId, ...verified } = await prove({ claims });
    assert.deepEqual(verified, {
      dialect: 'strict',
      thumbprint: boundKey.thumbprint,
      signedAt: now,
      nonce: 'n',
      jti: 'j',
      clientClaims: '{"a":1}',
    });
    assert.match(replayId, /^[\w-]{43}$/);
  });

  it('leaves out what the proof does not carry', async () => {
    const { nonce, jti, clientClaims } = await prove();
    assert.deepEqual([nonce, jti, clientClaims], [undefined, undefined, undefined]);
  });

  it('does not want a kid in the header, but a kid must be the thumbprint', async () => {
    await prove({ header: { kid: undefined } });
    for (const kid of ['my key', otherKey.thumbprint, boundKey.thumbprint.toLowerCase(), '']) {
      await refusedClaim('ERR_SHR_KEY_MISMATCH', undefined, { header: { kid } });
    }
  });

  it('lets a proof carry claims that nobody asked for', async () => {
    assert.equal((await prove({ claims: { extra: { a: [1] } } })).signedAt, now);
  });
});

describe('claims that are missing, malformed or wrong', () => {
  for (const claim of ['ts', 'm', 'u', 'p', 'q']) {
    it(`wants ${claim}`, () => refusedClaim('ERR_SHR_CLAIM_MISSING', claim, { claims: { [claim]: undefined } }));
  }

  const notTexts: readonly JsonValue[] = [null, '', 0, 1, true, {}, [], ['x']];
  for (const claim of ['m', 'u', 'p', 'b', 'nonce', 'jti', 'client_claims']) {
    for (const value of notTexts) {
      it(`refuses ${claim} = ${JSON.stringify(value)}`, () =>
        refusedClaim('ERR_SHR_CLAIM_MALFORMED', claim, {
          claims: { [claim]: value },
          request: { body: bodyBytes('') },
        }));
    }
  }

  for (const value of [null, '', `${now}`, `${now}.0`, now + 0.5, -1, true, [now], {}, 2 ** 53, 1e300]) {
    it(`refuses ts = ${JSON.stringify(value)}`, () =>
      refusedClaim('ERR_SHR_CLAIM_MALFORMED', 'ts', { claims: { ts: value } }));
  }

  const hash = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';
  const notHashed: readonly JsonValue[] = [
    null,
    '',
    'page=2&sort=name',
    1,
    {},
    [],
    [[]],
    [hash],
    [[], hash, 'x'],
    [[], null],
    [[], [hash]],
    ['page', hash],
    [{ 0: 'page' }, hash],
    [[1], hash],
    [[null], hash],
    [[''], hash],
    [[['page']], hash],
    [hash, []],
  ];
  for (const claim of ['q', 'h']) {
    for (const value of notHashed) {
      it(`refuses ${claim} = ${JSON.stringify(value)}`, () =>
        refusedClaim('ERR_SHR_CLAIM_MALFORMED', claim, { claims: { [claim]: value } }));
    }
  }

  for (const [claim, value, code] of [
    ['m', 'POST', 'ERR_SHR_METHOD'],
    ['m', 'get', 'ERR_SHR_METHOD'],
    ['m', ' GET', 'ERR_SHR_METHOD'],
    ['m', 'GET\0', 'ERR_SHR_METHOD'],
    ['u', 'evil.example', 'ERR_SHR_HOST'],
    ['u', 'api.example.evil.example', 'ERR_SHR_HOST'],
    ['u', 'API.example', 'ERR_SHR_HOST'],
    ['u', 'api.example.', 'ERR_SHR_HOST'],
    ['u', 'api.example:443', 'ERR_SHR_HOST'],
    ['u', 'api.example:8443', 'ERR_SHR_HOST'],
    ['u', 'https://api.example', 'ERR_SHR_HOST'],
    ['u', 'user@api.example', 'ERR_SHR_HOST'],
    ['p', '/', 'ERR_SHR_PATH'],
    ['p', '/orders/', 'ERR_SHR_PATH'],
    ['p', 'orders', 'ERR_SHR_PATH'],
    ['p', '//orders', 'ERR_SHR_PATH'],
    ['p', '/Orders', 'ERR_SHR_PATH'],
    ['p', '/%6frders', 'ERR_SHR_PATH'],
    ['p', '/a/../orders', 'ERR_SHR_PATH'],
    ['p', '/orders?page=2&sort=name', 'ERR_SHR_PATH'],
  ] as const) {
    it(`refuses ${claim} = ${JSON.stringify(value)}`, () => refusedClaim(code, claim, { claims: { [claim]: value } }));
  }

  it('refuses any other request than the one that was signed', async () => {
    await refusedClaim('ERR_SHR_METHOD', 'm', { request: { method: 'DELETE' } });
    await refusedClaim('ERR_SHR_HOST', 'u', { request: { host: 'api.example:8443' } });
    await refusedClaim('ERR_SHR_PATH', 'p', { request: { path: '/orders/7' } });
    await refusedClaim('ERR_SHR_QUERY', 'q', { request: { query: '' } });
  });
});

describe('time', () => {
  for (const [ts, code] of [
    [now - 300, 'accepted'],
    [now - 301, 'ERR_SHR_STALE'],
    [now + 60, 'accepted'],
    [now + 61, 'ERR_SHR_FUTURE'],
    [0, 'ERR_SHR_STALE'],
    [Number.MAX_SAFE_INTEGER, 'ERR_SHR_FUTURE'],
    // Milliseconds where seconds belong: far in the future, not "fresh".
    [now * 1000, 'ERR_SHR_FUTURE'],
  ] as const) {
    it(`ts ${ts - now} s from now: ${code}`, async () => {
      if (code === 'accepted') assert.equal((await prove({ claims: { ts } })).signedAt, ts);
      else await refusedClaim(code, 'ts', { claims: { ts } });
    });
  }

  it('keeps to the window that it is given', async () => {
    const options = { windowSeconds: 10, futureSeconds: 0 };
    await prove({ claims: { ts: now - 10 }, options });
    await prove({ claims: { ts: now }, options });
    await refusedClaim('ERR_SHR_STALE', 'ts', { claims: { ts: now - 11 }, options });
    await refusedClaim('ERR_SHR_FUTURE', 'ts', { claims: { ts: now + 1 }, options });
  });

  it('reads fractions of the clock as seconds that have not passed', async () => {
    const clock = () => now * 1000 + 999;
    await prove({ claims: { ts: now - 300 }, options: { clock } });
    await refusedClaim('ERR_SHR_STALE', 'ts', { claims: { ts: now - 301 }, options: { clock } });
  });

  // Every comparison with NaN is false: it must be the comparison that lets a proof in.
  for (const options of [{ windowSeconds: Number.NaN }, { futureSeconds: Number.NaN }, { clock: () => Number.NaN }]) {
    it(`refuses when ${Object.keys(options)[0]} is not a number`, async () => {
      const text = await signProof();
      await assert.rejects(() => verifyProof(text, { options }), { name: 'ShrInvalid', claim: 'ts' });
    });
  }
});

describe('body', () => {
  const body = bodyBytes('{"a":1}');
  it('is verified when b is there', async () => {
    const claims = { b: await sha256Base64url(body) };
    await prove({ claims, request: { body } });
    await refusedClaim('ERR_SHR_BODY', 'b', { claims, request: { body: bodyBytes('{"a":2}') } });
    await refusedClaim('ERR_SHR_BODY', 'b', { claims, request: { body: bodyBytes('') } });
    await refusedClaim('ERR_SHR_BODY', 'b', { claims: { b: 'x' }, request: { body } });
    await refusedClaim('ERR_SHR_BODY', 'b', { claims: { b: `${claims.b}=` }, request: { body } });
  });

  it('that was not handed over cannot be verified, so the proof is refused', async () => {
    await refusedClaim('ERR_SHR_BODY_UNAVAILABLE', 'b', { claims: { b: await sha256Base64url(body) } });
    await refusedClaim('ERR_SHR_BODY_UNAVAILABLE', 'b', { claims: { b: await sha256Base64url('') } });
  });

  it('may be empty', async () => {
    await prove({ claims: { b: await sha256Base64url('') }, request: { body: bodyBytes('') } });
  });

  it('is not covered when b is absent, as the draft has it', async () => {
    assert.equal((await prove({ request: { body } })).signedAt, now);
  });
});

describe('order of checks', () => {
  it('says nothing about claims before the signature is verified', async () => {
    const [header, payload] = (await signProof({ claims: { ts: 1, m: 'x', p: 7 } })).split('.');
    const [, , signature] = (await signProof()).split('.');
    await refusedWith('ERR_SIGNATURE_INVALID', () => verifyProof(`${header}.${payload}.${signature}`));
  });
});
