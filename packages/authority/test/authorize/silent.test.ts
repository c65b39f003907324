import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import { authorizeAddress, openPerson, type Person } from '../harness/person.ts';
import { type Form, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn, openSignedIn, refusalIn } from '../harness/signed-in.ts';

const ada = 'ada@contoso.example';
const grace = 'grace@contoso.example';

describe('a silent request', () => {
  let running: RunningAuthority;
  let clock: FakeClock;
  before(async () => {
    clock = createFakeClock(Date.now());
    running = await runAuthority({ clock });
  });
  after(() => running.close());

  const ask = (person: Person, changes: Form = {}) =>
    person.visit(authorizeAddress(running, { prompt: 'none', ...changes }), {
      'sec-fetch-dest': 'iframe',
      'sec-fetch-site': 'same-site',
    });
  const consent = async (person: Person, login_hint: string): Promise<void> => {
    const page = await person.visit(authorizeAddress(running, { prompt: 'consent', login_hint }));
    codeIn(await person.press(page, 'accept'));
  };

  it('without a session is login_required, AADSTS50058, with the state and an error_uri that MSAL reads', async () => {
    const shown = await ask(openPerson(running));
    assert.equal(shown.status, 302);
    assert.deepEqual(refusalIn(shown), [50058, 'login_required']);
    assert.equal(shown.answer?.get('state'), 'state-of-the-page|user');
    assert.equal(shown.answer.get('iss'), `${running.sts}/${running.tenantId}/v2.0`);
    assert.match(shown.answer.get('error_uri') ?? '', /\/error\?code=50058$/);
    assert.equal(shown.headers.get('set-cookie'), null);
  });

  it('with a session that opens nothing, or is there twice, is the same', async () => {
    const person = await openSignedIn(running, ada);
    const name = '__Host-holdfast-session';
    const value = person.cookies.get(name)?.value ?? assert.fail();
    const address = authorizeAddress(running, { prompt: 'none' });
    const flipped = value.slice(1) + (value.startsWith('A') ? 'B' : 'A');
    for (const cookie of [
      '',
      name,
      `${name}=`,
      `${name}=${flipped}`,
      `${name}=${value}; ${name}=${value}`,
      `x${name}=${value}`,
    ]) {
      const shown = await openPerson(running).visit(address, { cookie });
      assert.deepEqual(refusalIn(shown), [50058, 'login_required'], cookie.replace(value, 'v'));
    }
  });

  it('without consent is consent_required, AADSTS65001, and never asks', async () => {
    assert.deepEqual(refusalIn(await ask(await openSignedIn(running, ada))), [65001, 'consent_required']);
  });

  it('with two people needs to know who is meant, AADSTS16000', async () => {
    const person = await openSignedIn(running, ada, grace);
    await consent(person, grace);
    assert.deepEqual(refusalIn(await ask(person)), [16000, 'interaction_required']);
    const shown = await ask(person, { login_hint: grace });
    codeIn(shown);
    codeIn(await ask(person, { sid: shown.answer?.get('session_state') ?? '' }));
    assert.deepEqual(refusalIn(await ask(person, { login_hint: 'linus@contoso.example' })), [50058, 'login_required']);
    assert.deepEqual(refusalIn(await ask(person, { sid: 'another' })), [50058, 'login_required']);
  });

  it('with max_age is refused when the sign-in is older, AADSTS70044', async () => {
    const person = await openSignedIn(running, ada);
    await consent(person, ada);
    codeIn(await ask(person, { max_age: '60' }));
    clock.advance(61);
    assert.deepEqual(refusalIn(await ask(person, { max_age: '60' })), [70044, 'login_required']);
    codeIn(await ask(person, { max_age: '3600' }));
  });

  it('with essential acrs that the sign-in does not meet is interaction_required, AADSTS50076, with the claims', async () => {
    const person = await openSignedIn(running, ada);
    await consent(person, ada);
    const acrs = { essential: true, value: 'c3' };
    const shown = await ask(person, {
      claims: JSON.stringify({ access_token: { acrs, xms_cc: { values: ['cp1'] } } }),
    });
    assert.deepEqual(refusalIn(shown), [50076, 'interaction_required']);
    const claims = shown.answer?.get('claims') ?? '';
    assert.deepEqual(JSON.parse(claims), { access_token: { acrs } });
    codeIn(await person.press(await person.visit(authorizeAddress(running, { claims })), ada));
    codeIn(await ask(person, { claims }));
    codeIn(await ask(person, { claims: '{"access_token":{"acrs":{"value":"c9"}}}' }));
  });

  it('asks no one whose eight hours are over', async () => {
    const person = await openSignedIn(running, ada);
    await consent(person, ada);
    clock.advance(8 * 3600 - 1);
    codeIn(await ask(person));
    clock.advance(1);
    assert.deepEqual(refusalIn(await ask(person)), [50058, 'login_required']);
  });
});
