import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import type { Candidate } from '../../launch/real-browser.ts';
import type { SeenAnswer } from '../../programs/read-answer.ts';
import { ask, PageError } from '../../scene/ask.ts';
import { openScene, type Scene } from '../../scene/open-scene.ts';
import { leaveAndReturn, type SignedIn, signInAndReturn, type User } from '../../scene/sign-in.ts';
import { type Result, tokenIn } from './stage.ts';

/** A page with the door, where somebody is signed in. */
export interface DoorStage extends SignedIn {
  readonly scene: Scene;
  readonly ada: User;
  readonly home: string;
  /** A request for a token to list orders with. */
  readonly orders: { readonly resourceRequestMethod: string; readonly resourceRequestUri: string };
}

const path = '/door';

/** Opens the scene, and signs somebody in; the page is answered itself, and its router takes the answer first. */
export async function openDoorStage(launch: Candidate['launch']): Promise<DoorStage> {
  const pages = { [path]: { program: 'msal-door-more' } };
  const scene = await openScene({ launch, pages, redirectPaths: [path] });
  try {
    const [ada] = scene.holdfast.ready.users as [User];
    const home = scene.pages.origin() + path;
    const orders = { resourceRequestMethod: 'GET', resourceRequestUri: `${scene.holdfast.ready.api}/orders` };
    const profile = await scene.browser.openProfile();
    const tab = await profile.openTab(home);
    await ask(tab, 'loginRedirect', orders);
    await signInAndReturn(tab, ada, home);
    await ask(tab, 'redirected');
    return { scene, ada, home, orders, profile, tab };
  } catch (error) {
    await scene.close();
    throw error;
  }
}

function isError(name: string, errorCode: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PageError);
    assert.deepEqual([error.facts['name'], error.facts['errorCode']], [name, errorCode]);
    return true;
  };
}

/** What it does otherwise. */
export function declareDifferences(stage: () => DoorStage): void {
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

  test('onRedirectNavigate is told the address, and keeps the page where it is', async () => {
    const { scene, home, orders, tab } = stage();
    const address = new URL(await ask<string>(tab, 'loginRedirectKept', orders));
    assert.equal(address.origin, new URL(scene.holdfast.ready.sts).origin);
    assert.equal(address.searchParams.get('redirect_uri'), home);
    assert.equal(await ask(tab, 'address'), home);
  });

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
