import assert from 'node:assert/strict';
import type { Tab } from '../../launch/real-browser.ts';
import type { SeenAnswer } from '../../programs/read-answer.ts';
import { ask, PageError } from '../../scene/ask.ts';
import { type Scene, type SceneOptions, sites } from '../../scene/open-scene.ts';
import { type SignedIn, signInAndReturn, type User } from '../../scene/sign-in.ts';

/** What the client gives, as far as it is looked at. */
export interface Result {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly fromCache: boolean;
  readonly bindingThumbprint: string;
  readonly account: { readonly username: string };
  readonly state?: string;
  readonly returnTo?: string;
}

/** What all tests of a browser share: a scene, two people, and a tab in which the first of them is signed in. */
export interface Stage extends SignedIn {
  readonly scene: Scene;
  readonly ada: User;
  readonly grace: User;
  /** Signs somebody in by redirect, in a profile of its own. */
  openSignedIn(
    path: string,
    request?: object,
    where?: { readonly site?: string; readonly user?: User },
  ): Promise<SignedIn>;
  /** Calls the sample API from a page, by a bound fetch. */
  fetchIn(tab: Tab, path?: string): Promise<SeenAnswer>;
  /** Requests to the token endpoint so far. */
  tokenRequests(): Promise<number>;
}

/** An application whose answers come to itself. */
export const app = '/app';
/** The same with a page of its own for answers. */
export const withCallback = '/with-callback';
const callback = '/callback';

/** Its pages. */
export const clientPages: Pick<SceneOptions, 'pages' | 'redirectPaths'> = {
  pages: {
    [app]: { program: 'holdfast-app' },
    [withCallback]: { program: 'holdfast-app', settings: { callback } },
    [callback]: { program: 'holdfast-callback', headers: { 'cross-origin-opener-policy': 'same-origin' } },
    '/opener': { program: 'opener' },
  },
  redirectPaths: [app, withCallback, callback],
};

/** Signs the first person in. */
export async function openStage(scene: Scene): Promise<Stage> {
  const [ada, grace] = scene.holdfast.ready.users as [User, User];
  const openSignedIn: Stage['openSignedIn'] = async (path, request, { site = sites.same, user = ada } = {}) => {
    const profile = await scene.browser.openProfile();
    const home = scene.pages.origin(site) + path;
    const tab = await profile.openTab(home);
    await ask(tab, 'signInByRedirect', request);
    await signInAndReturn(tab, user, home);
    // Back is not yet signed in.
    await ask(tab, 'redirected');
    return { profile, tab };
  };
  return {
    scene,
    ada,
    grace,
    ...(await openSignedIn(app, { state: 'carried along' })),
    openSignedIn,
    fetchIn: (tab, path = '/orders') => ask(tab, 'fetch', { path }),
    tokenRequests: async () => (await scene.admin.counts()).token,
  };
}

/** What policies forbade in a tab. */
export function forbidden(tab: Tab): readonly string[] {
  return tab.complaints().filter((text) => /Content[- ]Security[- ]Policy/.test(text));
}

/** Judges what a page threw by its code. */
export function isPageError(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PageError);
    assert.equal(error.facts['code'], code);
    return true;
  };
}
