import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../../scene/ask.ts';
import { sites } from '../../scene/open-scene.ts';
import { leaveAndReturn } from '../../scene/sign-in.ts';
import { app, isPageError, type Result, type Stage, withCallback } from './stage.ts';

/** How people sign in by redirect and silently with `@holdfast/browser`, and how they sign out. */
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
