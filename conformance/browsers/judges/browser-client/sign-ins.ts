import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { ask, askInPopup, type PageError } from '../../scene/ask.ts';
import { sites } from '../../scene/open-scene.ts';
import { leaveAndReturn, signIn } from '../../scene/sign-in.ts';
import { app, isPageError, type Result, type Stage, withCallback } from './stage.ts';

/** How people sign in and out with `@holdfast/browser`. */
export function declareSignIns(stage: () => Stage): void {
  test('by redirect: signed in, the address is clean, and the API takes what is signed', async () => {
    const { scene, ada, tab, fetchIn } = stage();
    const result = await ask<Result>(tab, 'redirected');
    assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
    assert.deepEqual([result.state, result.returnTo], ['carried along', scene.pages.origin() + app]);
    assert.equal(await ask(tab, 'address'), scene.pages.origin() + app);
    const [orders, whoami] = [await fetchIn(tab, '/orders?limit=1'), await fetchIn(tab, '/whoami')];
    assert.deepEqual([orders.status, whoami.status], [200, 200]);
    assert.equal((whoami.body as { readonly scheme: string }).scheme, 'pop');
  });

  test('the page of another address sends the answer of a redirect back, query and all', async () => {
    const { scene, openSignedIn, fetchIn } = stage();
    const path = `${withCallback}?es256`;
    const other = await openSignedIn(path);
    assert.equal(await ask(other.tab, 'address'), scene.pages.origin() + path);
    assert.equal((await fetchIn(other.tab)).status, 200);
    await other.profile.close();
  });

  for (const path of [app, `${app}?coop=same-origin`, `${withCallback}?coop=same-origin`, `${app}?memory`]) {
    test(`by popup, from ${path}`, async () => {
      const { scene, ada, fetchIn } = stage();
      const other = await scene.browser.openProfile();
      const page = await other.openTab(scene.pages.origin() + path);
      const { popup, answer } = await askInPopup<Result>(page, 'signIn');
      await signIn(popup, ada);
      const result = await answer();
      assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
      assert.equal((await fetchIn(page)).status, 200);
      await other.close();
    });
  }

  test('by popup, from a window that a page of another site opened: the authority keeps its opener away', async () => {
    const { scene, ada, fetchIn } = stage();
    const other = await scene.browser.openProfile();
    const opener = await other.openTab(`${scene.pages.origin(sites.other)}/opener`);
    const { popup: page } = await askInPopup(opener, 'open', scene.pages.origin() + app);
    const { popup, answer } = await askInPopup<Result>(page, 'signIn');
    await signIn(popup, ada);
    assert.equal((await answer()).account.username, ada.username);
    assert.equal((await fetchIn(page)).status, 200);
    await other.close();
  });

  test('a popup that the person closes ends the sign-in soon', async () => {
    const { tab } = stage();
    const { popup, answer } = await askInPopup<Result>(tab, 'signIn', { prompt: 'login' });
    // As long as a person needs to find the cross.
    await popup.until(() => document.getElementById('username') !== null && performance.now() > 1000);
    await popup.close();
    await assert.rejects(answer(), isPageError('ERR_SIGN_IN_CANCELLED'));
  });

  test('claims that need a person come with the error, and the popup that is given them meets them', async () => {
    const { ada, tab, fetchIn } = stage();
    const claims = { access_token: { acrs: { essential: true, values: ['c1'] } } };
    const refused = await ask(tab, 'acquireToken', { claims }).catch((error: unknown) => error);
    isPageError('ERR_INTERACTION_REQUIRED')(refused);
    const { facts } = refused as PageError;
    const { popup, answer } = await askInPopup<Result>(tab, 'signIn', { claims: facts['claims'] });
    await signIn(popup, ada);
    assert.deepEqual(decodeJwt((await answer()).accessToken)['acrs'], ['c1']);
    assert.equal((await fetchIn(tab)).status, 200);
  });

  test('somebody who was revoked is asked again, and not before', async () => {
    const { scene, grace, openSignedIn, fetchIn } = stage();
    const other = await openSignedIn(app, {}, { user: grace });
    assert.equal((await fetchIn(other.tab)).status, 200);
    await scene.admin.revoke({ user: grace.username });
    await assert.rejects(fetchIn(other.tab), isPageError('ERR_INTERACTION_REQUIRED'));
    const { popup, answer } = await askInPopup<Result>(other.tab, 'signIn');
    await signIn(popup, grace);
    assert.equal((await answer()).account.username, grace.username);
    assert.equal((await fetchIn(other.tab)).status, 200);
    await other.profile.close();
  });

  test('signSilently signs in where the authority knows the person', async () => {
    const { ada, openSignedIn, fetchIn } = stage();
    const other = await openSignedIn(app);
    await ask(other.tab, 'signOut', { interaction: 'local' });
    assert.deepEqual(await ask(other.tab, 'accounts'), []);
    const result = await ask<Result>(other.tab, 'signSilently');
    assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
    assert.equal((await fetchIn(other.tab)).status, 200);
    await other.profile.close();
  });

  test('signSilently at another site says at once that a person is needed: the browser sends no cookie', async () => {
    const { openSignedIn, fetchIn } = stage();
    const other = await openSignedIn(app, {}, { site: sites.other });
    assert.equal((await fetchIn(other.tab)).status, 200);
    await assert.rejects(ask(other.tab, 'signSilently'), isPageError('ERR_INTERACTION_REQUIRED'));
    await other.profile.close();
  });

  test('signing out ends the session, empties the storage, and other tabs know', async () => {
    const { scene, ada, openSignedIn, fetchIn } = stage();
    const other = await openSignedIn(app);
    const next = await other.profile.openTab(scene.pages.origin() + app);
    assert.deepEqual(await ask(next, 'accounts'), [ada.username]);
    await leaveAndReturn(other.tab, () => ask(other.tab, 'signOut'), scene.pages.origin() + app);
    assert.equal(await ask(other.tab, 'countRecords'), 0);
    assert.deepEqual(await ask(next, 'accounts'), []);
    await assert.rejects(fetchIn(next), isPageError('ERR_INTERACTION_REQUIRED'));
    await assert.rejects(ask(next, 'signSilently'), isPageError('ERR_INTERACTION_REQUIRED'));
    await other.profile.close();
  });
}
