import assert from 'node:assert/strict';
import { ask, PageError } from '../../scene/ask.ts';
import type { Scene, SceneOptions } from '../../scene/open-scene.ts';
import { type SignedIn, signInAndReturn, type User } from '../../scene/sign-in.ts';

/** A page with the door, where somebody is signed in. */
export interface DoorStage extends SignedIn {
  readonly scene: Scene;
  readonly ada: User;
  readonly home: string;
  /** A request for a token to list orders with. */
  readonly orders: { readonly resourceRequestMethod: string; readonly resourceRequestUri: string };
}

const path = '/door';

/** Its page. */
export const doorPages: Pick<SceneOptions, 'pages' | 'redirectPaths'> = {
  pages: { [path]: { program: 'msal-door-more' } },
  redirectPaths: [path],
};

/** Signs somebody in, who is asked to consent; the page is answered itself, and its router takes the answer first. */
export async function openDoorStage(scene: Scene): Promise<DoorStage> {
  const [ada] = scene.holdfast.ready.users as [User];
  const home = scene.pages.origin() + path;
  const orders = { resourceRequestMethod: 'GET', resourceRequestUri: `${scene.holdfast.ready.api}/orders` };
  const profile = await scene.browser.openProfile();
  const tab = await profile.openTab(home);
  await ask(tab, 'loginRedirect', { ...orders, prompt: 'consent' });
  await signInAndReturn(tab, ada, home);
  await ask(tab, 'redirected');
  return { scene, ada, home, orders, profile, tab };
}

/** Judges an error by the class and the code that msal-browser gave it. */
export function isError(name: string, errorCode: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PageError);
    assert.deepEqual([error.facts['name'], error.facts['errorCode']], [name, errorCode]);
    return true;
  };
}
