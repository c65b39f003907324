import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { authorizeAddress, openPerson } from '../harness/person.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn } from '../harness/signed-in.ts';

describe('POST /sessions', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  const post = (body: unknown): Promise<Response> =>
    running.admin('/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('signs a user in: its cookie is that of a browser in which they signed in', async () => {
    const response = await post({ username: 'Ada@contoso.example' });
    assert.equal(response.status, 201);
    const answer = (await response.json()) as Record<'sessionId' | 'name' | 'value' | 'setCookie', string> & {
      expiresAt: number;
    };
    assert.match(answer.setCookie, new RegExp(`^${answer.name}=${answer.value}; Path=/; .*Secure; HttpOnly`));
    assert.ok(Math.abs(answer.expiresAt - Date.now() / 1000 - 8 * 3600) < 30);
    const person = openPerson(running);
    person.cookies.set(answer.name, { value: answer.value, isStrict: false });
    const asked = await person.visit(authorizeAddress(running));
    const done = await person.press(asked, 'accept');
    codeIn(done);
    assert.equal(done.answer?.get('session_state'), answer.sessionId);
    const signedIn = running.events.find(({ name }) => name === 'user.signed-in');
    assert.ok(signedIn?.name === 'user.signed-in');
    assert.deepEqual([signedIn.method, signedIn.clientId], ['admin', undefined]);
  });

  it('refuses who is not there, and a body that says more or less than a name', async () => {
    const rows: readonly (readonly [unknown, number, string])[] = [
      [{ username: 'nobody@contoso.example' }, 404, 'ERR_ADMIN_UNKNOWN'],
      [{ username: '__proto__' }, 404, 'ERR_ADMIN_UNKNOWN'],
      [{}, 400, 'ERR_ADMIN_REQUEST'],
      [{ username: 7 }, 400, 'ERR_ADMIN_REQUEST'],
      [{ username: 'ada@contoso.example', contexts: ['c1'] }, 400, 'ERR_ADMIN_REQUEST'],
    ];
    for (const [body, status, code] of rows) {
      const response = await post(body);
      assert.deepEqual([response.status, ((await response.json()) as { code: string }).code], [status, code]);
    }
    const bare = await fetch(`${running.description.admin}/sessions`, { method: 'POST' });
    assert.equal(bare.status, 401);
  });
});
