import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { ask, askInPopup, type PageError } from '../../scene/ask.ts';
import { signIn } from '../../scene/sign-in.ts';
import { app, isPageError, type Result, type Stage } from './stage.ts';

/** What `@holdfast/browser` does with tokens and keys while somebody is signed in. */
export function declareTokens(stage: () => Stage): void {
  test('token and key outlive a reload and the tab: nobody is asked', async () => {
    const { scene, profile, tab, fetchIn, tokenRequests } = stage();
    const [before, { bindingThumbprint }] = [await tokenRequests(), await ask<Result>(tab, 'acquireToken')];
    await tab.reload();
    assert.equal((await fetchIn(tab)).status, 200);
    const next = await profile.openTab(scene.pages.origin() + app);
    const found = await ask<Result>(next, 'acquireToken');
    assert.deepEqual([found.fromCache, found.bindingThumbprint], [true, bindingThumbprint]);
    assert.equal((await fetchIn(next)).status, 200);
    assert.equal(await tokenRequests(), before);
    await next.close();
  });

  test('two tabs refresh at once, again and again, and the family of refresh tokens lives', async () => {
    const { scene, profile, tab, fetchIn } = stage();
    const next = await profile.openTab(scene.pages.origin() + app);
    for (let round = 0; round < 3; round += 1) {
      const both = [tab, next].map((page) => ask<Result>(page, 'acquireToken', { forceRefresh: true }));
      for (const { tokenType } of await Promise.all(both)) assert.equal(tokenType, 'pop');
      const answers = await Promise.all([fetchIn(tab), fetchIn(next)]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
    }
    await next.close();
  });

  test('a tab goes on signing with the key that it holds while another tab gets a new one', async () => {
    const { scene, profile, tab, fetchIn } = stage();
    const next = await profile.openTab(scene.pages.origin() + app);
    const [held, refreshed] = [
      await ask<Result>(tab, 'acquireToken'),
      await ask<Result>(next, 'acquireToken', { forceRefresh: true }),
    ];
    assert.notEqual(refreshed.bindingThumbprint, held.bindingThumbprint);
    assert.equal((await fetchIn(tab)).status, 200);
    await next.close();
  });
}

/** What `@holdfast/browser` does with the challenges of an API, and for one that knows another form of proof. */
export function declareChallenges(stage: () => Stage): void {
  test('a revoked token is replaced on the way: the page sees the answer only', async () => {
    const { scene, tab, fetchIn } = stage();
    const whoami = await fetchIn(tab, '/whoami');
    const { uti } = (whoami.body as { readonly claims: { readonly uti: string } }).claims;
    await scene.admin.revoke({ uti });
    assert.equal((await fetchIn(tab)).status, 200);
    const { body } = await fetchIn(tab, '/whoami');
    assert.notEqual((body as { readonly claims: { readonly uti: string } }).claims.uti, uti);
  });

  test('requests in the dialect of msal-browser are taken where that is known, and refused where it is not', async () => {
    const { scene, profile, fetchIn } = stage();
    const page = await profile.openTab(`${scene.pages.origin()}${app}?msal`);
    assert.deepEqual([(await fetchIn(page, '/msal/orders?limit=1')).status], [200]);
    assert.deepEqual([(await fetchIn(page, '/orders?limit=1')).status], [401]);
    await page.close();
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
}
