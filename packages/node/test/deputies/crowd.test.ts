import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decodeSignedHttpRequest,
  type JsonObject,
  jwkThumbprint,
  parsePublicJwk,
  type Transport,
} from '@holdfast/core';
import { type ConfidentialClient, createConfidentialClient, generateNodeKey, type TokenStore } from '@holdfast/node';
import { type MtlsPool, parsePemCertificate } from '@holdfast/node/mtls';
import { createFakeClock } from '@holdfast/testing';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { answerTokenOrder, claimsOf, metadataOf } from './small-authority.ts';

const origin = 'https://login.example';
const tenants = ['11111111-2222-4333-8444-555555555555', 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'] as const;
const clientIds = ['c1', 'c2'] as const;
const audiences = ['api://orders', 'api://bank'] as const;
const acquisitions = 2000;

/** The same numbers in every run (mulberry32). */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

for (const proofKeyScope of ['client', 'tenant'] as const) {
  test(`two tenants, two clients, two keys, two certificates and a shared store, keys of the ${proofKeyScope}: nobody gets another one's token`, async () => {
    const roll = createDice(20_260_101);
    const clock = createFakeClock();
    const pause = async (): Promise<void> => {
      for (let turns = roll(6); turns > 0; turns -= 1) await new Promise(setImmediate);
    };
    const send = async (request: Request, certificate?: string): Promise<Response> => {
      const body = request.method === 'POST' ? await request.text() : '';
      const tenant = new URL(request.url).pathname.split('/')[1] ?? '';
      await pause();
      if (request.signal.aborted) throw request.signal.reason;
      if (request.method === 'GET') return Response.json(metadataOf(origin, tenant));
      const fate = roll(12);
      if (fate === 0) throw new TypeError('fetch failed');
      if (fate === 1) return Response.json({ error: 'server_error' }, { status: 500 });
      // Certificates have an endpoint of their own, and nothing else comes there.
      assert.equal(new URL(request.url).port, certificate === undefined ? '' : '444');
      const answer = await answerTokenOrder(origin, { tenant, form: new URLSearchParams(body), certificate }, clock);
      await pause();
      return Response.json(answer);
    };
    const transport: Transport = (request) => send(request);
    // TLS has tests of its own; here it is a word in a call.
    const mtlsPool = {
      transport: (certificate: { readonly x5tS256: string }) => (request: Request) =>
        send(request, certificate.x5tS256),
      request: () => assert.fail('no API is called'),
      retire: async () => undefined,
    } as unknown as MtlsPool;
    const kept = new Map<string, string>();
    const tokenStore: TokenStore = {
      async read(key) {
        await pause();
        return kept.get(key);
      },
      async write(key, value) {
        await pause();
        kept.set(key, value);
      },
    };
    const clients: readonly ConfidentialClient[] = clientIds.map((clientId) =>
      createConfidentialClient({
        authority: `${origin}/${tenants[0]}`,
        clientId,
        clientSecret: `secret of ${clientId}`,
        transport,
        mtlsPool,
        tokenStore,
        clock,
        proofKeyScope,
      }),
    );
    const certificates = await Promise.all(
      ['one', 'two'].map(async (name) => parsePemCertificate(await makeCertificate({ kind: 'ec', name }))),
    );
    const callerKeys = await Promise.all([generateNodeKey('ES256'), generateNodeKey('ES256')]);
    const outcomes = { given: 0, refused: 0, signed: 0 };
    const codes = new Set<string>();
    const givenTokens = new Set<string>();

    async function acquire(): Promise<void> {
      const who = roll(2);
      const tenant = tenants[roll(2)] as string;
      const audience = audiences[roll(2)] as string;
      const kind = roll(7);
      const certificate = certificates[roll(2)] as (typeof certificates)[number];
      const key = callerKeys[roll(2)] as (typeof callerKeys)[number];
      const leaving = new AbortController();
      if (roll(10) === 0) setImmediate(() => leaving.abort(new Error('gone')));
      const client = clients[who] as ConfidentialClient;
      const binding: Partial<Parameters<ConfidentialClient['acquireTokenForClient']>[0]> =
        kind === 0
          ? {}
          : kind > 4
            ? { authenticationScheme: 'mtls_pop', bindingCertificate: certificate }
            : kind < 3
              ? { authenticationScheme: 'pop', confirmation: kind === 1 ? 'kid' : 'jwk' }
              : { authenticationScheme: 'pop', keyId: key.thumbprint, jwk: { ...key.jwk, kid: key.thumbprint } };
      try {
        const token = await client.acquireTokenForClient({
          ...binding,
          scopes: [`${audience}/.default`],
          tenantId: tenant,
          forceRefresh: roll(15) === 0,
          signal: leaving.signal,
        });
        const claims = claimsOf(token.accessToken);
        assert.deepEqual([claims['azp'], claims['tid'], claims['aud']], [clientIds[who], tenant, audience]);
        const cnf = (claims['cnf'] ?? {}) as {
          readonly kid?: string;
          readonly jwk?: JsonObject;
          readonly 'x5t#S256'?: string;
        };
        const { kid, jwk, 'x5t#S256': x5t } = cnf;
        const own = kind > 4 ? certificate.x5tS256 : key.thumbprint;
        const expected = kind === 0 ? undefined : kind < 3 ? token.bindingThumbprint : own;
        assert.equal(token.bindingCertificate, kind > 4 ? certificate : undefined);
        assert.equal(token.tokenType, kind === 0 ? 'Bearer' : kind > 4 ? 'mtls_pop' : 'pop');
        assert.equal(token.bindingThumbprint, expected);
        assert.equal(jwk === undefined ? (kid ?? x5t) : await jwkThumbprint(parsePublicJwk(jwk)), expected);
        outcomes.given += 1;
        givenTokens.add(token.accessToken);
        if ((kind === 1 || kind === 2) && roll(4) === 0) {
          const value = await client.signHttpRequest({
            token,
            request: { method: 'GET', url: 'https://api.example/' },
          });
          const { jws, accessToken } = decodeSignedHttpRequest(value.slice('PoP '.length));
          assert.deepEqual([accessToken, jws.header.kid], [token.accessToken, expected]);
          // The other client does not hold the key, and must not sign for it.
          const other = clients[1 - who] as ConfidentialClient;
          const request = { method: 'GET', url: 'https://api.example/' };
          await assert.rejects(other.signHttpRequest({ token, request }), /ProofKeyUnavailable|key/);
          outcomes.signed += 1;
        }
      } catch (error) {
        const { code } = error as { readonly code?: string };
        if (code === undefined || code === 'ERR_ASSERTION') throw error;
        codes.add(code);
        outcomes.refused += 1;
      }
    }

    for (let done = 0; done < acquisitions; done += 50) {
      const crowd = Array.from({ length: 50 }, async () => {
        await pause();
        await acquire();
      });
      if (roll(3) === 0) await clients[roll(2)]?.rotateProofKey(tenants[roll(2)]);
      if (roll(4) === 0) clock.advance(1 + roll(2000));
      await Promise.all(crowd);
    }
    for (const client of clients) await client.close();
    assert.equal(outcomes.given + outcomes.refused, acquisitions);
    assert.ok(
      outcomes.given > acquisitions / 2 && outcomes.refused > 20 && outcomes.signed > 50,
      JSON.stringify(outcomes),
    );
    assert.ok(givenTokens.size > 40);
    const known = ['ERR_FLIGHT_ABORTED', 'ERR_TOKEN_ENDPOINT_UNREACHABLE', 'ERR_TOKEN_REQUEST_REFUSED'];
    assert.deepEqual(
      [...codes].filter((code) => !known.includes(code)),
      [],
    );
  });
}
