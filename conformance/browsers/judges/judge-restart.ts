import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Candidate } from '../launch/real-browser.ts';
import type { SeenAnswer } from '../programs/read-answer.ts';
import { ask } from '../scene/ask.ts';
import { openScene, type Scene } from '../scene/open-scene.ts';
import { signInAndReturn, type User } from '../scene/sign-in.ts';

const app = '/app';

interface Result {
  readonly bindingThumbprint: string;
  readonly tokenSource: string;
}

/** Ends a browser in which somebody is signed in, and starts it again. */
export function judgeRestart({ name, missing, launch }: Candidate): void {
  suite(`@holdfast/browser after a restart of ${name}`, { skip: missing }, () => {
    let scene: Scene;
    before(async () => {
      scene = await openScene({
        launch,
        pages: { [app]: { program: 'holdfast-app' } },
        redirectPaths: [app],
        keepsProfile: true,
      });
    });
    after(() => scene?.close());

    async function openApp() {
      const profile = await scene.browser.openProfile();
      return profile.openTab(scene.pages.origin() + app);
    }

    test('token and key are still there: they sign, and nobody is asked', async () => {
      const tab = await openApp();
      const [ada] = scene.holdfast.ready.users as [User];
      await ask(tab, 'signInByRedirect');
      await signInAndReturn(tab, ada, scene.pages.origin() + app);
      const { bindingThumbprint } = await ask<Result>(tab, 'acquireToken');
      const { token: before } = await scene.admin.counts();
      await scene.restartBrowser();
      const again = await openApp();
      const kept = await ask<Result>(again, 'acquireToken');
      assert.deepEqual([kept.bindingThumbprint, kept.tokenSource], [bindingThumbprint, 'vault']);
      assert.equal((await ask<SeenAnswer>(again, 'fetch', { path: '/orders' })).status, 200);
      assert.equal((await scene.admin.counts()).token, before);
    });
  });
}
