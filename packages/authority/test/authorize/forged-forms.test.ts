import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aadsts } from '@holdfast/authority';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import { authorizeAddress, fillIn, openPerson, ownPage, type Person, type Shown } from '../harness/person.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn, numberOn, openSignedIn, refusalIn, titleOf } from '../harness/signed-in.ts';

const ada = 'ada@contoso.example';
const grace = 'grace@contoso.example';
const session = '__Host-holdfast-session';

describe('a form', () => {
  let running: RunningAuthority;
  let clock: FakeClock;
  before(async () => {
    clock = createFakeClock(Date.now());
    running = await runAuthority({ clock });
  });
  after(() => running.close());

  const path = (): string => `/${running.tenantId}/oauth2/v2.0/authorize`;
  const open = (person: Person): Promise<Shown> => person.visit(authorizeAddress(running, { prompt: 'login' }));
  const signedIn = (): number => running.events.filter(({ name }) => name === 'user.signed-in').length;
  const expectRefused = async (
    person: Person,
    body: string,
    expected: {
      readonly reason: keyof typeof aadsts;
      readonly headers?: Readonly<Record<string, string>>;
      readonly label?: string;
    },
  ): Promise<void> => {
    const before = [signedIn(), person.cookies.get(session)?.value];
    const shown = await person.send(path(), body, expected.headers ?? ownPage);
    const { code, status } = aadsts[expected.reason];
    assert.deepEqual([shown.status, numberOn(shown)], [status, code], expected.label);
    assert.deepEqual([signedIn(), person.cookies.get(session)?.value], before, expected.label);
  };

  it('of another site is refused, and one that says nothing of where it is from (AADSTS9900305)', async () => {
    const person = openPerson(running);
    const { body } = fillIn(await open(person), ada);
    const rows: readonly Readonly<Record<string, string>>[] = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin, cross-site' },
      { 'sec-fetch-site': 'cross-site', origin: running.sts },
      { 'sec-fetch-site': '', origin: running.sts },
      { origin: 'null' },
      { origin: 'https://thief.example' },
      { origin: `${running.sts}.thief.example` },
      { origin: running.sts.replace('https', 'http') },
      { origin: running.sts.replace(/:\d+$/, ':5173') },
      { referer: `${running.sts}/` },
    ];
    for (const headers of rows) {
      await expectRefused(person, body, { reason: 'formForeign', headers, label: JSON.stringify(headers) });
    }
    const done = await person.send(path(), body, { origin: running.sts });
    assert.equal(titleOf(done), 'Allow access');
  });

  it('in a browser that did not open the page is refused: without its cookie, or with another (AADSTS9900307)', async () => {
    const thief = openPerson(running);
    const { body } = fillIn(await open(thief), ada);
    const victim = openPerson(running);
    await expectRefused(victim, body, { reason: 'formForged', label: 'no cookie' });
    await open(victim);
    await expectRefused(victim, body, { reason: 'formForged', label: 'a cookie of another place' });
    const [mine = ''] = [...thief.cookies.keys()];
    for (const value of ['', 'x', 'A'.repeat(43), [...victim.cookies.values()][0]?.value ?? '']) {
      victim.cookies.set(mine, { value, isStrict: true });
      await expectRefused(victim, body, { reason: 'formForged', label: value });
    }
  });

  it('with another anti-forgery value is refused: none, a changed one, that of another page (AADSTS9900307)', async () => {
    const person = openPerson(running);
    const page = await open(person);
    const { body } = fillIn(page, ada);
    const honest = new URLSearchParams(body).get('anti_forgery') ?? assert.fail();
    const other = new URLSearchParams(fillIn(await open(person), ada).body).get('anti_forgery') ?? assert.fail();
    for (const anti_forgery of [
      undefined,
      '',
      other,
      honest.slice(1),
      `${honest}A`,
      honest.toUpperCase(),
      `${honest} `,
    ]) {
      await expectRefused(person, fillIn(page, ada, { anti_forgery }).body, {
        reason: 'formForged',
        label: String(anti_forgery),
      });
    }
    // The same browser and the same cookie, and yet another step of the interaction.
    const next = await person.press(page, 'go', { username: ada, password: 'wrong' });
    await expectRefused(person, fillIn(next, ada, { anti_forgery: honest }).body, { reason: 'formForged' });
    assert.equal(titleOf(await person.send(path(), body, ownPage)), 'Allow access');
  });

  it('with another flow is refused: made up, changed by one letter, of another tenant, of another authority (AADSTS9900306)', async () => {
    const person = openPerson(running);
    const page = await open(person);
    const flow = new URLSearchParams(fillIn(page, ada).body).get('flow') ?? assert.fail();
    const at = Math.floor(flow.length / 2);
    const changed = flow.slice(0, at) + (flow[at] === 'A' ? 'B' : 'A') + flow.slice(at + 1);
    const another = await runAuthority();
    const foreign = new URLSearchParams(
      fillIn(await openPerson(another).visit(authorizeAddress(another)), ada).body,
    ).get('flow');
    await another.close();
    const unsealed = Buffer.from(JSON.stringify({ progress: { sessionId: 'x', isFresh: true } })).toString('base64url');
    for (const one of ['', 'x', changed, flow.slice(0, -4), flow + flow, foreign ?? '', unsealed, 'A'.repeat(200)]) {
      await expectRefused(person, fillIn(page, ada, { flow: one }).body, {
        reason: 'formExpired',
        label: one.slice(0, 20),
      });
    }
    const elsewhere = await person.send('/common/oauth2/v2.0/authorize', fillIn(page, ada).body, ownPage);
    assert.equal(numberOn(elsewhere), aadsts.formExpired.code);
  });

  it('that was open for ten minutes is refused, however often it was sent in between (AADSTS9900306)', async () => {
    const person = openPerson(running);
    const page = await open(person);
    clock.advance(590);
    const again = await person.press(page, 'go', { username: ada, password: 'wrong' });
    assert.equal(titleOf(again), 'Error: sign in');
    clock.advance(10);
    for (const one of [page, again]) await expectRefused(person, fillIn(one, ada).body, { reason: 'formExpired' });
  });

  it('carries nothing that counts beside what was sealed: not in the address, and not in the body', async () => {
    const person = openPerson(running);
    const { body } = fillIn(await open(person), ada);
    const more = `redirect_uri=https%3A%2F%2Fthief.example&scope=api%3A%2F%2Forders%2Fwrite&state=forged&prompt=none`;
    const asked = await person.send(`${path()}?${more}`, `${body}&${more}`, ownPage);
    assert.equal(titleOf(asked), 'Allow access');
    assert.doesNotMatch(asked.text, /write/);
    const done = await person.press(asked, 'accept');
    assert.equal(done.target, 'http://localhost:5173/redirect.html');
    assert.equal(done.answer?.get('state'), 'state-of-the-page|user');
  });

  it('with two acts at once, none, or a field twice is refused, before anybody looks whose it is', async () => {
    const person = openPerson(running);
    const { body } = fillIn(await open(person), ada);
    const bare = body.replace(/&user=[^&]*/, '');
    for (const text of [bare, `${body}&step=cancel`, `${body}&consent=accept`, `${body}&username=x&password=y`]) {
      await expectRefused(person, text, { reason: 'requestMalformed', label: text.slice(-40) });
    }
    for (const text of [`${body}&user=${grace}`, `${body}&flow=x`, `${body}&anti_forgery=x`]) {
      await expectRefused(person, text, { reason: 'parameterRepeated' });
    }
  });

  it('of a sign-in page accepts for nobody: consent is for the account that the page named', async () => {
    const person = await openSignedIn(running, ada);
    const page = await open(person);
    const forced = await person.send(
      path(),
      fillIn(page, 'cancel').body.replace('step=cancel', 'consent=accept'),
      ownPage,
    );
    assert.equal(titleOf(forced), 'Sign in');
    // A page from before anybody was signed in, and by now Grace is, in another tab.
    const late = openPerson(running);
    const early = await late.visit(authorizeAddress(running));
    await late.press(await open(late), grace);
    const forcedToo = fillIn(early, 'cancel').body.replace('step=cancel', 'consent=accept');
    assert.equal(titleOf(await late.send(path(), forcedToo, ownPage)), 'Allow access');
    // Grace’s page, and by now Ada alone is signed in.
    const other = await openSignedIn(running, grace);
    const graces = await other.visit(authorizeAddress(running, { prompt: 'consent' }));
    other.cookies.set(session, person.cookies.get(session) ?? assert.fail());
    assert.equal(titleOf(await other.press(graces, 'accept')), 'Sign in');
    assert.deepEqual(
      refusalIn(await person.visit(authorizeAddress(running, { prompt: 'none', scope: 'api://orders/write' }))),
      [65001, 'consent_required'],
    );
  });

  it('of an account picker chooses nobody who is not signed in', async () => {
    const person = await openSignedIn(running, ada);
    const page = await person.visit(authorizeAddress(running, { prompt: 'select_account' }));
    const forged = fillIn(page, ada).body.replace(encodeURIComponent(ada), encodeURIComponent(grace));
    assert.match(titleOf(await person.send(path(), forged, ownPage)), /^(Sign in|Choose an account)$/);
  });

  it('signs in under a cookie of its own: one that was there before opens nothing, nor does it open the new one', async () => {
    // A thief signs in, and leaves the cookie in the browser of the victim.
    const thief = await openSignedIn(running, grace);
    const fixed = thief.cookies.get(session) ?? assert.fail();
    const victim = openPerson(running);
    victim.cookies.set(session, fixed);
    await victim.press(await open(victim), ada);
    const given = victim.cookies.get(session)?.value;
    assert.ok(given !== undefined && given !== fixed.value);
    const silent = authorizeAddress(running, { prompt: 'none', login_hint: ada });
    assert.deepEqual(refusalIn(await thief.visit(silent)), [50058, 'login_required']);
    assert.deepEqual(refusalIn(await thief.visit(authorizeAddress(running, { prompt: 'none' }))), [
      50058,
      'login_required',
    ]);
    // A value that somebody made up is not taken over either.
    const planted = openPerson(running);
    planted.cookies.set(session, { value: 'A'.repeat(43), isStrict: false });
    await planted.press(await open(planted), ada);
    assert.notEqual(planted.cookies.get(session)?.value, 'A'.repeat(43));
  });

  it('and its cookies stay with this host, out of scripts, and the one of the form on this site', async () => {
    const person = openPerson(running);
    const page = await open(person);
    const [line = ''] = page.headers.getSetCookie();
    assert.match(line, /^__Host-holdfast-flow-\d+=[\w-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Strict$/);
    const done = await person.press(page, ada);
    const [given = ''] = done.headers.getSetCookie();
    assert.match(given, /^__Host-holdfast-session=[\w-]{43}; Path=\/; Max-Age=28800; Secure; HttpOnly; SameSite=None$/);
    for (let count = 0; count < 40; count += 1) await open(person);
    assert.ok(person.cookies.size <= 17, `${person.cookies.size} cookies`);
  });

  it('sent twice by an impatient finger is answered twice', async () => {
    const person = await openSignedIn(running, ada);
    const asked = await person.visit(authorizeAddress(running, { prompt: 'consent' }));
    const codes = [codeIn(await person.press(asked, 'accept')), codeIn(await person.press(asked, 'accept'))];
    assert.notEqual(codes[0], codes[1]);
  });
});
