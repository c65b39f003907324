import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isSignedIn, logoutAddress, runForLeaving, signInAndRedeem, wordsOf } from '../harness/leaving.ts';
import { authorizeAddress, fillIn, openPerson, ownPage } from '../harness/person.ts';
import type { RunningAuthority } from '../harness/running-authority.ts';

const path = (running: RunningAuthority): string => `/${running.tenantId}/oauth2/v2.0/logout`;

describe('sign-out, asked for by somebody else', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runForLeaving();
  });
  after(() => running.close());

  it('attack: a code that is still on its way when somebody signs out gets no tokens any more, and others do', async () => {
    const ada = await signInAndRedeem(running);
    const grace = await signInAndRedeem(running, 'grace@contoso.example');
    const [code, other] = [await ada.code(), await grace.code()];
    await ada.person.visit(logoutAddress(running, { id_token_hint: ada.idToken }));
    const { status, body } = await ada.redeem(code);
    assert.deepEqual([status, body['error'], body['refresh_token']], [400, 'invalid_grant', undefined]);
    assert.equal((await grace.redeem(other)).status, 200);
  });

  it('attack: nothing vouches for a request but an id_token of this very sign-in', async () => {
    const ada = await signInAndRedeem(running);
    const again = await signInAndRedeem(running);
    const grace = await signInAndRedeem(running, 'grace@contoso.example');
    const [header, payload, signature] = ada.idToken.split('.') as [string, string, string];
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const altered = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), name: 'x' }),
    ).toString('base64url');
    const hints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'a user name': { logout_hint: 'ada@contoso.example' },
      'the session id, which APIs know': { logout_hint: ada.sid },
      'an invented hint of the same name': { logout_hint: `${ada.loginHint.slice(0, -4)}AAAA` },
      'the hint of another sign-in of the same person': { logout_hint: again.loginHint },
      'an access token': { id_token_hint: ada.accessToken },
      'an id_token of another sign-in of the same person': { id_token_hint: again.idToken },
      'an id_token of somebody else': { id_token_hint: grace.idToken },
      'the hint of somebody else': { logout_hint: grace.loginHint },
      'an id_token without signature': { id_token_hint: `${none}.${payload}.` },
      'an id_token that was altered': { id_token_hint: `${header}.${altered}.${signature}` },
      'an id_token of another client': {
        id_token_hint: ada.idToken,
        client_id: running.application('web-app').clientId,
      },
      'no token at all': { id_token_hint: 'x'.repeat(9000) },
    };
    for (const [attack, parameters] of Object.entries(hints)) {
      const asked = await ada.person.visit(logoutAddress(running, parameters));
      assert.match(wordsOf(asked), /Sign out\?/, attack);
      assert.ok(await isSignedIn(ada), attack);
    }
    assert.equal((await ada.refresh(ada.refreshToken)).status, 200);
  });

  it('attack: an id_token of another tenant vouches for nobody', async () => {
    const ada = await signInAndRedeem(running);
    const asked = await ada.person.visit(logoutAddress(running, { id_token_hint: ada.idToken }, 'fabrikam.example'));
    assert.match(wordsOf(asked), /Sign out\?/);
    assert.ok(await isSignedIn(ada));
  });

  it('attack: a form of another page is asked about, whatever it says was pressed', async () => {
    const ada = await signInAndRedeem(running);
    const mallory = await signInAndRedeem(running, 'grace@contoso.example');
    const theirs = await mallory.person.visit(logoutAddress(running));
    const stolen = new URLSearchParams(fillIn(theirs, 'sign-out').body).get('anti_forgery')!;
    const forms: readonly Readonly<Record<string, string>>[] = [
      { sign_out: 'yes' },
      { sign_out: 'yes', anti_forgery: '' },
      { sign_out: 'yes', anti_forgery: 'A'.repeat(43) },
      { sign_out: 'yes', anti_forgery: stolen },
      { sign_out: 'yes', anti_forgery: ada.sid },
    ];
    for (const form of forms) {
      const asked = await ada.person.send(path(running), new URLSearchParams(form).toString(), ownPage);
      assert.match(wordsOf(asked), /Sign out\?/);
      assert.ok(await isSignedIn(ada), JSON.stringify(form));
    }
  });

  it('attack: what the page was asked about one person ends nobody else, and counts in a form only', async () => {
    const ada = await signInAndRedeem(running);
    const asked = await ada.person.visit(logoutAddress(running));
    const { body } = fillIn(asked, 'sign-out');
    // As a link, which no form of ours is.
    assert.match(wordsOf(await ada.person.visit(`${running.sts}${path(running)}?${body}`)), /Sign out\?/);
    // Somebody else signs in meanwhile: the page has not asked about them.
    const page = await ada.person.visit(authorizeAddress(running, { prompt: 'login' }));
    const grace = running.description.users.find(({ username }) => username.startsWith('grace'))!;
    await ada.person.press(page, 'go', { username: grace.username, password: grace.password });
    const late = await ada.person.send(path(running), body, ownPage);
    assert.match(wordsOf(late), /Sign out\? .*Ada Lovelace .*Grace Hopper/);
    assert.ok(await isSignedIn(ada, grace.username));
  });

  it('attack: nobody is sent to an address that is not registered letter by letter', async () => {
    const home = 'http://localhost:5173/';
    const addresses = [
      'https://thief.example/',
      'http://localhost:5173',
      'http://LOCALHOST:5173/',
      'http://localhost:5173//',
      'http://localhost:5173/?',
      'http://localhost:5173/?a=b',
      'http://localhost:5173/#a',
      'http://localhost:5174/',
      'http://user@localhost:5173/',
      'http://localhost:5173/redirect.html/',
      'http://localhost:5173/..%2f',
      ' http://localhost:5173/',
      'http://localhost:5173/\r\nSet-Cookie: a=b',
      '//thief.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      // Of another tenant, and of another client than the one that asks.
      'https://portal.fabrikam.example/',
    ];
    const person = openPerson(running);
    for (const address of addresses) {
      const shown = await person.visit(logoutAddress(running, { post_logout_redirect_uri: address }));
      assert.equal(shown.headers.get('location'), null, address);
      assert.match(wordsOf(shown), /no application of this tenant has registered that address/, address);
    }
    const webApp = running.application('web-app').clientId;
    for (const clientId of [webApp, '11111111-2222-3333-4444-555555555555']) {
      const asked = { post_logout_redirect_uri: home, client_id: clientId };
      assert.equal((await person.visit(logoutAddress(running, asked))).headers.get('location'), null);
    }
    const own = { post_logout_redirect_uri: home, client_id: running.application('spa').clientId.toUpperCase() };
    assert.equal((await person.visit(logoutAddress(running, own))).headers.get('location'), home);
  });

  it('attack: an address for sign-outs takes no code', async () => {
    const ada = await signInAndRedeem(running);
    const shown = await ada.person.visit(authorizeAddress(running, { redirect_uri: 'http://localhost:5173/' }));
    assert.equal(shown.headers.get('location'), null);
    assert.match(wordsOf(shown), /AADSTS50011/);
  });

  it('attack: no page of another origin reads the answer, and the window is cut off unless pocd=1', async () => {
    const ada = await signInAndRedeem(running);
    const home = 'http://localhost:5173/';
    const page = await ada.person.visit(logoutAddress(running));
    const open = await ada.person.visit(logoutAddress(running, { pocd: '1' }));
    const left = await ada.person.visit(
      logoutAddress(running, { id_token_hint: ada.idToken, post_logout_redirect_uri: home }),
    );
    for (const { headers } of [page, open, left]) {
      assert.equal(headers.get('access-control-allow-origin'), null);
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
    }
    assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(open.headers.get('cross-origin-opener-policy'), null);
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    assert.match(page.headers.get('content-security-policy') ?? '', /form-action 'self';/);
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(page.headers.get('permissions-policy'));
  });
});
