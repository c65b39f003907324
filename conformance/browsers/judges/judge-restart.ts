import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { temporaryFolder } from '../../../packages/holdfast/test/support/holdfast-process.ts';
import type { RealBrowser, Tab } from '../launch/real-browser.ts';
import type { SeenAnswer } from '../programs/read-answer.ts';
import { ask } from '../scene/ask.ts';
import type { Scene } from '../scene/open-scene.ts';
import { signInAndReturn, type User } from '../scene/sign-in.ts';
import { app } from './browser-client/stage.ts';

interface Result {
  readonly bindingThumbprint: string;
  readonly tokenSource: string;
}

/** Ends a browser in which somebody is signed in, and starts it again. */
export function judgeRestart(scene: () => Scene): void {
  suite('@holdfast/browser after a restart of the browser', () => {
    async function withApp<T>(folder: string, work: (tab: Tab) => Promise<T>): Promise<T> {
      const browser: RealBrowser = await scene().launchKeeping(folder);
      try {
        return await work(await (await browser.openProfile()).openTab(scene().pages.origin() + app));
      } finally {
        await browser.close();
      }
    }

    async function signIn(tab: Tab): Promise<Result> {
      const [ada] = scene().holdfast.ready.users as [User];
      await ask(tab, 'signInByRedirect');
      await signInAndReturn(tab, ada, scene().pages.origin() + app);
      return ask<Result>(tab, 'acquireToken');
    }

    test('token and key are still there: they sign, and nobody is asked', async () => {
      const folder = await temporaryFolder();
      try {
        const { bindingThumbprint } = await withApp(folder.path, signIn);
        const { token: before } = await scene().admin.counts();
        await withApp(folder.path, async (again) => {
          const kept = await ask<Result>(again, 'acquireToken');
          assert.deepEqual([kept.bindingThumbprint, kept.tokenSource], [bindingThumbprint, 'vault']);
          assert.equal((await ask<SeenAnswer>(again, 'fetch', { path: '/orders' })).status, 200);
          assert.equal((await scene().admin.counts()).token, before);
        });
      } finally {
        await folder.remove();
      }
    });
  });
}
