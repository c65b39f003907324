import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askInPopup } from '../../scene/ask.ts';
import { sites } from '../../scene/open-scene.ts';
import { signIn } from '../../scene/sign-in.ts';
import { app, isPageError, type Result, type Stage, withCallback } from './stage.ts';

/** How people sign in by popup with `@holdfast/browser`. */
export function declarePopups(stage: () => Stage): void {
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
}
