import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeJwt } from 'jose';
import type { Candidate, Profile, Tab } from '../launch/real-browser.ts';
import type { SeenAnswer } from '../programs/read-answer.ts';
import { ask, askInPopup, PageError } from '../scene/ask.ts';
import { openScene, type Scene, sites } from '../scene/open-scene.ts';
import { leaveAndReturn, signIn, signInAndReturn, type User } from '../scene/sign-in.ts';

/** What msal-browser gives, as far as it is looked at. */
interface Result {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly fromCache: boolean;
  readonly scopes: readonly string[];
  readonly account: { readonly username: string; readonly homeAccountId: string };
}

const app = '/msal/app';
const bridge = '/msal/bridge';
const pages = { [app]: { program: 'msal-app' }, [bridge]: { program: 'msal-bridge' } };

/** Lets the real msal-browser sign in at the real authority, and call the sample API with what it signed. */
export function judgeMsalBrowser({ name, missing, launch }: Candidate): void {
  suite(`@azure/msal-browser, unmodified, in ${name}`, { skip: missing }, () => {
    let scene: Scene;
    let ada: User;
    let profile: Profile;
    let tab: Tab;

    before(async () => {
      scene = await openScene({ launch, pages, redirectPaths: [app, bridge] });
      [ada] = scene.holdfast.ready.users as [User];
      ({ profile, tab } = await openSignedIn(sites.same));
    });
    after(() => scene?.close());

    async function openSignedIn(site: string): Promise<{ readonly profile: Profile; readonly tab: Tab }> {
      const opened = await scene.browser.openProfile();
      const page = await opened.openTab(scene.pages.origin(site) + app);
      await ask(page, 'loginRedirect', orders());
      await signInAndReturn(page, ada, scene.pages.origin(site) + app);
      // Back is not yet signed in.
      await ask(page, 'redirected');
      return { profile: opened, tab: page };
    }

    /** A request for a token to call one resource with. */
    function orders(path = '/msal/orders', method = 'GET'): Readonly<Record<string, unknown>> {
      return { resourceRequestMethod: method, resourceRequestUri: scene.holdfast.ready.api + path };
    }

    const silent = (request: object = {}) => ask<Result>(tab, 'acquireTokenSilent', { ...orders(), ...request });

    function call({ accessToken }: Result, path = '/msal/orders'): Promise<SeenAnswer> {
      const url = scene.holdfast.ready.api + path;
      return ask(tab, 'call', { url, method: 'GET', authorization: `PoP ${accessToken}` });
    }

    const nonceOf = ({ wwwAuthenticate, authenticationInfo }: SeenAnswer) =>
      ask<string>(tab, 'nonceOf', {
        ...(wwwAuthenticate === null ? {} : { 'WWW-Authenticate': wwwAuthenticate }),
        ...(authenticationInfo === null ? {} : { 'Authentication-Info': authenticationInfo }),
      });

    /** Calls without a nonce of the server, and once more with the one that it asks for, as every user of msal-browser must. */
    async function callTwice(
      request: object = {},
      path = '/msal/orders',
    ): Promise<SeenAnswer & { readonly sent: Result }> {
      const challenged = await call(await silent({ ...orders(path), ...request }), path);
      assert.equal(challenged.status, 401, JSON.stringify(challenged));
      const sent = await silent({
        ...orders(path),
        ...request,
        claims: undefined,
        shrNonce: await nonceOf(challenged),
      });
      return { ...(await call(sent, path)), sent };
    }

    test('loginRedirect brings a signed request; signed again with the nonce of the API it is taken, once', async () => {
      const result = await ask<Result>(tab, 'redirected');
      assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
      const challenged = await call(result);
      assert.equal(challenged.status, 401);
      const shrNonce = await nonceOf(challenged);
      const sent = await silent({ shrNonce, shrClaims: '{"ticket":7}' });
      const proof = decodeJwt(sent.accessToken);
      assert.deepEqual([proof['nonce'], proof['client_claims']], [shrNonce, '{"ticket":7}']);
      const [taken, again] = [await call(sent), await call(sent)];
      assert.deepEqual([taken.status, again.status], [200, 401], JSON.stringify(taken));
      const next = await nonceOf(taken);
      assert.notEqual(next, shrNonce);
      assert.equal((await call(await silent({ shrNonce: next }))).status, 200);
    });

    test('what it signs is refused where requests are signed to the letter, and the page reads why', async () => {
      const refused = await call(await silent(orders('/orders?limit=1')), '/orders?limit=1');
      const reason = 'The proof is written in a dialect that is not accepted here (msal-browser)';
      assert.equal(refused.status, 401);
      assert.equal(refused.wwwAuthenticate, `PoP error="invalid_token", error_description="${reason}"`);
      assert.equal((refused.body as { readonly error_description?: string }).error_description, reason);
    });

    test('acquireTokenSilent takes the token of the cache, and signs anew', async () => {
      const { token: before } = await scene.admin.counts();
      const [first, second] = [await silent(), await silent()];
      assert.deepEqual([first.fromCache, second.fromCache], [true, true]);
      assert.notEqual(first.accessToken, second.accessToken);
      assert.equal(tokenIn(first), tokenIn(second));
      assert.equal((await callTwice()).status, 200);
      assert.equal((await scene.admin.counts()).token, before);
    });

    test('a refreshed token has another key', async () => {
      const [before, refreshed] = [await silent(), await silent({ forceRefresh: true })];
      assert.equal(refreshed.fromCache, false);
      assert.notEqual(thumbprintIn(refreshed), thumbprintIn(before));
      const { status, sent } = await callTwice();
      assert.deepEqual([status, tokenIn(sent)], [200, tokenIn(refreshed)]);
    });

    test('the token and its key outlive a reload', async () => {
      const before = await silent();
      await tab.reload();
      const { status, sent } = await callTwice();
      assert.deepEqual([status, sent.fromCache, tokenIn(sent)], [200, true, tokenIn(before)]);
    });

    test('a revoked token is answered with claims, for which acquireTokenSilent gets another token', async () => {
      const revoked = await silent();
      await scene.admin.revoke({ uti: decodeJwt(tokenIn(revoked))['uti'] });
      const refused = await call(revoked);
      assert.equal(refused.status, 401);
      const fresh = await silent({ claims: claimsOf(refused) });
      assert.equal(fresh.fromCache, false);
      const { status, sent } = await callTwice();
      assert.deepEqual([status, tokenIn(sent)], [200, tokenIn(fresh)]);
    });

    test('loginPopup, whose answer comes over the bridge', async () => {
      const other = await scene.browser.openProfile();
      const page = await other.openTab(scene.pages.origin() + app);
      const { popup, answer } = await askInPopup<Result>(page, 'loginPopup', orders());
      await signIn(popup, ada);
      const result = await answer();
      assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
      await other.close();
    });

    test('claims that need a person come with the error, and the popup that is given them meets them', async () => {
      const claims = '{"access_token":{"acrs":{"essential":true,"values":["c1"]}}}';
      const refused = await silent({ claims }).catch((error: unknown) => error);
      isInteractionRequired('interaction_required')(refused);
      const { facts } = refused as PageError;
      const { popup, answer } = await askInPopup<Result>(tab, 'loginPopup', { ...orders(), claims: facts['claims'] });
      await signIn(popup, ada);
      assert.deepEqual(decodeJwt(tokenIn(await answer()))['acrs'], ['c1']);
    });

    test('ssoSilent signs another tab in, without a word', async () => {
      const other = await profile.openTab(scene.pages.origin() + app);
      assert.deepEqual(await ask(other, 'accounts'), []);
      const result = await ask<Result>(other, 'ssoSilent', { ...orders(), loginHint: ada.username });
      assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
      await other.close();
    });

    test('ssoSilent from another site is told that somebody must sign in: the browser sends no cookie', async () => {
      const other = await openSignedIn(sites.other);
      const failed = ask(other.tab, 'ssoSilent', { ...orders(), loginHint: ada.username });
      await assert.rejects(failed, isInteractionRequired('login_required'));
      await other.profile.close();
    });

    for (const named of [true, false]) {
      test(`logoutRedirect ${named ? 'with an account ends its session' : 'without an account asks who leaves'}`, async () => {
        const other = await openSignedIn(sites.same);
        const leave = async (): Promise<void> => {
          await ask(other.tab, 'logoutRedirect', { named });
          if (!named) await other.tab.press('#sign-out');
        };
        await leaveAndReturn(other.tab, leave, scene.pages.origin() + app);
        assert.deepEqual(await ask(other.tab, 'accounts'), []);
        const failed = ask(other.tab, 'ssoSilent', { ...orders(), loginHint: ada.username });
        await assert.rejects(failed, isInteractionRequired('login_required'));
        await other.profile.close();
      });
    }
  });
}

function tokenIn({ accessToken }: Result): string {
  return String(decodeJwt(accessToken)['at']);
}

function thumbprintIn(result: Result): string {
  return (decodeJwt(tokenIn(result))['cnf'] as { readonly kid: string }).kid;
}

function claimsOf({ wwwAuthenticate }: SeenAnswer): string {
  const [, encoded = ''] = /claims="([^"]+)"/.exec(wwwAuthenticate ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString();
}

function isInteractionRequired(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PageError);
    assert.deepEqual([error.facts['name'], error.facts['errorCode']], ['InteractionRequiredAuthError', code]);
    return true;
  };
}
