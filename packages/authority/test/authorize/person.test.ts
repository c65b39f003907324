import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { authorizeAddress, authorizeQuery, openPerson, type Shown } from '../harness/person.ts';
import { claimsOf, type Form, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn, openSignedIn, redeem, refusalIn, titleOf } from '../harness/signed-in.ts';

const ada = 'ada@contoso.example';
const grace = 'grace@contoso.example';

describe('a person', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  const passwordOf = (username: string): string =>
    running.description.users.find((user) => user.username === username)?.password ?? assert.fail();
  const subjectOf = async (shown: Shown): Promise<unknown> => {
    const reply = await redeem(running, codeIn(shown));
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return claimsOf(reply)['oid'];
  };
  const objectId = (username: string): string =>
    running.authority.directory.users.find((user) => user.username === username)?.objectId ?? assert.fail();

  it('signs in with a password, allows the application, and it gets tokens for the code', async () => {
    const person = openPerson(running);
    const page = await person.visit(authorizeAddress(running));
    assert.equal(titleOf(page), 'Sign in');
    const asked = await person.press(page, 'go', { username: ' ADA@contoso.example ', password: passwordOf(ada) });
    assert.equal(titleOf(asked), 'Allow access');
    const answered = await person.press(asked, 'accept');
    assert.equal(answered.status, 303);
    assert.equal(answered.target, 'http://localhost:5173/redirect.html');
    assert.equal(answered.answer?.get('state'), 'state-of-the-page|user');
    assert.equal(answered.answer.get('iss'), `${running.sts}/${running.tenantId}/v2.0`);
    const reply = await redeem(running, codeIn(answered));
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    const { scp, sid, oid } = claimsOf(reply);
    assert.deepEqual([scp, oid], ['read', objectId(ada)]);
    assert.equal(sid, answered.answer.get('session_state'));
  });

  it('is asked once: the second time the session and the consent answer, with a redirect and no page', async () => {
    const person = await openSignedIn(running, ada);
    await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept');
    const again = await person.visit(authorizeAddress(running));
    assert.equal(again.status, 302);
    assert.equal(again.headers.get('cache-control'), 'no-store');
    assert.equal(again.headers.get('access-control-allow-origin'), null);
    assert.equal(await subjectOf(again), objectId(ada));
  });

  it('is asked again for a permission more, and for consent itself when the request says so', async () => {
    const person = await openSignedIn(running, grace);
    const asked = await person.visit(authorizeAddress(running, { scope: 'api://orders/read' }));
    codeIn(await person.press(asked, 'accept'));
    const more = { scope: 'api://orders/write' };
    assert.equal(titleOf(await person.visit(authorizeAddress(running, more))), 'Allow access');
    codeIn(await person.visit(authorizeAddress(running, { scope: 'api://orders/read' })));
    const again = await person.visit(authorizeAddress(running, { scope: 'api://orders/read', prompt: 'consent' }));
    assert.equal(titleOf(again), 'Allow access');
    codeIn(await person.press(again, 'accept'));
  });

  it('declines, or cancels, and the application hears of it and gets nothing', async () => {
    const person = await openSignedIn(running, ada);
    const asked = await person.visit(authorizeAddress(running, { prompt: 'consent' }));
    assert.deepEqual(refusalIn(await person.press(asked, 'decline')), [65004, 'access_denied']);
    const page = await openPerson(running).visit(authorizeAddress(running));
    const stranger = openPerson(running);
    const own = await stranger.visit(authorizeAddress(running));
    const cancelled = await stranger.press(own, 'cancel');
    assert.deepEqual(refusalIn(cancelled), [65004, 'access_denied']);
    assert.equal(cancelled.answer?.get('state'), 'state-of-the-page|user');
    assert.equal(page.status, 200);
  });

  it('signs in again for prompt=login and max_age, and that sign-in is the one of the tokens', async () => {
    const person = await openSignedIn(running, ada);
    await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept');
    for (const changes of [{ prompt: 'login' }, { max_age: '0' }, { prompt: 'create' }]) {
      const page = await person.visit(authorizeAddress(running, changes));
      assert.equal(titleOf(page), 'Sign in', JSON.stringify(changes));
      assert.match(page.text, /value="ada@contoso\.example" autocomplete="username"/);
      codeIn(await person.press(page, 'go', { username: ada, password: passwordOf(ada) }));
    }
    codeIn(await person.visit(authorizeAddress(running, { max_age: '3600' })));
  });

  it('chooses one of several accounts, or another one', async () => {
    const person = await openSignedIn(running, ada, grace);
    const consented = await person.visit(authorizeAddress(running, { prompt: 'consent', login_hint: grace }));
    await person.press(consented, 'accept');
    const accounts = await person.visit(authorizeAddress(running));
    assert.equal(titleOf(accounts), 'Choose an account');
    assert.equal(await subjectOf(await person.press(accounts, grace)), objectId(grace));
    const another = await person.press(accounts, 'another');
    assert.equal(titleOf(another), 'Sign in');
    const signedIn = await person.press(another, ada);
    assert.equal(
      await subjectOf(titleOf(signedIn) === '' ? signedIn : await person.press(signedIn, 'accept')),
      objectId(ada),
    );
    assert.equal(
      titleOf(await person.visit(authorizeAddress(running, { prompt: 'select_account', login_hint: ada }))),
      'Choose an account',
    );
  });

  it('is meant by login_hint, by its object id, or by sid', async () => {
    const person = await openSignedIn(running, ada, grace);
    for (const username of [ada, grace]) {
      const page = await person.visit(authorizeAddress(running, { prompt: 'consent', login_hint: username }));
      codeIn(await person.press(page, 'accept'));
    }
    const graces = await person.visit(authorizeAddress(running, { login_hint: 'Grace@Contoso.example' }));
    assert.equal(await subjectOf(graces), objectId(grace));
    assert.equal(
      await subjectOf(await person.visit(authorizeAddress(running, { login_hint: objectId(ada) }))),
      objectId(ada),
    );
    const { id_token: idToken } = (
      await redeem(running, codeIn(await person.visit(authorizeAddress(running, { login_hint: grace }))))
    ).body;
    const claims = JSON.parse(Buffer.from(String(idToken).split('.')[1] ?? '', 'base64url').toString()) as Form;
    assert.match(claims['login_hint'] ?? '', /^O\./);
    const hinted = await person.visit(authorizeAddress(running, { login_hint: claims['login_hint'] }));
    assert.equal(await subjectOf(hinted), objectId(grace));
    const sid = graces.answer?.get('session_state') ?? '';
    assert.equal(await subjectOf(await person.visit(authorizeAddress(running, { sid }))), objectId(grace));
    const stranger = await person.visit(authorizeAddress(running, { login_hint: 'new@contoso.example' }));
    assert.equal(titleOf(stranger), 'Sign in');
    assert.match(stranger.text, /value="new@contoso\.example"/);
  });

  it('steps up for essential acrs, once, and then meets them silently too', async () => {
    const person = await openSignedIn(running, ada);
    await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept');
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c7' } } });
    const page = await person.visit(authorizeAddress(running, { claims }));
    assert.match(page.text, /needs a fresh sign-in/);
    const reply = await redeem(running, codeIn(await person.press(page, ada)));
    assert.deepEqual(claimsOf(reply)['acrs'], ['c7']);
    codeIn(await person.visit(authorizeAddress(running, { claims, prompt: 'none' })));
    const [event] = running.events.filter(({ name }) => name === 'user.signed-in').slice(-1);
    assert.deepEqual(event && 'authenticationContexts' in event && event.authenticationContexts, ['c7']);
  });

  it('is answered by query, by form_post, and after a POST of the client', async () => {
    const person = await openSignedIn(running, ada);
    await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept');
    const byQuery = await person.visit(authorizeAddress(running, { response_mode: undefined }));
    assert.match(byQuery.headers.get('location') ?? '', /redirect\.html\?code=/);
    const posted = await person.visit(authorizeAddress(running, { response_mode: 'form_post', client_info: '1' }));
    assert.equal(posted.status, 200);
    assert.match(posted.text, /<form method="post" action="http:\/\/localhost:5173\/redirect\.html">/);
    for (const name of ['code', 'client_info', 'state', 'session_state', 'iss']) {
      assert.match(posted.text, new RegExp(`<input type="hidden" name="${name}" value="[^"]+">`));
    }
    const path = `/${running.tenantId}/oauth2/v2.0/authorize`;
    const query = '?client-request-id=66a8bf3a-76a0-4eb1-8ac6-a2a1a0a7cdd1&extra=1';
    const body = `${authorizeQuery(running)}&client-request-id=66a8bf3a-76a0-4eb1-8ac6-a2a1a0a7cdd1`;
    codeIn(
      await person.send(`${path}${query}`, body, { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:5173' }),
    );
  });

  it('comes from msal-browser: its parameters are taken, or ignored, and EAR falls back to a code', async () => {
    const person = await openSignedIn(running, ada);
    await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept');
    const more = {
      client_info: '1',
      clidata: '1',
      pocd: '1',
      'client-request-id': '66a8bf3a-76a0-4eb1-8ac6-a2a1a0a7cdd1',
      'X-AnchorMailbox': 'UPN:ada@contoso.example',
      'x-client-SKU': 'msal.js.browser',
      'x-client-VER': '5.29.0',
      domain_hint: 'organizations',
      instance_aware: 'true',
      claims: '{"id_token":{"signin_state":{"essential":false},"login_hint":{"essential":false}}}',
    };
    const shown = await person.visit(authorizeAddress(running, more));
    const info = JSON.parse(Buffer.from(shown.answer?.get('client_info') ?? '', 'base64url').toString()) as object;
    assert.deepEqual(info, { uid: objectId(ada), utid: running.tenantId });
    assert.equal((await person.visit(authorizeAddress(running))).answer?.get('client_info'), null);
    const ear = { response_type: 'id_token token refresh_token', ear_jwk: 'eyJhbGciOiJkaXIifQ', ear_jwe_crypto: 'x' };
    codeIn(await person.visit(authorizeAddress(running, ear)));
    for (const tenant of ['common', 'Organizations', 'contoso.example', running.tenantId.toUpperCase()]) {
      const answer = (await person.visit(authorizeAddress(running, {}, tenant))).answer;
      assert.equal(answer?.get('iss'), `${running.sts}/${running.tenantId}/v2.0`, tenant);
    }
  });

  it('has two tabs open, and finishes both', async () => {
    const person = openPerson(running);
    const first = await person.visit(authorizeAddress(running, { state: 'first', prompt: 'login' }));
    const second = await person.visit(authorizeAddress(running, { state: 'second', prompt: 'login' }));
    const done = async (page: Shown): Promise<string | null | undefined> => {
      const next = await person.press(page, ada);
      return (next.answer === undefined ? await person.press(next, 'accept') : next).answer?.get('state');
    };
    assert.deepEqual([await done(second), await done(first)], ['second', 'first']);
  });

  it('keeps its popup’s opener when the page looked first who can reach it, and not otherwise', async () => {
    const person = openPerson(running);
    const opener = 'cross-origin-opener-policy';
    assert.equal((await person.visit(authorizeAddress(running))).headers.get(opener), 'same-origin');
    const page = await person.visit(authorizeAddress(running, { pocd: '1' }));
    assert.equal(page.headers.get(opener), null);
    assert.equal((await person.press(page, 'go', { username: '' })).headers.get(opener), null);
  });

  it('whose sign-ins were revoked signs in again, in that very second too', async () => {
    const person = await openSignedIn(running, ada);
    await person.press(await person.visit(authorizeAddress(running, { prompt: 'consent' })), 'accept');
    await running.admin('/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: ada }),
    });
    const page = await person.visit(authorizeAddress(running));
    assert.equal(titleOf(page), 'Sign in');
    codeIn(await person.press(page, ada));
    codeIn(await person.visit(authorizeAddress(running, { prompt: 'none' })));
  });
});
