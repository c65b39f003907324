import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { ask } from '../../scene/ask.ts';
import { type Result, tokenIn } from '../msal-browser/stage.ts';
import { type DoorStage, isError } from './stage.ts';

/** Keys that the page has itself. */
export function declareKeysOfThePage(stage: () => DoorStage): void {
  test('a token for a key of the page comes unsigned, and lies beside the normal one', async () => {
    const { orders, tab } = stage();
    const normal = await ask<Result>(tab, 'acquireTokenSilent', orders);
    const popKid = await ask<string>(tab, 'generate', { url: orders.resourceRequestUri });
    const own = await ask<Result>(tab, 'acquireTokenSilent', { popKid });
    assert.deepEqual([own.tokenType, decodeJwt(own.accessToken)['cnf']], ['pop', { kid: popKid }]);
    const again = await ask<Result>(tab, 'acquireTokenSilent', orders);
    assert.deepEqual([again.fromCache, tokenIn(again)], [true, tokenIn(normal)]);
    assert.equal((await ask<Result>(tab, 'acquireTokenSilent', { popKid })).accessToken, own.accessToken);
  });

  test('a key of the page outlives it, signs what the API takes, and is gone once it is removed', async () => {
    const { orders, tab } = stage();
    const url = `${orders.resourceRequestUri.replace(/\/orders$/, '')}/whoami`;
    const popKid = await ask<string>(tab, 'generate', { url });
    const { accessToken: token } = await ask<Result>(tab, 'acquireTokenSilent', { popKid });
    await tab.reload();
    const proof = await ask<string>(tab, 'sign', { url, token, thumbprint: popKid });
    assert.equal(decodeJwt(proof)['at'], token);
    await ask(tab, 'remove', { url, thumbprint: popKid });
    const gone = ask(tab, 'sign', { url, token, thumbprint: popKid });
    await assert.rejects(gone, isError('BrowserAuthError', 'crypto_key_not_found'));
  });
}
