import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Candidate, Profile, RealBrowser, Tab } from '../browsers/launch/real-browser.ts';
import type { Callback } from './callback-server.ts';
import { type Lab, openLab } from './open-lab.ts';

const ada = 'ada@contoso.example';
const continueAsAda = `button[name="user"][value="${ada}"]`;

/** Signs people in at the authority with a browser that people use, and lets the application see what comes back. */
export function judgeSignIn({ name, missing, launch }: Candidate): void {
  describe(`signing in with ${name}`, { skip: missing }, () => {
    let lab: Lab;
    let browser: RealBrowser;
    let profile: Profile;
    before(async () => {
      lab = await openLab();
      browser = await launch({ trustedKey: lab.trustedKey });
    });
    after(async () => {
      await browser.close();
      await lab.close();
    });
    beforeEach(async () => {
      profile = await browser.openProfile();
      lab.application.callbacks.length = 0;
    });
    afterEach(() => profile.close());

    const signIn = async (changes: Readonly<Record<string, string>> = {}): Promise<Tab> => {
      const tab = await profile.openTab(lab.authorizeAddress(changes));
      await tab.press(continueAsAda);
      await tab.until(() => document.getElementById('accept') !== null || document.getElementById('back') !== null);
      if (await tab.run(() => document.getElementById('accept') !== null)) await tab.press('#accept');
      return tab;
    };
    const arrived = async (tab: Tab): Promise<Callback> => {
      await tab.until(() => document.getElementById('back') !== null);
      return (
        lab.application.callbacks.find(({ url }) => url.pathname === '/callback') ?? assert.fail('nothing arrived')
      );
    };

    it('takes a person from one press to the application, and no page breaks its policy', async () => {
      const tab = await signIn();
      const { method, url, headers } = await arrived(tab);
      assert.equal(method, 'GET');
      assert.equal(url.searchParams.get('state'), 'here');
      assert.ok(url.searchParams.get('code'));
      assert.equal(headers.referer, undefined);
      assert.deepEqual(tab.complaints(), []);
    });

    it('says that a password is wrong, at the field, and takes the right one', async () => {
      const tab = await profile.openTab(lab.authorizeAddress());
      await tab.type('#username', ada);
      await tab.type('#password', 'not the password');
      await tab.press('#go');
      await tab.until(() => document.getElementById('problem') !== null);
      const seen = await tab.run(() => [document.activeElement?.id, document.title.split(' · ')[0]]);
      assert.deepEqual(seen, ['password', 'Error: sign in']);
      await tab.type('#password', lab.password(ada));
      await tab.press('#go');
      await tab.until(() => document.getElementById('decline') !== null || document.getElementById('back') !== null);
    });

    it('form_post brings every letter of the answer, by script', async () => {
      const state = `<b>"'&amp;\` +%20\\ é 李 ${'x'.repeat(500)}`;
      const tab = await signIn({ response_mode: 'form_post', state });
      const { method, body, headers } = await arrived(tab);
      assert.equal(method, 'POST');
      assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
      assert.equal(new URLSearchParams(body).get('state'), state);
      assert.deepEqual(tab.complaints(), []);
    });

    it('reaches an application at an IPv6 address', async () => {
      const tab = await signIn({ redirect_uri: `${lab.application.origin('[::1]')}/callback` });
      await arrived(tab);
      assert.deepEqual(tab.complaints(), []);
    });

    for (const mode of ['query', 'form_post']) {
      it(`reaches an application that leads on to another port: ${mode}`, async () => {
        const tab = await signIn({ redirect_uri: lab.movingAddress, response_mode: mode });
        await tab.until(() => location.pathname === '/end');
        assert.deepEqual(tab.complaints(), []);
      });
    }

    it('attack: a form of the page goes nowhere else', async () => {
      const tab = await profile.openTab(lab.authorizeAddress());
      const thief = `${lab.application.origin('127.0.0.1')}/callback`;
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
      assert.deepEqual(lab.application.callbacks, []);
    });

    it('attack: the page runs no script that was put into it', async () => {
      const tab = await profile.openTab(lab.authorizeAddress());
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
        const tab = await profile.openTab(`${lab.application.origin()}/`);
        const popup = await tab.popup(() =>
          tab.run((address) => void window.open(address, '_blank', 'popup'), lab.authorizeAddress(changes)),
        );
        await popup.until(() => document.getElementById('go') !== null);
        assert.equal(await popup.run(() => window.opener !== null), keeps);
        await popup.close();
        await tab.close();
      }
    });

    it('signs out where a link of any page leads, after a question', async () => {
      const tab = await signIn();
      await arrived(tab);
      const home = `${lab.application.origin()}/`;
      await tab.open(lab.logoutAddress({ post_logout_redirect_uri: home, state: 'gone' }));
      await tab.press('#sign-out');
      await tab.until(() => location.search === '?state=gone');
      await tab.open(lab.authorizeAddress());
      assert.ok(await tab.run(() => document.getElementById('username') !== null));
      assert.deepEqual(tab.complaints(), []);
    });
  });
}
