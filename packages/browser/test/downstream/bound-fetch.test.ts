import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { decodeCompactJws, encodeClaimsChallenge } from '@holdfast/core';
import { createFakeTransport, type RecordedRequest, type ScriptedReply } from '@holdfast/testing';
import { createBrowserFetch } from '../../src/downstream/bound-fetch.ts';
import type { InteractionRequired } from '../../src/errors/interaction-required.ts';
import { refusedWith } from '../fixtures/test-authority.ts';
import {
  codeAnswer,
  createTokenBench,
  scopes,
  type TokenBench,
  type TokenBenchOptions,
} from '../fixtures/token-bench.ts';

let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

const address = 'https://api.example/orders?page=2';
const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };
const unauthorized = (challenge: string): ScriptedReply => ({
  status: 401,
  headers: { 'www-authenticate': challenge },
});
const insufficient = `Bearer error="insufficient_claims", claims="${encodeClaimsChallenge(claims)}"`;

async function open(replies: readonly ScriptedReply[], options: TokenBenchOptions = {}) {
  const page = bench.open(options);
  await page.finish(codeAnswer());
  const transport = createFakeTransport({ '*': replies });
  const boundFetch = createBrowserFetch({ scopes, origins: ['https://api.example'], transport }, page);
  return { page, boundFetch, requests: transport.requests };
}

const proofOf = async (request: RecordedRequest | undefined) =>
  decodeCompactJws((request?.headers.get('authorization') ?? '').replace(/^PoP /, '')).payload;

describe('a bound fetch of a page', () => {
  it('sends a signed request to the origin that it has, and nothing to any other', async () => {
    const { boundFetch, requests } = await open([{ json: [] }]);
    assert.equal((await boundFetch(address)).status, 200);
    const signed = await proofOf(requests[0]);
    assert.deepEqual([signed['m'], signed['u'], signed['p']], ['GET', 'api.example', '/orders']);
    await assert.rejects(boundFetch('https://evil.example/orders'), refusedWith('ERR_FETCH_ORIGIN'));
    assert.equal(requests.length, 1);
  });

  it('answers a nonce, and keeps it for the next request', async () => {
    const { boundFetch, requests } = await open([unauthorized('PoP nonce="n1"'), { json: [] }, { json: [] }]);
    await boundFetch(address);
    await boundFetch(address);
    const nonces = await Promise.all(requests.map(async (request) => (await proofOf(request))['nonce']));
    assert.deepEqual(nonces, [undefined, 'n1', 'n1']);
    assert.equal(bench.asked().length, 1);
  });

  it('answers a claims challenge with a token that was asked for with it, and a key of its own', async () => {
    const { boundFetch, requests } = await open([unauthorized(insufficient), { json: [] }]);
    assert.equal((await boundFetch(address)).status, 200);
    assert.deepEqual(JSON.parse(bench.asked()[1]?.form.get('claims') ?? ''), claims);
    const [first, second] = await Promise.all(requests.map(proofOf));
    assert.notEqual(first?.['at'], second?.['at']);
    assert.notDeepEqual(first?.['cnf'], second?.['cnf']);
  });

  it('raises claims that need a person, ready to pass on', async () => {
    const { page, boundFetch } = await open([unauthorized(insufficient)]);
    bench.endpoint.next({ status: 400, json: { error: 'interaction_required', claims: JSON.stringify(claims) } });
    const error = await boundFetch(address).then(
      () => assert.fail('it was answered'),
      (thrown: InteractionRequired) => thrown,
    );
    assert.equal(error.code, 'ERR_INTERACTION_REQUIRED');
    await page.finish(codeAnswer({ scopes, claims: error.claims }));
    assert.deepEqual(JSON.parse(bench.asked()[2]?.form.get('claims') ?? ''), claims);
  });

  it('returns what came where both challenges were answered already', async () => {
    const { boundFetch, requests } = await open([unauthorized(insufficient), unauthorized(insufficient)]);
    assert.equal((await boundFetch(address)).status, 401);
    assert.equal(requests.length, 2);
  });

  it('signs in the form of msal-browser where the client says so', async () => {
    const { boundFetch, requests } = await open([{ json: [] }], { settings: { shrDialect: 'msal-browser' } });
    await boundFetch('https://api.example/Orders?Page=2');
    const [, payload = ''] = (requests[0]?.headers.get('authorization') ?? '').split('.');
    const { p, q } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    assert.deepEqual([p, q], ['/orders', [[], 'page=2']]);
  });

  it('sends nothing with a token that is weaker than its scheme, whoever gave it', async () => {
    const page = bench.open();
    await page.finish(codeAnswer());
    const acquire: typeof page.acquire = (request) => page.acquire({ ...request, authenticationScheme: 'bearer' });
    const transport = createFakeTransport({ '*': { json: {} } });
    const boundFetch = createBrowserFetch(
      { scopes, origins: ['https://api.example'], transport },
      { ...page, acquire },
    );
    await assert.rejects(boundFetch(address), refusedWith('ERR_TOKEN_TYPE_DOWNGRADED'));
    assert.equal(transport.requests.length, 0);
  });

  it('sends a bearer token only where it was told to', async () => {
    const page = bench.open();
    await page.finish(codeAnswer({ scopes, authenticationScheme: 'bearer' }));
    const transport = createFakeTransport({ '*': { json: [] } });
    const options = { scopes, origins: ['https://api.example'], transport };
    await createBrowserFetch({ ...options, authenticationScheme: 'bearer' }, page)(address);
    await createBrowserFetch(options, page)(address);
    const labels = transport.requests.map(({ headers }) => headers.get('authorization')?.split(' ', 1)[0]);
    assert.deepEqual(labels, ['Bearer', 'PoP']);
  });
});
