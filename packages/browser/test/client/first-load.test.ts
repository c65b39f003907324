import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { decodeCompactJws, signCompactJws } from '@holdfast/core';
import { createFakeTransport } from '@holdfast/testing';
import { createBrowserFetch } from '../../src/downstream/bound-fetch.ts';
import { ModuleUnavailable } from '../../src/errors/module-unavailable.ts';
import type { SessionRecord, TokenRecord } from '../../src/vault/token-vault.ts';
import { keys } from '../fixtures/test-authority.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

// A page that lost what is loaded late: offline, or after a deployment that took it away.
let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

const unavailable = { code: 'ERR_MODULE_UNAVAILABLE' };
const openWithout = () =>
  bench.open({
    load: async () => {
      throw new ModuleUnavailable(new TypeError('no such file'));
    },
  });
const api = 'https://api.example';

describe('a page with nothing but its first load', () => {
  it('signs with a token of storage, and with the same of memory', async () => {
    const { accessToken } = await bench.open().finish(codeAnswer());
    const page = openWithout();
    const transport = createFakeTransport({ '*': { json: {} } });
    const boundFetch = createBrowserFetch({ scopes, origins: [api], transport }, page);
    for (const origin of ['vault', 'memory']) {
      assert.equal((await page.acquire({ scopes })).result.tokenSource, origin);
      await boundFetch(`${api}/orders`);
    }
    for (const { headers } of transport.requests) {
      const proof = (headers.get('authorization') ?? '').replace(/^PoP /, '');
      assert.equal((await decodeCompactJws(proof)).payload['at'], accessToken);
    }
    assert.equal(bench.asked().length, 1);
  });

  it('knows who is signed in, and signs people out', async () => {
    const { account } = await bench.open().finish(codeAnswer());
    const page = openWithout();
    assert.deepEqual(await page.book.list(), [account]);
    await page.forget([account]);
    assert.deepEqual(await page.book.list(), []);
    await assert.rejects(page.acquire({ scopes }), { reason: 'no_account' });
  });

  it('gets no token that it would have to ask for, and says what is missing', async () => {
    await bench.open().finish(codeAnswer());
    const page = openWithout();
    await assert.rejects(page.acquire({ scopes: ['api://mail/read'] }), unavailable);
    await assert.rejects(page.acquire({ scopes, claims: '{"access_token":{}}' }), unavailable);
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), unavailable);
    await assert.rejects(page.finish(codeAnswer()), unavailable);
    const failed = bench.events.filter(({ name }) => name === 'token.failed');
    assert.deepEqual(
      failed.map((event) => 'code' in event && event.code),
      ['ERR_MODULE_UNAVAILABLE', 'ERR_MODULE_UNAVAILABLE'],
    );
  });

  it('removes nothing that it cannot judge', async () => {
    const { bindingThumbprint: kid = '' } = await bench.open().finish(codeAnswer());
    const session = (await bench.vault.session(adaPlace)) as SessionRecord;
    const record = (await bench.vault.token(adaPlace)) as TokenRecord;
    const header = { typ: 'JWT', kid: 'rs' };
    // Bound by two names: sound, and not in the plainest words.
    const accessToken = await signCompactJws({ header, payload: { cnf: { kid, jkt: kid } }, key: keys.rs256 });
    await bench.vault.signIn(adaPlace, { session, token: { ...record, accessToken } });
    await assert.rejects(openWithout().acquire({ scopes }), unavailable);
    assert.notEqual(await bench.vault.token(adaPlace), undefined);
    const { result } = await bench.open().acquire({ scopes });
    assert.deepEqual([result.tokenSource, result.accessToken], ['vault', accessToken]);
  });

  it('answers no challenge, and sends nothing weaker instead', async () => {
    await bench.open().finish(codeAnswer());
    const challenged = { status: 401, headers: { 'www-authenticate': 'PoP nonce="n"' } };
    const transport = createFakeTransport({ '*': [challenged] });
    const boundFetch = createBrowserFetch({ scopes, origins: [api], transport }, openWithout());
    await assert.rejects(boundFetch(`${api}/orders`), unavailable);
    assert.equal(transport.requests.length, 1);
  });

  it('hands over an answer whose next nonce it cannot read: the request was made', async () => {
    await bench.open().finish(codeAnswer());
    const answered = { status: 201, headers: { 'authentication-info': 'nextnonce="n"' } };
    const transport = createFakeTransport({ '*': [answered] });
    const boundFetch = createBrowserFetch({ scopes, origins: [api], transport }, openWithout());
    assert.equal((await boundFetch(`${api}/orders`, { method: 'POST' })).status, 201);
  });

  it('does not sign in the strict dialect where another was asked for', async () => {
    await bench.open().finish(codeAnswer());
    const page = bench.open({
      settings: { shrDialect: 'msal-browser' },
      load: async () => {
        throw new ModuleUnavailable(undefined);
      },
    });
    const transport = createFakeTransport({ '*': { json: {} } });
    const boundFetch = createBrowserFetch({ scopes, origins: [api], transport }, page);
    await assert.rejects(boundFetch(`${api}/orders`), unavailable);
    assert.equal(transport.requests.length, 0);
  });
});
