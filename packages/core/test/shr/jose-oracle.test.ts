import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CompactSign, compactVerify } from 'jose';
import { createSignedHttpRequest } from '../../src/shr/create.ts';
import { decodeSignedHttpRequest } from '../../src/shr/decode.ts';
import { type ReceivedRequest, verifySignedHttpRequest } from '../../src/shr/verify.ts';
import { type OracleKey, oracleKeys } from '../fixtures/oracle-keys.ts';
import { outcomeOf } from '../fixtures/refusals.ts';
import { bodyBytes, clock, now } from '../fixtures/signed-requests.ts';
import { wildText } from '../fixtures/wild-texts.ts';

const keys = await oracleKeys();
const anyKey = fc.constantFrom(...keys);
const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

// Printable ASCII and some letters beyond it, so that every rule of percent-encoding is met.
const wild = fc.string({
  unit: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom('é', '😀', '/', '%2f')),
});
const anyMethod = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'M-SEARCH');
const anyUrl = fc
  .record({
    origin: fc.constantFrom(
      'https://api.example',
      'https://API.example:8443',
      'http://localhost:8490',
      'https://[::1]',
    ),
    path: wild.map((text) => text.replaceAll(/[?#\\]/g, '-')),
    query: fc.option(
      wild.map((text) => text.replaceAll('#', '-')),
      { nil: undefined },
    ),
  })
  .map(({ origin, path, query }) => new URL(`${origin}/${path}${query === undefined ? '' : `?${query}`}`));
const anyBody = fc.option(wild.map(bodyBytes), { nil: undefined });
const anyText = fc.option(wildText({ minLength: 1, maxLength: 20 }), { nil: undefined });

/** What a server that speaks HTTP would have received. */
function receivedFrom(url: URL, method: string): ReceivedRequest {
  return { method, host: url.host, path: url.pathname, query: url.search.slice(1), headers: [] };
}

function verify(text: string, key: OracleKey, request: ReceivedRequest) {
  const { jwk, thumbprint } = key.ours;
  return verifySignedHttpRequest({
    shr: decodeSignedHttpRequest(text),
    confirmation: thumbprint.charCodeAt(0) % 2 === 0 ? { form: 'kid', thumbprint } : { form: 'jwk', jwk, thumbprint },
    request,
    clock,
  });
}

describe('jose as the oracle of signed HTTP requests', () => {
  it('verifies every one that we make, and reads every claim as we do', async () => {
    const request = fc.record({ method: anyMethod, url: anyUrl, body: anyBody, nonce: anyText, clientClaims: anyText });
    let covered = 0;
    await fc.assert(
      fc.asyncProperty(anyKey, request, async (key, { method, url, body, nonce, clientClaims }) => {
        const create = () =>
          createSignedHttpRequest({
            accessToken: 'the access token',
            key: key.ours,
            request: { method, url, body },
            nonce,
            clientClaims,
            clock,
          });
        const names =
          url.search === ''
            ? []
            : url.search
                .slice(1)
                .split('&')
                .map((part) => part.split('=')[0]!);
        if (names.includes('') || new Set(names).size < names.length) {
          if (url.search !== '?') assert.equal(await outcomeOf(create), 'ERR_SHR_QUERY_UNSIGNABLE');
          return;
        }
        const text = await create();
        covered += 1;

        const { payload, protectedHeader } = await compactVerify(text, key.publicKey);
        const claims = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
        assert.deepEqual(protectedHeader, { typ: 'pop', kid: key.ours.thumbprint, alg: key.ours.alg });
        assert.deepEqual([claims['m'], claims['u'], claims['p']], [method, url.host, url.pathname]);
        assert.deepEqual(claims['q'], [names, digest(url.search.slice(1))]);
        assert.equal(claims['b'], body && createHash('sha256').update(body).digest('base64url'));

        const verified = await verify(text, key, { ...receivedFrom(url, method), body });
        assert.deepEqual([verified.nonce, verified.clientClaims], [nonce, clientClaims]);
      }),
      { numRuns: 150 },
    );
    assert.ok(covered > 50, `${covered} covered`);
  });

  it('makes ones that we verify', async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, anyMethod, anyUrl, async (key, method, url) => {
        const names =
          url.search.slice(1) === ''
            ? []
            : url.search
                .slice(1)
                .split('&')
                .map((part) => part.split('=')[0]!);
        if (names.includes('') || new Set(names).size < names.length) return;
        const claims = {
          at: 'the access token',
          ts: now,
          m: method,
          u: url.host,
          p: url.pathname,
          q: [names, digest(url.search.slice(1))],
          cnf: { jwk: key.ours.jwk },
        };
        const text = await new CompactSign(Buffer.from(JSON.stringify(claims)))
          .setProtectedHeader({ alg: key.ours.alg, typ: 'pop' })
          .sign(key.privateKey);
        assert.equal((await verify(text, key, receivedFrom(url, method))).thumbprint, key.ours.thumbprint);
      }),
      { numRuns: 100 },
    );
  });

  it('never lets a proof serve for a request that differs anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyUrl, anyUrl, fc.tuple(anyMethod, anyMethod), async (signed, sent, [m, n]) => {
        const key = keys[3]!;
        const request = { method: m, url: signed };
        const text = await createSignedHttpRequest({ accessToken: 'a', key: key.ours, request, clock }).catch(() => '');
        if (text === '') return;
        const sorted = (url: URL) => url.search.slice(1).split('&').sort().join('&');
        const same =
          m === n && signed.host === sent.host && signed.pathname === sent.pathname && sorted(signed) === sorted(sent);
        assert.equal((await outcomeOf(() => verify(text, key, receivedFrom(sent, n)))) === 'accepted', same);
      }),
      { numRuns: 150 },
    );
  });
});

describe('one character of a proof changed', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  for (const key of [keys[0]!, keys[3]!]) {
    it(`is never accepted under ${key.name}, at any position`, async () => {
      const url = new URL('https://api.example/orders?page=2');
      const request = { method: 'GET', url };
      const text = await createSignedHttpRequest({ accessToken: 'a.b.c', key: key.ours, request, clock });
      await verify(text, key, receivedFrom(url, 'GET'));
      for (let position = 0; position < text.length; position += 1) {
        const index = letters.indexOf(text.charAt(position));
        const other = index < 0 ? 'A' : letters.charAt(index ^ (1 << (position % 6)));
        const bent = text.slice(0, position) + other + text.slice(position + 1);
        const outcome = await outcomeOf(() => verify(bent, key, receivedFrom(url, 'GET')));
        assert.notEqual(outcome, 'accepted', `position ${position}`);
      }
    });
  }
});
