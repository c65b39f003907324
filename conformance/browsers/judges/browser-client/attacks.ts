import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeenAnswer } from '../../programs/read-answer.ts';
import { everyTampering } from '../../programs/tamper.ts';
import { ask } from '../../scene/ask.ts';
import { app, forbidden, isPageError, type Result, type Stage, withCallback } from './stage.ts';

/** What another script, or somebody who makes answers up, gets from `@holdfast/browser`; and policies that forbid. */
export function declareAttacks(stage: () => Stage): void {
  test('the token alone, as another script could steal it, opens nothing', async () => {
    const { tab } = stage();
    const { accessToken } = await ask<Result>(tab, 'acquireToken');
    for (const label of ['Bearer', 'PoP']) {
      const answer = await ask<SeenAnswer>(tab, 'fetchAsThief', {
        path: '/open/orders',
        authorization: `${label} ${accessToken}`,
      });
      assert.equal(answer.status, 401, label);
    }
  });

  for (const how of everyTampering) {
    test(`another script leaves ${how}: a new token is asked for, and only a bound one is sent`, async () => {
      const { tab, fetchIn, tokenRequests } = stage();
      const before = await tokenRequests();
      assert.ok((await ask<number>(tab, 'tamper', how)) > 0);
      await tab.reload();
      const whoami = await fetchIn(tab, '/whoami');
      assert.equal(whoami.status, 200);
      assert.equal((whoami.body as { readonly scheme: string }).scheme, 'pop');
      assert.equal((await fetchIn(tab)).status, 200);
      assert.equal(await tokenRequests(), before + 1);
    });
  }

  test('under a policy that names the authority and the API, nothing is forbidden that is needed', async () => {
    const { scene, profile, fetchIn } = stage();
    const { sts, api } = scene.holdfast.ready;
    const policy = `default-src 'none'; script-src 'self'; img-src data:; connect-src ${sts} ${api}; frame-src 'self' ${sts}`;
    const page = await profile.openTab(`${scene.pages.origin()}${app}?csp=${encodeURIComponent(policy)}`);
    await ask(page, 'signSilently');
    assert.equal((await fetchIn(page)).status, 200);
    assert.deepEqual(forbidden(page), []);
    await page.close();
  });

  test('no page on the way of a sign-in asks for anything that its own policy forbids', async () => {
    const { openSignedIn } = stage();
    const other = await openSignedIn(withCallback, { prompt: 'login' });
    assert.deepEqual(forbidden(other.tab), []);
    await other.profile.close();
  });

  test('an answer that somebody made up is refused, and who is signed in stays so', async () => {
    const { scene, profile, fetchIn } = stage();
    const { clientId } = scene.holdfast.application('spa');
    const state = `holdfast.redirect.${'A'.repeat(22)}.${clientId}`;
    const page = await profile.openTab(`${scene.pages.origin()}${app}#code=made-up&state=${state}`);
    await assert.rejects(ask(page, 'redirected'), isPageError('ERR_SIGN_IN_STATE'));
    assert.equal(await ask(page, 'address'), scene.pages.origin() + app);
    assert.equal((await fetchIn(page)).status, 200);
    await page.close();
  });
}
