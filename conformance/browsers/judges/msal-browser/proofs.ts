import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { ask } from '../../scene/ask.ts';
import { claimsOf, type Result, type Stage, thumbprintIn, tokenIn } from './stage.ts';

/** What msal-browser signs, and what becomes of it at the sample API. */
export function declareProofs(stage: () => Stage): void {
  test('loginRedirect brings a signed request; signed again with the nonce of the API it is taken, once', async () => {
    const { ada, tab, silent, call, nonceOf } = stage();
    const result = await ask<Result>(tab, 'redirected');
    assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
    const challenged = await call(result);
    assert.equal(challenged.status, 401);
    const shrNonce = await nonceOf(challenged);
    const sent = await silent({ shrNonce, shrClaims: '{"ticket":7}' });
    const proof = decodeJwt(sent.accessToken);
    assert.deepEqual([proof['nonce'], proof['client_claims']], [shrNonce, '{"ticket":7}']);
    const [taken, again] = [await call(sent), await call(sent)];
    assert.deepEqual([taken.status, again.status], [200, 401], JSON.stringify(taken));
    const next = await nonceOf(taken);
    assert.notEqual(next, shrNonce);
    assert.equal((await call(await silent({ shrNonce: next }))).status, 200);
  });

  test('what it signs is refused where requests are signed to the letter, and the page reads why', async () => {
    const { orders, silent, call } = stage();
    const refused = await call(await silent(orders('/orders?limit=1')), '/orders?limit=1');
    const reason = 'The proof is written in a dialect that is not accepted here (msal-browser)';
    assert.equal(refused.status, 401);
    assert.equal(refused.wwwAuthenticate, `PoP error="invalid_token", error_description="${reason}"`);
    assert.equal((refused.body as { readonly error_description?: string }).error_description, reason);
  });

  test('acquireTokenSilent takes the token of the cache, and signs anew', async () => {
    const { scene, silent, callTwice } = stage();
    const { token: before } = await scene.admin.counts();
    const [first, second] = [await silent(), await silent()];
    assert.deepEqual([first.fromCache, second.fromCache], [true, true]);
    assert.notEqual(first.accessToken, second.accessToken);
    assert.equal(tokenIn(first), tokenIn(second));
    assert.equal((await callTwice()).status, 200);
    assert.equal((await scene.admin.counts()).token, before);
  });
}

/** When msal-browser gets another token, and what becomes of its key. */
export function declareRefreshes(stage: () => Stage): void {
  test('a refreshed token has another key', async () => {
    const { silent, callTwice } = stage();
    const [before, refreshed] = [await silent(), await silent({ forceRefresh: true })];
    assert.equal(refreshed.fromCache, false);
    assert.notEqual(thumbprintIn(refreshed), thumbprintIn(before));
    const { status, sent } = await callTwice();
    assert.deepEqual([status, tokenIn(sent)], [200, tokenIn(refreshed)]);
  });

  test('the token and its key outlive a reload', async () => {
    const { tab, silent, callTwice } = stage();
    const before = await silent();
    await tab.reload();
    const { status, sent } = await callTwice();
    assert.deepEqual([status, sent.fromCache, tokenIn(sent)], [200, true, tokenIn(before)]);
  });

  test('a revoked token is answered with claims, for which acquireTokenSilent gets another token', async () => {
    const { scene, silent, call, callTwice } = stage();
    const revoked = await silent();
    await scene.admin.revoke({ uti: decodeJwt(tokenIn(revoked))['uti'] });
    const refused = await call(revoked);
    assert.equal(refused.status, 401);
    const fresh = await silent({ claims: claimsOf(refused) });
    assert.equal(fresh.fromCache, false);
    const { status, sent } = await callTwice();
    assert.deepEqual([status, tokenIn(sent)], [200, tokenIn(fresh)]);
  });
}
