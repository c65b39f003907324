import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Held, isSignedIn, logoutAddress, runForLeaving, signInAndRedeem, wordsOf } from '../harness/leaving.ts';
import { authorizeAddress, openPerson } from '../harness/person.ts';
import { codeOf, type RunningAuthority } from '../harness/running-authority.ts';

const home = 'http://localhost:5173/';
const sessionCookie = '__Host-holdfast-session';

describe('sign-out', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runForLeaving();
  });
  after(() => running.close());

  it('asks before it signs somebody out whom a link of any page may have sent', async () => {
    const ada = await signInAndRedeem(running);
    const asked = await ada.person.visit(logoutAddress(running, { post_logout_redirect_uri: home, state: 'a b' }));
    assert.equal(asked.status, 200);
    assert.match(wordsOf(asked), /Sign out\? .* Ada Lovelace ada@contoso\.example/);
    assert.ok(await isSignedIn(ada));

    const stayed = await ada.person.press(asked, 'no');
    assert.match(wordsOf(stayed), /You are still signed in/);
    assert.ok(await isSignedIn(ada));

    const left = await ada.person.press(asked, 'sign-out');
    assert.equal(left.status, 303);
    assert.equal(left.headers.get('location'), `${home}?state=a%20b`);
    assert.equal(ada.person.cookies.has(sessionCookie), false);
    assert.equal(await isSignedIn(ada), false);
  });

  const expectNoQuestion = async (hintOf: (held: Held) => Readonly<Record<string, string>>): Promise<void> => {
    const ada = await signInAndRedeem(running);
    const cookie = ada.person.cookies.get(sessionCookie);
    assert.ok(cookie);
    const parameters = { ...hintOf(ada), post_logout_redirect_uri: home, state: 'x|y=' };
    const left = await ada.person.visit(logoutAddress(running, parameters));
    assert.equal(left.headers.get('location'), `${home}?state=x%7Cy%3D`);
    assert.equal(left.answer?.get('state'), 'x|y=');
    // The session ended at the authority, not only in the browser.
    ada.person.cookies.set(sessionCookie, cookie);
    assert.equal(await isSignedIn(ada), false);
    const refused = await ada.refresh(ada.refreshToken);
    assert.equal(refused.body['error'], 'invalid_grant');
  };

  it('asks nobody when the application shows the id_token, and takes the refresh tokens of pages with it', () =>
    expectNoQuestion(({ idToken }) => ({ id_token_hint: idToken })));

  it('asks nobody when the application sends back the login_hint of the id_token', () =>
    expectNoQuestion(({ loginHint }) => ({ logout_hint: loginHint })));

  it('is asked for by POST just as well', async () => {
    const ada = await signInAndRedeem(running);
    const body = new URLSearchParams({ id_token_hint: ada.idToken, post_logout_redirect_uri: home });
    const left = await ada.person.send(`/${running.tenantId}/oauth2/v2.0/logout`, body.toString(), {});
    assert.equal(left.status, 303);
    assert.equal(left.headers.get('location'), home);
    assert.equal(await isSignedIn(ada), false);
  });

  it('takes an id_token that expired, and one of the shared tenants', async () => {
    const clock = { now: Date.now() };
    const later = await runForLeaving({ clock: () => clock.now });
    try {
      const ada = await signInAndRedeem(later);
      clock.now += 3 * 3_600_000;
      const left = await ada.person.visit(logoutAddress(later, { id_token_hint: ada.idToken }, 'common'));
      assert.match(wordsOf(left), /You are signed out/);
      assert.equal(await isSignedIn(ada), false);
    } finally {
      await later.close();
    }
  });

  it('leaves the refresh tokens of services, which are for when the person is gone', async () => {
    const ada = await signInAndRedeem(running);
    const webApp = running.application('web-app');
    const redirectUri = webApp.redirectUris![0]!;
    const asked = { client_id: webApp.clientId, redirect_uri: redirectUri, response_mode: 'query' };
    const shown = await ada.person.visit(authorizeAddress(running, { prompt: 'none', ...asked }));
    const client = { client_id: webApp.clientId, client_secret: webApp.secret, redirect_uri: redirectUri };
    const service = { origin: undefined };
    const tokens = await ada.redeem(shown.answer?.get('code') ?? '', client, service);
    assert.equal(tokens.status, 200, JSON.stringify(tokens.body));
    await ada.person.visit(logoutAddress(running, { id_token_hint: ada.idToken }));
    const renewed = await ada.refresh(tokens.body['refresh_token'], client, service);
    assert.equal(renewed.status, 200, JSON.stringify(renewed.body));
  });

  it('says so when nobody is signed in, or leads back at once', async () => {
    const person = openPerson(running);
    assert.match(wordsOf(await person.visit(logoutAddress(running))), /Nobody is signed in/);
    const back = await person.visit(logoutAddress(running, { post_logout_redirect_uri: home, state: 's' }));
    assert.equal(back.headers.get('location'), `${home}?state=s`);
  });

  it('ends the sign-in that is meant, and leaves the others of the same browser', async () => {
    const ada = await signInAndRedeem(running);
    const grace = running.description.users.find(({ username }) => username.startsWith('grace'))!;
    const page = await ada.person.visit(authorizeAddress(running, { prompt: 'login' }));
    await ada.person.press(page, 'go', { username: grace.username, password: grace.password });

    const both = await ada.person.visit(logoutAddress(running));
    assert.match(wordsOf(both), /Ada Lovelace .* Grace Hopper/);
    const named = await ada.person.visit(logoutAddress(running, { logout_hint: 'GRACE@contoso.example' }));
    assert.doesNotMatch(wordsOf(named), /Ada/);
    assert.match(wordsOf(await ada.person.press(named, 'sign-out')), /You are signed out/);
    assert.ok(ada.person.cookies.has(sessionCookie));
    assert.equal(await isSignedIn(ada, grace.username), false);
    assert.ok(await isSignedIn(ada, 'ada@contoso.example'));
  });

  it('answers mistakes with a page, and other methods with a refusal', async () => {
    const person = openPerson(running);
    const repeated = await person.visit(`${logoutAddress(running)}state=a&state=b`);
    assert.equal(repeated.status, 400);
    assert.match(wordsOf(repeated), /AADSTS9900101 .*&#39;state&#39;/);
    assert.match(wordsOf(await person.visit(`${logoutAddress(running)}state=%ff`)), /AADSTS9002313/);
    assert.match(wordsOf(await person.visit(logoutAddress(running, {}, 'nobody.example'))), /AADSTS90002/);
    const long = `state=${'x'.repeat(17_000)}`;
    const tooLong = await person.send(`/${running.tenantId}/oauth2/v2.0/logout`, long, {});
    assert.match(wordsOf(tooLong), /AADSTS9900301/);
    const response = await running.fetch(logoutAddress(running), { method: 'PUT' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, POST');
    assert.equal(codeOf({ status: 405, headers: response.headers, body: (await response.json()) as never }), 900561);
  });
});
