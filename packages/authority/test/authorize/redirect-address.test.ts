import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aadsts, parseDirectory } from '@holdfast/authority';
import { authorizeAddress, authorizeQuery, openPerson, type Person } from '../harness/person.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { numberOn, openSignedIn, refusalIn } from '../harness/signed-in.ts';

const registered = 'https://app.example/signed-in?from=authority';

describe('a redirect address', () => {
  let running: RunningAuthority;
  let person: Person;
  before(async () => {
    running = await runAuthority({
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications:
      spa: { kind: public, consent: granted, redirectUris: ["${registered}", "http://localhost:5173/", "https://[::1]:7000/in"] }
      other: { kind: public, redirectUris: ["https://other.example/"] }
    users: { ada@contoso.example: {} }
`),
    });
    person = await openSignedIn(running, 'ada@contoso.example');
  });
  after(() => running.close());

  /** What somebody hopes will pass for the registered one goes nowhere: by GET and by POST, with a session and silently. */
  async function leadsNowhere(addresses: readonly string[]): Promise<void> {
    const path = `/${running.tenantId}/oauth2/v2.0/authorize`;
    for (const redirect_uri of addresses) {
      const shown = [
        await person.visit(authorizeAddress(running, { redirect_uri })),
        await person.visit(authorizeAddress(running, { redirect_uri, prompt: 'none' })),
        await person.visit(authorizeAddress(running, { redirect_uri, response_type: 'token' })),
        await person.send(path, authorizeQuery(running, { redirect_uri }), { origin: 'https://app.example' }),
      ];
      for (const one of shown) {
        assert.deepEqual([one.status, numberOn(one)], [400, aadsts.redirectUriUnknown.code], redirect_uri);
        assert.doesNotMatch(one.text, /thief/);
      }
    }
  }

  it('with another host is no registered one (AADSTS50011)', () =>
    leadsNowhere(['https://thief.example/', 'https://thief.example/signed-in?from=authority']));

  it('with the address of another application is no registered one (AADSTS50011)', () =>
    leadsNowhere(['https://other.example/']));

  it('with a host that begins or ends like it is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'https://app.example.thief.example/signed-in?from=authority',
      'https://thiefapp.example/signed-in?from=authority',
    ]));

  it('with a trailing dot is no registered one (AADSTS50011)', () =>
    leadsNowhere(['https://app.example./signed-in?from=authority']));

  it('with user information is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'https://app.example@thief.example/signed-in?from=authority',
      'https://ada@app.example/signed-in?from=authority',
      'https://app.example:443@thief.example/',
    ]));

  it('with a fragment is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      `${registered}#`,
      `${registered}#x`,
      'https://thief.example/#https://app.example/signed-in?from=authority',
    ]));

  it('with other letter case is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'https://APP.example/signed-in?from=authority',
      'HTTPS://app.example/signed-in?from=authority',
      'https://app.example/Signed-in?from=authority',
    ]));

  it('with percent-encoding is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'https://app.example/%73igned-in?from=authority',
      'https://app.example/signed-in%3Ffrom=authority',
      'https://app.example%2f@thief.example/signed-in?from=authority',
    ]));

  it('with the port that goes without saying is no registered one (AADSTS50011)', () =>
    leadsNowhere(['https://app.example:443/signed-in?from=authority']));

  it('with another port is no registered one (AADSTS50011)', () =>
    leadsNowhere(['https://app.example:8443/signed-in?from=authority', 'http://localhost:5174/', 'http://localhost/']));

  it('with another scheme is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'http://app.example/signed-in?from=authority',
      'javascript:alert(1)//https://app.example/signed-in?from=authority',
      'data:text/html,x',
      'https:app.example/signed-in?from=authority',
    ]));

  it('with no scheme is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      '//app.example/signed-in?from=authority',
      '/signed-in?from=authority',
      'app.example/signed-in?from=authority',
    ]));

  it('with a path above or below is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'https://app.example/',
      'https://app.example/signed-in',
      'https://app.example/signed-in/',
      'https://app.example/x/../signed-in?from=authority',
      'https://app.example//signed-in?from=authority',
    ]));

  it('with more of a query, or less is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      `${registered}&next=https://thief.example`,
      'https://app.example/signed-in?',
      'https://app.example/signed-in?from=authority&',
    ]));

  it('with backslashes and blanks is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'https:\\\\app.example/signed-in?from=authority',
      'https://app.example\\@thief.example/',
      ` ${registered}`,
      `${registered} `,
      `${registered}\t`,
      'https://app.example/signed-in?from=authority\r\nlocation: https://thief.example',
    ]));

  it('with letters that look alike is no registered one (AADSTS50011)', () =>
    leadsNowhere(['https://аpp.example/signed-in?from=authority', 'https://app｡example/signed-in?from=authority']));

  it('with another name for loopback is no registered one (AADSTS50011)', () =>
    leadsNowhere([
      'http://127.0.0.1:5173/',
      'http://[::1]:5173/',
      'http://localhost.:5173/',
      'https://[0:0:0:0:0:0:0:1]:7000/in',
    ]));

  it('with a list is no registered one (AADSTS50011)', () =>
    leadsNowhere([`${registered} https://thief.example/`, `${registered},https://thief.example/`]));

  it('with a name of a prototype is no registered one (AADSTS50011)', () => leadsNowhere(['constructor', '__proto__']));

  it('that is not there is not made up, though only one be registered (AADSTS900971)', async () => {
    for (const redirect_uri of [undefined, '']) {
      const { clientId } = running.application('other');
      const shown = await person.visit(authorizeAddress(running, { redirect_uri, client_id: clientId }));
      assert.deepEqual([shown.status, numberOn(shown)], [400, aadsts.redirectUriMissing.code]);
    }
  });

  it('that is registered is used as it stands, with its own query, and an address of IPv6', async () => {
    const byQuery = await person.visit(authorizeAddress(running, { redirect_uri: registered, response_mode: 'query' }));
    assert.match(
      byQuery.headers.get('location') ?? '',
      /^https:\/\/app\.example\/signed-in\?from=authority&code=[\w.-]+&/,
    );
    const byFragment = await person.visit(authorizeAddress(running, { redirect_uri: registered }));
    assert.match(
      byFragment.headers.get('location') ?? '',
      /^https:\/\/app\.example\/signed-in\?from=authority#code=[\w.-]+&/,
    );
    const ipv6 = await person.visit(authorizeAddress(running, { redirect_uri: 'https://[::1]:7000/in' }));
    assert.match(ipv6.headers.get('location') ?? '', /^https:\/\/\[::1\]:7000\/in#code=/);
  });

  it('gets back the state as it was, whatever is in it, and nothing of it becomes a header, an address or markup', async () => {
    const states = [
      'a b+c&code=forged#x?y=%41',
      '\r\nset-cookie: a=b',
      '"><script>alert(1)</script>',
      'ü🔑\u202e',
      '='.repeat(500),
    ];
    for (const state of states) {
      const shown = await person.visit(authorizeAddress(running, { redirect_uri: registered, state }));
      assert.equal(shown.answer?.get('state') ?? byFragmentOf(shown.headers), state);
      assert.equal(shown.headers.get('set-cookie'), null);
      const posted = await person.visit(
        authorizeAddress(running, { redirect_uri: registered, state, response_mode: 'form_post' }),
      );
      assert.equal(posted.text.includes('<script>alert'), false);
      assert.equal(posted.text.match(/<input /g)?.length, 4);
    }
    const refused = await openPerson(running).visit(
      authorizeAddress(running, { redirect_uri: registered, prompt: 'none', state: '\u0000' }),
    );
    assert.equal(refusalIn(refused)[1], 'login_required');
  });
});

function byFragmentOf(headers: Headers): string | null {
  return new URLSearchParams(headers.get('location')?.split('#')[1]).get('state');
}
