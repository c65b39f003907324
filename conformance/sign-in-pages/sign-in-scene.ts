import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import type { Candidate, Profile, RealBrowser, Tab } from '../browsers/launch/real-browser.ts';
import type { Callback } from './callback-server.ts';
import { type Lab, openLab } from './open-lab.ts';

/** Who signs in. */
export const ada = 'ada@contoso.example';

/** A browser before an authority and an application, with a profile of its own for each test. */
export interface SignInScene {
  readonly lab: () => Lab;
  openTab(url: string): Promise<Tab>;
  /** Signs Ada in by one press, and consents where that is asked for. */
  signIn(changes?: Readonly<Record<string, string>>): Promise<Tab>;
  /** Waits until the application has answered, and gives what it was asked. */
  arrived(tab: Tab): Promise<Callback>;
}

/** Opens the scene for the tests of the suite that calls it, and closes it after them. */
export function useScene({ launch }: Candidate): SignInScene {
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
  return {
    lab: () => lab,
    openTab: (url) => profile.openTab(url),
    async signIn(changes = {}) {
      const tab = await profile.openTab(lab.authorizeAddress(changes));
      await tab.press(`button[name="user"][value="${ada}"]`);
      await tab.until(() => ['accept', 'back'].some((id) => document.getElementById(id) !== null));
      if (await tab.run(() => document.getElementById('accept') !== null)) await tab.press('#accept');
      return tab;
    },
    async arrived(tab) {
      await tab.until(() => document.getElementById('back') !== null);
      const found = lab.application.callbacks.find(({ url }) => url.pathname === '/callback');
      return found ?? assert.fail('nothing arrived');
    },
  };
}
