import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeenAnswer } from '../../programs/read-answer.ts';
import { ask } from '../../scene/ask.ts';
import { leaveAndReturn, signInAndReturn } from '../../scene/sign-in.ts';
import type { Result } from '../msal-browser/stage.ts';
import { type DoorStage, isError } from './stage.ts';

/** How it takes answers, signs and leaves otherwise. */
export function declareAnswers(stage: () => DoorStage): void {
  test('an answer that a router took out of the address is taken from its hands', async () => {
    const { ada, home, tab } = stage();
    const { account, tokenType } = await ask<Result>(tab, 'redirected');
    assert.deepEqual([account.username, tokenType], [ada.username, 'pop']);
    assert.equal(await ask(tab, 'address'), home);
    assert.deepEqual(await ask(tab, 'people'), [[ada.username], ada.username]);
  });

  test('it signs to the letter, and the API that wants that takes it', async () => {
    const { orders, tab } = stage();
    const call = async ({ accessToken, tokenType }: Result): Promise<SeenAnswer> =>
      ask(tab, 'call', { url: orders.resourceRequestUri, authorization: `${tokenType} ${accessToken}` });
    const challenged = await call(await ask<Result>(tab, 'acquireTokenSilent', orders));
    const [, shrNonce] = /nonce="([^"]+)"/.exec(challenged.wwwAuthenticate ?? '') ?? [];
    const taken = await call(await ask<Result>(tab, 'acquireTokenSilent', { ...orders, shrNonce }));
    assert.deepEqual([challenged.status, taken.status], [401, 200], JSON.stringify(taken));
  });

  test('onRedirectNavigate is told the address, and keeps the page where it is', async () => {
    const { scene, home, orders, tab } = stage();
    const address = new URL(await ask<string>(tab, 'loginRedirectKept', orders));
    assert.equal(address.origin, new URL(scene.holdfast.ready.sts).origin);
    assert.equal(address.searchParams.get('redirect_uri'), home);
    assert.equal(await ask(tab, 'address'), home);
  });
}

/** What it refuses before anybody is asked. */
export function declareRefusals(stage: () => DoorStage): void {
  test('a signed request for no request in particular is refused before anybody is asked', async () => {
    const { scene, tab } = stage();
    const { token: before } = await scene.admin.counts();
    const refused = isError('ClientConfigurationError', 'pop_missing_resource_context');
    await assert.rejects(ask(tab, 'acquireTokenSilent'), refused);
    await assert.rejects(ask(tab, 'loginPopup'), refused);
    assert.equal((await scene.admin.counts()).token, before);
  });

  test('who names a request and forgets the scheme is not given a bearer token', async () => {
    const { orders, tab } = stage();
    const wish = { ...orders, authenticationScheme: 'Bearer' };
    await assert.rejects(ask(tab, 'acquireTokenSilent', wish), isError('ClientAuthError', 'scheme_parameters'));
  });

  test('a look into the cache asks nobody, and says so', async () => {
    const { scene, orders, tab } = stage();
    const { token: before } = await scene.admin.counts();
    assert.equal((await ask<Result>(tab, 'look', orders)).fromCache, true);
    const nothing = ask(tab, 'look', { ...orders, scopes: ['api://orders/write'] });
    await assert.rejects(nothing, isError('ClientAuthError', 'token_refresh_required'));
    assert.equal((await scene.admin.counts()).token, before);
  });
}

/** What one tab knows of another. */
export function declareTabs(stage: () => DoorStage): void {
  test('what another tab did is known without asking: who came, and who left', async () => {
    const { scene, ada, home, orders } = stage();
    const profile = await scene.browser.openProfile();
    // The last one is in front, where a person can press what it shows.
    const [other, one] = [await profile.openTab(home), await profile.openTab(home)];
    assert.deepEqual(await ask(other, 'people'), [[], null]);
    await leaveAndReturn(
      one,
      async () => {
        await ask(one, 'loginRedirect', orders);
        await signInAndReturn(one, ada, home);
      },
      home,
    );
    await ask(one, 'redirected');
    await other.until(() => globalThis.program?.ask('people', {}).then((told) => JSON.stringify(told).includes('@')));
    assert.deepEqual(await ask(other, 'people'), [[ada.username], null]);
    await ask(one, 'clearCache');
    assert.deepEqual(await ask(one, 'people'), [[], null]);
    await other.until(() => globalThis.program?.ask('people', {}).then((told) => !JSON.stringify(told).includes('@')));
    const told = await ask<readonly string[]>(other, 'events');
    assert.deepEqual(told.slice(-2), ['msal:loginSuccess', 'msal:logoutSuccess']);
    await profile.close();
  });
}
