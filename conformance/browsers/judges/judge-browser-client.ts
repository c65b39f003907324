import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeJwt } from 'jose';
import type { Candidate, Profile, Tab } from '../launch/real-browser.ts';
import type { SeenAnswer } from '../programs/read-answer.ts';
import { everyTampering } from '../programs/tamper.ts';
import { ask, askInPopup, PageError } from '../scene/ask.ts';
import { openScene, type Scene, sites } from '../scene/open-scene.ts';
import { leaveAndReturn, signIn, signInAndReturn, type User } from '../scene/sign-in.ts';

/** What the client gives, as far as it is looked at. */
interface Result {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly fromCache: boolean;
  readonly bindingThumbprint: string;
  readonly account: { readonly username: string };
  readonly state?: string;
  readonly returnTo?: string;
}

const app = '/app';
const withCallback = '/with-callback';
const callback = '/callback';
const pages = {
  [app]: { program: 'holdfast-app' },
  [withCallback]: { program: 'holdfast-app', settings: { callback } },
  [callback]: { program: 'holdfast-callback', headers: { 'cross-origin-opener-policy': 'same-origin' } },
  '/opener': { program: 'opener' },
};

/** Signs in at the real authority with `@holdfast/browser`, and calls the sample API. */
export function judgeBrowserClient({ name, missing, launch }: Candidate): void {
  suite(`@holdfast/browser in ${name}`, { skip: missing }, () => {
    let scene: Scene;
    let ada: User;
    let grace: User;
    let profile: Profile;
    let tab: Tab;

    before(async () => {
      scene = await openScene({ launch, pages, redirectPaths: [app, withCallback, callback] });
      [ada, grace] = scene.holdfast.ready.users as [User, User];
      ({ profile, tab } = await openSignedIn(app, { state: 'carried along' }));
    });
    after(() => scene?.close());

    async function openSignedIn(path: string, request: object = {}, { site = sites.same as string, user = ada } = {}) {
      const opened = await scene.browser.openProfile();
      const page = await opened.openTab(scene.pages.origin(site) + path);
      await ask(page, 'signInByRedirect', request);
      await signInAndReturn(page, user, scene.pages.origin(site) + path);
      // Back is not yet signed in.
      await ask(page, 'redirected');
      return { profile: opened, tab: page };
    }

    const fetchIn = (page: Tab, path = '/orders') => ask<SeenAnswer>(page, 'fetch', { path });
    const tokenRequests = async () => (await scene.admin.counts()).token;

    test('by redirect: signed in, the address is clean, and the API takes what is signed', async () => {
      const result = await ask<Result>(tab, 'redirected');
      assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
      assert.deepEqual([result.state, result.returnTo], ['carried along', scene.pages.origin() + app]);
      assert.equal(await ask(tab, 'address'), scene.pages.origin() + app);
      const [orders, whoami] = [await fetchIn(tab, '/orders?limit=1'), await fetchIn(tab, '/whoami')];
      assert.deepEqual([orders.status, whoami.status], [200, 200]);
      assert.equal((whoami.body as { readonly scheme: string }).scheme, 'pop');
    });

    test('token and key outlive a reload and the tab: nobody is asked', async () => {
      const [before, { bindingThumbprint }] = [await tokenRequests(), await ask<Result>(tab, 'acquireToken')];
      await tab.reload();
      assert.equal((await fetchIn(tab)).status, 200);
      const next = await profile.openTab(scene.pages.origin() + app);
      const found = await ask<Result>(next, 'acquireToken');
      assert.deepEqual([found.fromCache, found.bindingThumbprint], [true, bindingThumbprint]);
      assert.equal((await fetchIn(next)).status, 200);
      assert.equal(await tokenRequests(), before);
      await next.close();
    });

    test('the page of another address sends the answer of a redirect back, query and all', async () => {
      const path = `${withCallback}?es256`;
      const other = await openSignedIn(path);
      assert.equal(await ask(other.tab, 'address'), scene.pages.origin() + path);
      assert.equal((await fetchIn(other.tab)).status, 200);
      await other.profile.close();
    });

    for (const path of [app, `${app}?coop=same-origin`, `${withCallback}?coop=same-origin`, `${app}?memory`]) {
      test(`by popup, from ${path}`, async () => {
        const other = await scene.browser.openProfile();
        const page = await other.openTab(scene.pages.origin() + path);
        const { popup, answer } = await askInPopup<Result>(page, 'signIn');
        await signIn(popup, ada);
        const result = await answer();
        assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
        assert.equal((await fetchIn(page)).status, 200);
        await other.close();
      });
    }

    test('by popup, from a window that a page of another site opened: the authority keeps its opener away', async () => {
      const other = await scene.browser.openProfile();
      const opener = await other.openTab(`${scene.pages.origin(sites.other)}/opener`);
      const { popup: page } = await askInPopup(opener, 'open', scene.pages.origin() + app);
      const { popup, answer } = await askInPopup<Result>(page, 'signIn');
      await signIn(popup, ada);
      assert.equal((await answer()).account.username, ada.username);
      assert.equal((await fetchIn(page)).status, 200);
      await other.close();
    });

    test('a popup that the person closes ends the sign-in soon', async () => {
      const { popup, answer } = await askInPopup<Result>(tab, 'signIn', { prompt: 'login' });
      // As long as a person needs to find the cross.
      await popup.until(() => document.getElementById('username') !== null && performance.now() > 1000);
      await popup.close();
      await assert.rejects(answer(), isPageError('ERR_SIGN_IN_CANCELLED'));
    });

    test('claims that need a person come with the error, and the popup that is given them meets them', async () => {
      const claims = { access_token: { acrs: { essential: true, values: ['c1'] } } };
      const refused = await ask(tab, 'acquireToken', { claims }).catch((error: unknown) => error);
      isPageError('ERR_INTERACTION_REQUIRED')(refused);
      const { facts } = refused as PageError;
      const { popup, answer } = await askInPopup<Result>(tab, 'signIn', { claims: facts['claims'] });
      await signIn(popup, ada);
      assert.deepEqual(decodeJwt((await answer()).accessToken)['acrs'], ['c1']);
      assert.equal((await fetchIn(tab)).status, 200);
    });

    test('two tabs refresh at once, again and again, and the family of refresh tokens lives', async () => {
      const next = await profile.openTab(scene.pages.origin() + app);
      for (let round = 0; round < 3; round += 1) {
        const both = [tab, next].map((page) => ask<Result>(page, 'acquireToken', { forceRefresh: true }));
        for (const { tokenType } of await Promise.all(both)) assert.equal(tokenType, 'pop');
        const answers = await Promise.all([fetchIn(tab), fetchIn(next)]);
        assert.deepEqual(
          answers.map(({ status }) => status),
          [200, 200],
        );
      }
      await next.close();
    });

    test('a tab goes on signing with the key that it holds while another tab gets a new one', async () => {
      const next = await profile.openTab(scene.pages.origin() + app);
      const [held, refreshed] = [
        await ask<Result>(tab, 'acquireToken'),
        await ask<Result>(next, 'acquireToken', { forceRefresh: true }),
      ];
      assert.notEqual(refreshed.bindingThumbprint, held.bindingThumbprint);
      assert.equal((await fetchIn(tab)).status, 200);
      await next.close();
    });

    test('a revoked token is replaced on the way: the page sees the answer only', async () => {
      const whoami = await fetchIn(tab, '/whoami');
      const { uti } = (whoami.body as { readonly claims: { readonly uti: string } }).claims;
      await scene.admin.revoke({ uti });
      assert.equal((await fetchIn(tab)).status, 200);
      const { body } = await fetchIn(tab, '/whoami');
      assert.notEqual((body as { readonly claims: { readonly uti: string } }).claims.uti, uti);
    });

    test('somebody who was revoked is asked again, and not before', async () => {
      const other = await openSignedIn(app, {}, { user: grace });
      assert.equal((await fetchIn(other.tab)).status, 200);
      await scene.admin.revoke({ user: grace.username });
      await assert.rejects(fetchIn(other.tab), isPageError('ERR_INTERACTION_REQUIRED'));
      const { popup, answer } = await askInPopup<Result>(other.tab, 'signIn');
      await signIn(popup, grace);
      assert.equal((await answer()).account.username, grace.username);
      assert.equal((await fetchIn(other.tab)).status, 200);
      await other.profile.close();
    });

    test('the token alone, as another script could steal it, opens nothing', async () => {
      const { accessToken } = await ask<Result>(tab, 'acquireToken');
      for (const label of ['Bearer', 'PoP']) {
        const answer = await ask<SeenAnswer>(tab, 'fetchAsThief', {
          path: '/open/orders',
          authorization: `${label} ${accessToken}`,
        });
        assert.equal(answer.status, 401, label);
      }
    });

    for (const how of everyTampering) {
      test(`another script leaves ${how}: a new token is asked for, and only a bound one is sent`, async () => {
        const before = await tokenRequests();
        assert.ok((await ask<number>(tab, 'tamper', how)) > 0);
        await tab.reload();
        const whoami = await fetchIn(tab, '/whoami');
        assert.equal(whoami.status, 200);
        assert.equal((whoami.body as { readonly scheme: string }).scheme, 'pop');
        assert.equal((await fetchIn(tab)).status, 200);
        assert.equal(await tokenRequests(), before + 1);
      });
    }

    test('signSilently signs in where the authority knows the person', async () => {
      const other = await openSignedIn(app);
      await ask(other.tab, 'signOut', { interaction: 'local' });
      assert.deepEqual(await ask(other.tab, 'accounts'), []);
      const result = await ask<Result>(other.tab, 'signSilently');
      assert.deepEqual([result.tokenType, result.account.username], ['pop', ada.username]);
      assert.equal((await fetchIn(other.tab)).status, 200);
      await other.profile.close();
    });

    test('signSilently at another site says at once that a person is needed: the browser sends no cookie', async () => {
      const other = await openSignedIn(app, {}, { site: sites.other });
      assert.equal((await fetchIn(other.tab)).status, 200);
      await assert.rejects(ask(other.tab, 'signSilently'), isPageError('ERR_INTERACTION_REQUIRED'));
      await other.profile.close();
    });

    test('under a policy that names the authority and the API, nothing is forbidden that is needed', async () => {
      const { sts, api } = scene.holdfast.ready;
      const policy = `default-src 'none'; script-src 'self'; img-src data:; connect-src ${sts} ${api}; frame-src 'self' ${sts}`;
      const page = await profile.openTab(`${scene.pages.origin()}${app}?csp=${encodeURIComponent(policy)}`);
      await ask(page, 'signSilently');
      assert.equal((await fetchIn(page)).status, 200);
      assert.deepEqual(forbidden(page), []);
      await page.close();
    });

    test('no page on the way of a sign-in asks for anything that its own policy forbids', async () => {
      const other = await openSignedIn(withCallback, { prompt: 'login' });
      assert.deepEqual(forbidden(other.tab), []);
      await other.profile.close();
    });

    test('an answer that somebody made up is refused, and who is signed in stays so', async () => {
      const { clientId } = scene.holdfast.application('spa');
      const state = `holdfast.redirect.${'A'.repeat(22)}.${clientId}`;
      const page = await profile.openTab(`${scene.pages.origin()}${app}#code=made-up&state=${state}`);
      await assert.rejects(ask(page, 'redirected'), isPageError('ERR_SIGN_IN_STATE'));
      assert.equal(await ask(page, 'address'), scene.pages.origin() + app);
      assert.equal((await fetchIn(page)).status, 200);
      await page.close();
    });

    test('signing out ends the session, empties the storage, and other tabs know', async () => {
      const other = await openSignedIn(app);
      const next = await other.profile.openTab(scene.pages.origin() + app);
      assert.deepEqual(await ask(next, 'accounts'), [ada.username]);
      await leaveAndReturn(other.tab, () => ask(other.tab, 'signOut'), scene.pages.origin() + app);
      assert.equal(await ask(other.tab, 'countRecords'), 0);
      assert.deepEqual(await ask(next, 'accounts'), []);
      await assert.rejects(fetchIn(next), isPageError('ERR_INTERACTION_REQUIRED'));
      await assert.rejects(ask(next, 'signSilently'), isPageError('ERR_INTERACTION_REQUIRED'));
      await other.profile.close();
    });

    test('requests in the dialect of msal-browser are taken where that is known, and refused where it is not', async () => {
      const page = await profile.openTab(`${scene.pages.origin()}${app}?msal`);
      assert.deepEqual([(await fetchIn(page, '/msal/orders?limit=1')).status], [200]);
      assert.deepEqual([(await fetchIn(page, '/orders?limit=1')).status], [401]);
      await page.close();
    });
  });
}

function forbidden(tab: Tab): readonly string[] {
  return tab.complaints().filter((text) => /Content[- ]Security[- ]Policy/.test(text));
}

function isPageError(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PageError);
    assert.equal(error.facts['code'], code);
    return true;
  };
}
