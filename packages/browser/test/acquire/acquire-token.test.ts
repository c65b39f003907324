import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { decodeBase64url, decodeUtf8, parseStrictJsonObject, sha256Hex } from '@holdfast/core';
import { createGate, until } from '@holdfast/testing';
import { InteractionRequired } from '../../src/errors/interaction-required.ts';
import type { BrowserEvent } from '../../src/events/browser-event.ts';
import { clientId, refusedWith } from '../fixtures/test-authority.ts';
import { codeAnswer, createTokenBench, scopes, type TokenBench } from '../fixtures/token-bench.ts';

let bench: TokenBench;
beforeEach(() => {
  bench = createTokenBench();
});
afterEach(() => bench.closeAll());

const interaction = (facts: Partial<InteractionRequired>) => (error: unknown) => {
  assert.ok(error instanceof InteractionRequired, `${error}`);
  for (const [name, value] of Object.entries(facts)) assert.deepEqual(error[name as 'reason'], value);
  return true;
};

async function signedIn() {
  const page = bench.open();
  const result = await page.finish(codeAnswer());
  return { page, result };
}

describe('acquiring a token', () => {
  it('gives what the sign-in brought, from memory, and asks nobody', async () => {
    const { page, result } = await signedIn();
    const { result: again } = await page.acquire({ scopes });
    assert.equal(again.accessToken, result.accessToken);
    assert.deepEqual([again.fromCache, again.tokenSource, again.tokenType], [true, 'memory', 'pop']);
    assert.equal(bench.asked().length, 1);
  });

  it('asks nobody where nobody is signed in: a person is needed', async () => {
    await assert.rejects(bench.open().acquire({ scopes }), interaction({ reason: 'no_account' }));
    assert.equal(bench.asked().length, 0);
  });

  it('finds token and key in storage after a reload', async () => {
    const { result } = await signedIn();
    const { result: found, usable } = await bench.open().acquire({ scopes });
    assert.equal(found.accessToken, result.accessToken);
    assert.deepEqual([found.tokenSource, found.bindingThumbprint], ['vault', result.bindingThumbprint]);
    assert.equal(usable.signer?.thumbprint, result.bindingThumbprint);
    assert.equal(bench.asked().length, 1);
  });

  it('takes the refresh token for other scopes, with a key of their own, as a form and nothing else', async () => {
    const { page, result } = await signedIn();
    const { result: other } = await page.acquire({ scopes: ['api://mail/read'], correlationId: 'call-1' });
    assert.notEqual(other.bindingThumbprint, result.bindingThumbprint);
    const [, request] = bench.asked();
    const { req_cnf: reqCnf = '', ...form } = Object.fromEntries(request?.form ?? []);
    assert.deepEqual(form, {
      client_id: clientId,
      scope: 'api://mail/read openid profile offline_access',
      grant_type: 'refresh_token',
      refresh_token: 'refresh token 1',
      client_info: '1',
      'x-ms-lib-capability': 'retry-after, h429',
      token_type: 'pop',
    });
    const cnf = parseStrictJsonObject(decodeUtf8(decodeBase64url(reqCnf)));
    assert.deepEqual(cnf, { kid: other.bindingThumbprint });
    assert.equal(request?.url.searchParams.get('client-request-id'), 'call-1');
    // Anything else would make the browser ask for permission first.
    assert.deepEqual([...(request?.headers.keys() ?? [])], ['content-type']);
    assert.equal(request?.request.credentials, 'omit');
  });

  it('takes turns: a hundred callers share one request, and each gets its own name', async () => {
    const { page } = await signedIn();
    bench.clock.advance(4000);
    const calls = Array.from({ length: 100 }, (_, index) => page.acquire({ scopes, correlationId: `call-${index}` }));
    const results = (await Promise.all(calls)).map(({ result }) => result);
    assert.equal(bench.asked().length, 2);
    assert.equal(new Set(results.map(({ accessToken }) => accessToken)).size, 1);
    assert.deepEqual(results.map(({ tokenSource }) => tokenSource).filter((source) => source === 'network').length, 1);
    assert.equal(results[42]?.correlationId, 'call-42');
  });

  it('refreshes in the background what is due: the caller gets the old token with the old key at once', async () => {
    const { page, result } = await signedIn();
    bench.clock.advance(3400);
    const gate = createGate();
    bench.endpoint.next({ after: gate.opened });
    const { result: old } = await page.acquire({ scopes });
    assert.equal(old.accessToken, result.accessToken);
    await page.acquire({ scopes });
    gate.open();
    const isRefreshed = (event: BrowserEvent): boolean =>
      event.name === 'token.acquired' && event.source === 'network' && event.refreshReason === 'proactive';
    await until(() => bench.events.some(isRefreshed));
    const { result: fresh } = await page.acquire({ scopes });
    assert.notEqual(fresh.accessToken, old.accessToken);
    assert.notEqual(fresh.bindingThumbprint, old.bindingThumbprint);
    assert.equal(bench.asked().length, 2);
  });

  it('never fails a caller because a refresh in the background failed, and pauses', async () => {
    const { page, result } = await signedIn();
    bench.clock.advance(3400);
    bench.endpoint.next({ fail: new Error('no network') });
    const acquireAgain = async (): Promise<void> => {
      assert.equal((await page.acquire({ scopes })).result.accessToken, result.accessToken);
    };
    await acquireAgain();
    await until(() => bench.events.some(({ name }) => name === 'token.failed'));
    for (let turn = 0; turn < 4; turn += 1) {
      await acquireAgain();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(bench.asked().length, 2);
  });

  it('keeps the answer to a refresh token that was sent, although the caller has gone', async () => {
    const { page } = await signedIn();
    bench.clock.advance(4000);
    const gate = createGate();
    bench.endpoint.next({ after: gate.opened });
    const controller = new AbortController();
    const call = page.acquire({ scopes, signal: controller.signal });
    await until(() => bench.asked().length === 2);
    controller.abort();
    await assert.rejects(call, refusedWith('ERR_FLIGHT_ABORTED'));
    const next = page.acquire({ scopes });
    gate.open();
    assert.equal((await next).result.tokenSource, 'vault');
    assert.deepEqual([bench.asked().length, bench.endpoint.reuses], [2, 0]);
  });
});

describe('a token that was refused', () => {
  it('is replaced where its hash names it, with the claims, and given to nobody again', async () => {
    const { page, result } = await signedIn();
    const accessTokenSha256ToRefresh = await sha256Hex(result.accessToken);
    const claims = { access_token: { nbf: { essential: true, value: '1' } } };
    const { result: fresh } = await page.acquire({ scopes, claims, accessTokenSha256ToRefresh });
    assert.notEqual(fresh.accessToken, result.accessToken);
    assert.deepEqual(JSON.parse(bench.asked()[1]?.form.get('claims') ?? ''), claims);
    // Whoever comes late with the same complaint is given what there is by now.
    const { result: late } = await page.acquire({ scopes, claims, accessTokenSha256ToRefresh });
    assert.equal(late.accessToken, fresh.accessToken);
    assert.equal(bench.asked().length, 2);
  });

  it('stays away when the authority cannot be reached', async () => {
    const { page, result } = await signedIn();
    bench.endpoint.next({ fail: new Error('no network') });
    const accessTokenSha256ToRefresh = await sha256Hex(result.accessToken);
    const call = page.acquire({ scopes, accessTokenSha256ToRefresh });
    await assert.rejects(call, refusedWith('ERR_TOKEN_ENDPOINT_UNREACHABLE'));
    assert.notEqual((await page.acquire({ scopes })).result.accessToken, result.accessToken);
    assert.notEqual((await bench.open().acquire({ scopes })).result.accessToken, result.accessToken);
  });

  it('is asked for anew with claims alone, and for whom it is forced', async () => {
    const { page } = await signedIn();
    await page.acquire({ scopes, claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}' });
    await page.acquire({ scopes, forceRefresh: true });
    assert.equal(bench.asked().length, 3);
  });
});

describe('what the authority says no to', () => {
  const claims = { access_token: { acrs: { essential: true, value: 'c1' } } };

  it('becomes InteractionRequired with its claims ready to pass', async () => {
    const { page } = await signedIn();
    const json = {
      error: 'interaction_required',
      suberror: 'basic_action',
      error_codes: [50_076],
      claims: JSON.stringify(claims),
    };
    bench.endpoint.next({ status: 400, json });
    const facts = { reason: 'interaction_required', suberror: 'basic_action', claims, errorCodes: [50_076] } as const;
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), interaction(facts));
    assert.equal((await page.finish(codeAnswer({ scopes, claims }))).tokenType, 'pop');
  });

  it('becomes InteractionRequired with the claims that were asked for, where it names none', async () => {
    const { page } = await signedIn();
    bench.endpoint.next({ status: 400, json: { error: 'invalid_grant', suberror: 'consent_required' } });
    await assert.rejects(page.acquire({ scopes, claims }), interaction({ reason: 'consent_required', claims }));
  });

  it('shows no suberror that is not known, and nothing that was sent', async () => {
    const { page } = await signedIn();
    const json = { error: 'interaction_required', suberror: 'refresh token 1', error_description: 'refresh token 1' };
    bench.endpoint.next({ status: 400, json });
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), (error: InteractionRequired) => {
      assert.equal(error.suberror, undefined);
      assert.ok(!JSON.stringify([error, error.message, error.cause]).includes('refresh token 1'));
      return true;
    });
  });

  it('ends a refresh token, and without a frame a person is asked', async () => {
    const { page } = await signedIn();
    bench.endpoint.next({ status: 400, json: { error: 'invalid_grant' } });
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), interaction({ reason: 'login_required' }));
    await assert.rejects(page.acquire({ scopes: ['api://mail/read'] }), interaction({ reason: 'login_required' }));
    assert.equal(bench.asked().length, 2);
    // The token that is still good is still given.
    assert.equal((await page.acquire({ scopes })).result.tokenSource, 'memory');
  });

  it('is left alone for as long as it asks', async () => {
    const { page } = await signedIn();
    bench.endpoint.next({ status: 429, headers: { 'retry-after': '7' }, json: { error: 'temporarily_unavailable' } });
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), refusedWith('ERR_TOKEN_REQUEST_REFUSED'));
    await assert.rejects(page.acquire({ scopes, forceRefresh: true }), refusedWith('ERR_TOKEN_ENDPOINT_THROTTLED'));
    assert.equal(bench.asked().length, 2);
    bench.clock.advance(8);
    await page.acquire({ scopes, forceRefresh: true });
  });
});
