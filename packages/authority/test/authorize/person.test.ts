import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { authorizeAddress, challenge, openPerson, type Shown, verifier } from '../harness/person.ts';
import { claimsOf, type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('a person', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  const ada = () => {
    const found = running.description.users.find(({ username }) => username === 'ada@contoso.example');
    assert.ok(found);
    return found;
  };
  const redeem = (code: string, headers: Record<string, string> = {}) =>
    running.token(
      {
        grant_type: 'authorization_code',
        client_id: running.application('spa').clientId,
        client_secret: undefined,
        scope: undefined,
        code,
        code_verifier: verifier,
        redirect_uri: running.application('spa').redirectUris?.[0],
      },
      { headers: { origin: 'http://localhost:5173', ...headers } },
    );
  const expectCode = (shown: Shown): string => {
    assert.ok(shown.answer, `no answer but ${shown.status} ${shown.text.slice(-1200)}`);
    assert.equal(shown.answer.get('error_description'), null);
    assert.equal(shown.answer.get('state'), 'state-of-the-page|user');
    assert.equal(shown.answer.get('iss'), `${running.sts}/${running.tenantId}/v2.0`);
    return shown.answer.get('code') ?? assert.fail('no code');
  };

  it('signs in with a password, allows the application, and it gets tokens for the code', async () => {
    assert.equal(challenge.length, 43);
    const person = openPerson(running);
    const page = await person.visit(authorizeAddress(running));
    assert.equal(page.status, 200);
    const asked = await person.press(page, 'go', { username: ' ADA@contoso.example ', password: ada().password });
    assert.match(asked.text, /Allow .*spa/);
    const answer = await person.press(asked, 'accept');
    assert.equal(answer.status, 303);
    assert.equal(answer.target, 'http://localhost:5173/redirect.html');
    const reply = await redeem(expectCode(answer));
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    const { scp, sid } = claimsOf(reply);
    assert.equal(scp, 'read');
    assert.equal(sid, answer.answer?.get('session_state'));
  });
});
