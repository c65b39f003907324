import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import type { Tab } from '../../launch/real-browser.ts';
import type { SeenAnswer } from '../../programs/read-answer.ts';
import { ask, PageError } from '../../scene/ask.ts';
import { type Scene, type SceneOptions, sites } from '../../scene/open-scene.ts';
import { type SignedIn, signInAndReturn, type User } from '../../scene/sign-in.ts';

/** What msal-browser gives, as far as it is looked at. */
export interface Result {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly fromCache: boolean;
  readonly scopes: readonly string[];
  readonly account: { readonly username: string; readonly homeAccountId: string };
}

/** What all tests of a browser share: a scene, and a tab in which somebody is signed in. */
export interface Stage extends SignedIn {
  /** The module whose names the page uses. */
  readonly library: MsalLibrary;
  readonly scene: Scene;
  readonly ada: User;
  /** Signs in by redirect, in a profile of its own. */
  openSignedIn(site: string, request?: object): Promise<SignedIn>;
  /** The address of the application, at a site. */
  home(site?: string): string;
  /** A request for a token to call one resource with. */
  orders(path?: string): Readonly<Record<string, unknown>>;
  silent(request?: object): Promise<Result>;
  /** Calls the sample API with what was signed. */
  call(result: Result, path?: string): Promise<SeenAnswer>;
  /** The nonce of an answer, as msal-browser reads it. */
  nonceOf(answer: SeenAnswer): Promise<string>;
  /** Calls without a nonce of the server, and once more with the one that it asks for, as every user of msal-browser must. */
  callTwice(): Promise<SeenAnswer & { readonly sent: Result }>;
}

/** A module with the names of msal-browser. */
export interface MsalLibrary {
  readonly name: '@azure/msal-browser' | '@holdfast/browser/msal';
  /** Path of its application, and of the page that answers come to. */
  readonly paths: { readonly app: string; readonly bridge: string };
  readonly programs: { readonly app: string; readonly bridge: string };
}

/** The real one, unmodified. */
export const realLibrary: MsalLibrary = {
  name: '@azure/msal-browser',
  paths: { app: '/msal/app', bridge: '/msal/bridge' },
  programs: { app: 'msal-app', bridge: 'msal-bridge' },
};

/** Our door with its names. */
export const ownDoor: MsalLibrary = {
  name: '@holdfast/browser/msal',
  paths: { app: '/msal-door/app', bridge: '/msal-door/bridge' },
  programs: { app: 'msal-door-app', bridge: 'holdfast-callback' },
};

/** The pages of a library. */
export function pagesOf({ paths, programs }: MsalLibrary): Pick<SceneOptions, 'pages' | 'redirectPaths'> {
  return {
    pages: { [paths.app]: { program: programs.app }, [paths.bridge]: { program: programs.bridge } },
    redirectPaths: [paths.app, paths.bridge],
  };
}

/** Signs somebody in, who is asked to consent, whatever they did before. */
export async function openStage(scene: Scene, library: MsalLibrary): Promise<Stage> {
  const [ada] = scene.holdfast.ready.users as [User];
  const orders: Stage['orders'] = (path = '/msal/orders') => ({
    resourceRequestMethod: 'GET',
    resourceRequestUri: scene.holdfast.ready.api + path,
  });
  const home: Stage['home'] = (site = sites.same) => scene.pages.origin(site) + library.paths.app;
  const openSignedIn: Stage['openSignedIn'] = async (site, request = {}) => {
    const profile = await scene.browser.openProfile();
    const tab = await profile.openTab(home(site));
    await ask(tab, 'loginRedirect', { ...orders(), ...request });
    await signInAndReturn(tab, ada, home(site));
    // Back is not yet signed in.
    await ask(tab, 'redirected');
    return { profile, tab };
  };
  const signedIn = await openSignedIn(sites.same, { prompt: 'consent' });
  const calls = describeCalls(scene, signedIn.tab, orders);
  return { library, scene, ada, ...signedIn, openSignedIn, home, orders, ...calls };
}

function describeCalls(
  { holdfast }: Scene,
  tab: Tab,
  orders: Stage['orders'],
): Pick<Stage, 'silent' | 'call' | 'nonceOf' | 'callTwice'> {
  const silent: Stage['silent'] = (request = {}) => ask(tab, 'acquireTokenSilent', { ...orders(), ...request });
  const call: Stage['call'] = ({ accessToken }, path = '/msal/orders') =>
    ask(tab, 'call', { url: holdfast.ready.api + path, method: 'GET', authorization: `PoP ${accessToken}` });
  const nonceOf: Stage['nonceOf'] = ({ wwwAuthenticate, authenticationInfo }) =>
    ask(tab, 'nonceOf', {
      ...(wwwAuthenticate === null ? {} : { 'WWW-Authenticate': wwwAuthenticate }),
      ...(authenticationInfo === null ? {} : { 'Authentication-Info': authenticationInfo }),
    });
  return {
    silent,
    call,
    nonceOf,
    async callTwice() {
      const challenged = await call(await silent());
      assert.equal(challenged.status, 401, JSON.stringify(challenged));
      const sent = await silent({ shrNonce: await nonceOf(challenged) });
      return { ...(await call(sent)), sent };
    },
  };
}

/** The access token inside of what it signed. */
export function tokenIn({ accessToken }: Result): string {
  return String(decodeJwt(accessToken)['at']);
}

/** The thumbprint of the key that a token is bound to. */
export function thumbprintIn(result: Result): string {
  return (decodeJwt(tokenIn(result))['cnf'] as { readonly kid: string }).kid;
}

/** The claims that a challenge asks for. */
export function claimsOf({ wwwAuthenticate }: SeenAnswer): string {
  const [, encoded = ''] = /claims="([^"]+)"/.exec(wwwAuthenticate ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString();
}

/** Judges an error by the class and the code that msal-browser gave it. */
export function isInteractionRequired(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PageError);
    assert.deepEqual([error.facts['name'], error.facts['errorCode']], ['InteractionRequiredAuthError', code]);
    return true;
  };
}
