import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createGate, until } from '@holdfast/testing';
import { InteractionRequired } from '../../src/errors/interaction-required.ts';
import type { SignInRequest } from '../../src/request/sign-in-request.ts';
import { refusedWith } from '../fixtures/test-authority.ts';
import { adaPlace, codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

describe('redeeming a code', () => {
  it('sends what only the page that asked knows, and puts account, refresh token, token and key', async () => {
    const page = bench.open();
    const result = await page.finish(
      codeAnswer({ scopes, state: 'carried' }, { returnTo: 'https://app.example/orders' }),
    );
    const form = Object.fromEntries(bench.asked()[0]?.form ?? []);
    assert.deepEqual(
      [form['grant_type'], form['code'], form['code_verifier'], form['redirect_uri']],
      ['authorization_code', 'the code', 'the verifier', 'https://app.example/'],
    );
    assert.deepEqual(
      [result.state, result.returnTo, result.account.username],
      ['carried', 'https://app.example/orders', 'ada'],
    );
    const session = (await bench.vault.session(adaPlace)) as { readonly refreshToken: string };
    assert.equal(session.refreshToken, 'refresh token 1');
    const token = (await bench.vault.token(adaPlace)) as { readonly keyPair: CryptoKeyPair };
    assert.equal(token.keyPair.privateKey.extractable, false);
    assert.deepEqual(
      (await page.book.list()).map(({ homeAccountId }) => homeAccountId),
      ['ada.tenant'],
    );
  });

  it('signs the request that was named on the way out, anew on the way back', async () => {
    const proof = { resourceRequestMethod: 'get', resourceRequestUri: 'https://api.example/orders', shrNonce: 'n' };
    const { authorizationHeader = '' } = await bench.open().finish(codeAnswer({ scopes, ...proof }));
    assert.match(authorizationHeader, /^PoP [\w-]+\.[\w-]+\.[\w-]+$/);
  });

  const refusals: Readonly<Record<string, readonly [string, object, object?]>> = {
    'without an id_token': ['ERR_TOKEN_REPLY_MALFORMED', { id_token: undefined }],
    'with an id_token of another sign-in': ['ERR_ID_TOKEN_NONCE', {}, { nonce: 'another' }],
    'with a client_info that cannot be read': ['ERR_TOKEN_REPLY_MALFORMED', { client_info: '%%%' }],
    'with an empty refresh token': ['ERR_TOKEN_REPLY_MALFORMED', { refresh_token: '' }],
    'of the type Bearer': ['ERR_TOKEN_TYPE_DOWNGRADED', { token_type: 'Bearer' }],
  };
  for (const [name, [code, reply, answer]] of Object.entries(refusals)) {
    it(`signs nobody in by a reply ${name}`, async () => {
      const page = bench.open();
      bench.endpoint.next({ reply });
      await assert.rejects(page.finish(codeAnswer({ scopes }, answer)), refusedWith(code));
      assert.deepEqual(await page.book.list(), []);
      assert.deepEqual(await bench.vault.sessions(adaPlace.partition), []);
    });
  }

  it('reads again what a request that was written down says', async () => {
    const request = { scopes, authenticationScheme: 'baerer' } as SignInRequest;
    await assert.rejects(bench.open().finish(codeAnswer(request)), refusedWith('ERR_SCHEME_UNKNOWN'));
    assert.equal(bench.asked().length, 0);
  });

  it('gives a bearer token to who asks for one, and says so', async () => {
    const result = await bench.open().finish(codeAnswer({ scopes, authenticationScheme: 'bearer' }));
    assert.deepEqual([result.tokenType, result.bindingThumbprint], ['Bearer', undefined]);
    assert.equal(bench.asked()[0]?.form.has('req_cnf'), false);
  });
});

describe('a hidden frame', () => {
  const openWithFrame = (answer = async (request: SignInRequest) => codeAnswer(request, { kind: 'frame' })) => {
    const asked: SignInRequest[] = [];
    const page = bench.open({
      askByFrame: (request) => {
        asked.push(request);
        return answer(request);
      },
    });
    return { page, asked };
  };
  const ended = { status: 400, json: { error: 'invalid_grant' } };

  it('renews the session when the refresh token is spent, with scopes, claims and account of the request', async () => {
    const { page, asked } = openWithFrame();
    const { account } = await page.finish(codeAnswer());
    bench.endpoint.next(ended);
    const claims = { access_token: { nbf: { essential: true } } };
    const { result } = await page.acquire({ scopes, claims });
    assert.deepEqual([result.tokenType, result.tokenSource], ['pop', 'network']);
    assert.deepEqual([asked[0]?.scopes, asked[0]?.claims, asked[0]?.account], [scopes, claims, account]);
    await page.acquire({ scopes, forceRefresh: true });
    assert.equal(bench.endpoint.reuses, 0);
  });

  it('that brings another person brings nothing, though she is signed in, too: a person is needed', async () => {
    const { page } = openWithFrame();
    const { account } = await page.finish(codeAnswer());
    bench.endpoint.person = 'eve';
    await page.finish(codeAnswer());
    bench.endpoint.next(ended);
    await assert.rejects(page.acquire({ scopes, account, forceRefresh: true }), InteractionRequired);
    // And where nobody says whose token is meant, nobody's is given.
    await assert.rejects(page.acquire({ scopes }), { reason: 'no_account' });
    assert.deepEqual(
      (await page.book.list()).map(({ username }) => username),
      ['ada', 'eve'],
    );
  });

  it('does not bring back who has signed out meanwhile', async () => {
    const gate = createGate();
    const { page, asked } = openWithFrame(async (request) => {
      await gate.opened;
      return codeAnswer(request, { kind: 'frame' });
    });
    const { account } = await page.finish(codeAnswer());
    bench.endpoint.next(ended);
    const call = page.acquire({ scopes, forceRefresh: true });
    await until(() => asked.length === 1);
    await bench.open().forget([account]);
    gate.open();
    await assert.rejects(call, InteractionRequired);
    assert.deepEqual(await bench.vault.sessions(adaPlace.partition), []);
    assert.equal(await bench.vault.token(adaPlace), undefined);
  });
});
