import { chromium } from '../../conformance/browsers/launch/chromium.ts';
import { ask } from '../../conformance/browsers/scene/ask.ts';
import { openScene, sites } from '../../conformance/browsers/scene/open-scene.ts';
import { signInAndReturn } from '../../conformance/browsers/scene/sign-in.ts';
import type { Acquirer, Timed } from './token-page.ts';

/** A page of a real browser in which somebody is signed in with both libraries. */
export interface SignedInPage {
  /** Microseconds that each of them takes for one call, measured in turn. */
  time(calls: number): Promise<Readonly<Record<Timed, number>>>;
  close(): Promise<void>;
}

/** Why there is no page, or false where Chromium is installed. */
export const pageMissing: string | false = chromium.missing;

const app = '/bench/tokens';
const bridge = '/msal/bridge';
const acquirers: readonly Acquirer[] = ['holdfast', 'msal-browser'];

/** Signs in at a `holdfast up` of its own, fills both caches, and makes sure that they answer from then on. */
export async function openSignedInPage(): Promise<SignedInPage> {
  const scene = await openScene({
    launch: chromium.launch,
    pages: { [app]: { program: 'bench/browser/token-page' }, [bridge]: { program: 'msal-bridge' } },
    redirectPaths: [app, bridge],
  });
  try {
    const [user] = scene.holdfast.ready.users;
    if (user === undefined) throw new Error('holdfast up has no users');
    const home = scene.pages.origin(sites.same) + app;
    const profile = await scene.browser.openProfile();
    const tab = await profile.openTab(home);
    await ask(tab, 'leave');
    await signInAndReturn(tab, user, home);
    await ask(tab, 'signInBeside', { username: user.username });
    for (const by of acquirers) {
      await ask(tab, 'acquire', { by });
      if ((await ask(tab, 'acquire', { by })) !== true) throw new Error(`${by} asks the authority each time`);
    }
    return {
      time: (calls) => ask(tab, 'time', { calls }),
      close: () => scene.close(),
    };
  } catch (error) {
    await scene.close();
    throw error;
  }
}
