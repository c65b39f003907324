import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Candidate } from '../browsers/launch/real-browser.ts';
import { ada, useScene } from './sign-in-scene.ts';

/** Signs people in at the authority with a browser that people use, and lets the application see what comes back. */
export function judgeSignIn(candidate: Candidate): void {
  describe(`signing in with ${candidate.name}`, { skip: candidate.missing }, () => {
    const scene = useScene(candidate);

    it('takes a person from one press to the application, and no page breaks its policy', async () => {
      const tab = await scene.signIn();
      const { method, url, headers } = await scene.arrived(tab);
      assert.equal(method, 'GET');
      assert.equal(url.searchParams.get('state'), 'here');
      assert.ok(url.searchParams.get('code'));
      assert.equal(headers.referer, undefined);
      assert.deepEqual(tab.complaints(), []);
    });

    it('says that a password is wrong, at the field, and takes the right one', async () => {
      const tab = await scene.openTab(scene.lab().authorizeAddress());
      await tab.type('#username', ada);
      await tab.type('#password', 'not the password');
      await tab.press('#go');
      await tab.until(() => document.getElementById('problem') !== null);
      const seen = await tab.run(() => [document.activeElement?.id, document.title.split(' · ')[0]]);
      assert.deepEqual(seen, ['password', 'Error: sign in']);
      await tab.type('#password', scene.lab().password(ada));
      await tab.press('#go');
      await tab.until(() => document.getElementById('decline') !== null || document.getElementById('back') !== null);
    });

    it('form_post brings every letter of the answer, by script', async () => {
      const state = `<b>"'&amp;\` +%20\\ é 李 ${'x'.repeat(500)}`;
      const tab = await scene.signIn({ response_mode: 'form_post', state });
      const { method, body, headers } = await scene.arrived(tab);
      assert.equal(method, 'POST');
      assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
      assert.equal(new URLSearchParams(body).get('state'), state);
      assert.deepEqual(tab.complaints(), []);
    });

    it('reaches an application at an IPv6 address', async () => {
      const tab = await scene.signIn({ redirect_uri: `${scene.lab().application.origin('[::1]')}/callback` });
      await scene.arrived(tab);
      assert.deepEqual(tab.complaints(), []);
    });

    for (const mode of ['query', 'form_post']) {
      it(`reaches an application that leads on to another port: ${mode}`, async () => {
        const tab = await scene.signIn({ redirect_uri: scene.lab().movingAddress, response_mode: mode });
        await tab.until(() => location.pathname === '/end');
        assert.deepEqual(tab.complaints(), []);
      });
    }
  });
}
