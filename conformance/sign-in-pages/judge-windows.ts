import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../browsers/launch/real-browser.ts';
import { useScene } from './sign-in-scene.ts';

/** Sees what a browser lets others do with the pages of the authority: scripts, forms, openers, links. */
export function judgeWindows(candidate: Candidate): void {
  describe(`pages of sign-in among others in ${candidate.name}`, { skip: candidate.missing }, () => {
    const scene = useScene(candidate);

    it('attack: a form of the page goes nowhere else', async () => {
      const tab = await scene.openTab(scene.lab().authorizeAddress());
      const thief = `${scene.lab().application.origin('127.0.0.1')}/callback`;
      await tab.run((address) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          document.title = effectiveDirective;
        });
        const [form] = document.forms;
        if (form === undefined) throw new Error('no form');
        form.action = address;
        try {
          form.submit();
        } catch {
          // Firefox throws as well.
        }
      }, thief);
      await tab.until(() => document.title === 'form-action');
      assert.deepEqual(scene.lab().application.callbacks, []);
    });

    it('attack: the page runs no script that was put into it', async () => {
      const tab = await scene.openTab(scene.lab().authorizeAddress());
      await tab.run(() => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "taken"';
        document.body.append(script);
      });
      assert.match(await tab.run(() => document.title), /^Sign in/);
    });

    it('cuts the window off from who opened it, unless the application has looked after that', async () => {
      for (const [changes, keeps] of [
        [{}, false],
        [{ pocd: '1' }, true],
      ] as const) {
        const tab = await scene.openTab(`${scene.lab().application.origin()}/`);
        const popup = await tab.popup(() =>
          tab.run((address) => void window.open(address, '_blank', 'popup'), scene.lab().authorizeAddress(changes)),
        );
        await popup.until(() => document.getElementById('go') !== null);
        assert.equal(await popup.run(() => window.opener !== null), keeps);
        await popup.close();
        await tab.close();
      }
    });

    it('signs out where a link of any page leads, after a question', async () => {
      const tab = await scene.signIn();
      await scene.arrived(tab);
      const home = `${scene.lab().application.origin()}/`;
      await tab.open(scene.lab().logoutAddress({ post_logout_redirect_uri: home, state: 'gone' }));
      await tab.press('#sign-out');
      await tab.until(() => location.search === '?state=gone');
      await tab.open(scene.lab().authorizeAddress());
      assert.ok(await tab.run(() => document.getElementById('username') !== null));
      assert.deepEqual(tab.complaints(), []);
    });
  });
}
