import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { ask, askInPopup, type PageError } from '../../scene/ask.ts';
import { sites } from '../../scene/open-scene.ts';
import { leaveAndReturn, signIn } from '../../scene/sign-in.ts';
import { isInteractionRequired, ownDoor, type Result, type Stage, tokenIn } from './stage.ts';

/** How people sign in by popup with msal-browser. */
export function declarePopups(stage: () => Stage): void {
  test('loginPopup, whose answer comes over the bridge', async () => {
    const { scene, ada, home, orders } = stage();
    const other = await scene.browser.openProfile();
    const page = await other.openTab(home());
    const { popup, answer } = await askInPopup<Result>(page, 'loginPopup', orders());
    await signIn(popup, ada);
    const result = await answer();
    assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
    await other.close();
  });

  test('claims that need a person come with the error, and the popup that is given them meets them', async () => {
    const { ada, tab, orders, silent } = stage();
    const claims = '{"access_token":{"acrs":{"essential":true,"values":["c1"]}}}';
    const refused = await silent({ claims }).catch((error: unknown) => error);
    isInteractionRequired('interaction_required')(refused);
    const { facts } = refused as PageError;
    const { popup, answer } = await askInPopup<Result>(tab, 'loginPopup', { ...orders(), claims: facts['claims'] });
    await signIn(popup, ada);
    assert.deepEqual(decodeJwt(tokenIn(await answer()))['acrs'], ['c1']);
  });
}

/** What msal-browser does without asking anybody, and how people sign out. */
export function declareSilent(stage: () => Stage): void {
  test('ssoSilent signs another tab in, without a word', async () => {
    const { library, ada, profile, home, orders } = stage();
    const other = await profile.openTab(home());
    // The real one keeps people to their tab.
    assert.deepEqual(await ask(other, 'accounts'), library === ownDoor ? [ada.username] : []);
    const result = await ask<Result>(other, 'ssoSilent', { ...orders(), loginHint: ada.username });
    assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
    await other.close();
  });

  test('ssoSilent from another site is told that somebody must sign in: the browser sends no cookie', async () => {
    const { ada, openSignedIn, orders } = stage();
    const other = await openSignedIn(sites.other);
    const failed = ask(other.tab, 'ssoSilent', { ...orders(), loginHint: ada.username });
    await assert.rejects(failed, isInteractionRequired('login_required'));
    await other.profile.close();
  });

  for (const named of [true, false]) {
    test(`logoutRedirect ${named ? 'with an account ends its session' : 'without an account leaves for everybody'}`, async () => {
      const { library, ada, openSignedIn, home, orders } = stage();
      const other = await openSignedIn(sites.same);
      const leave = async (): Promise<void> => {
        await ask(other.tab, 'logoutRedirect', { named });
        // Ours names the only one there is, so nobody has to be asked.
        if (!named && library !== ownDoor) await other.tab.press('#sign-out');
      };
      await leaveAndReturn(other.tab, leave, home());
      assert.deepEqual(await ask(other.tab, 'accounts'), []);
      const failed = ask(other.tab, 'ssoSilent', { ...orders(), loginHint: ada.username });
      await assert.rejects(failed, isInteractionRequired('login_required'));
      await other.profile.close();
    });
  }
}
