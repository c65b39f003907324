import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseDirectory } from '@holdfast/authority';
import { assertShowsNoSecret, canary, type Secret, secret } from '@holdfast/testing';
import { authorizeAddress, openPerson, type Shown } from '../harness/person.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn, openSignedIn, redeem, titleOf } from '../harness/signed-in.ts';

const ada = 'ada@contoso.example';

/*
 * The canary is the password, the state, the nonce and a hint of every request here; what is made up on the way, codes and cookies, joins it.
 * None of it may be in an event, in the admin service, or in what is written to the terminal.
 */
describe('marked sign-ins', () => {
  let running: RunningAuthority;
  const secrets: Secret[] = [secret('canary', canary)];
  const written: string[] = [];
  const honest = { stdout: process.stdout.write, stderr: process.stderr.write };
  before(async () => {
    const users = `users: { ${ada}: { password: ${canary} } }`;
    const directory = parseDirectory(`tenants: { contoso.example: { ${users} } }`);
    running = await runAuthority({ directory });
    for (const stream of ['stdout', 'stderr'] as const) {
      process[stream].write = ((text: string | Uint8Array, ...others: []) => {
        written.push(String(text));
        return honest[stream].call(process[stream], text, ...others);
      }) as typeof process.stdout.write;
    }
  });
  after(async () => {
    process.stdout.write = honest.stdout;
    process.stderr.write = honest.stderr;
    await running.close();
  });

  const marked = { state: canary, nonce: canary };
  const remember = (shown: Shown): Shown => {
    for (const line of shown.headers.getSetCookie()) secrets.push(secret('cookie', line.split(/[=;]/)[1] ?? ''));
    const code = shown.answer?.get('code');
    if (typeof code === 'string') secrets.push(secret('code', code));
    for (const [, value = ''] of shown.text.matchAll(/name="(?:flow|anti_forgery)" value="([^"]+)"/g)) {
      secrets.push(secret('field', value));
    }
    return shown;
  };

  it('succeed, are refused, and are forged', async () => {
    const person = openPerson(running);
    const page = remember(await person.visit(authorizeAddress(running, marked)));
    remember(await person.press(page, 'go', { username: canary, password: canary }));
    remember(await person.press(page, 'go', { username: ada, password: `${canary}!` }));
    const asked = remember(await person.press(page, 'go', { username: ada, password: canary }));
    assert.equal(titleOf(asked), 'Allow access');
    const answered = remember(await person.press(asked, 'accept'));
    const reply = await redeem(running, codeIn(answered));
    assert.equal(reply.status, 200);
    assert.equal((await redeem(running, codeIn(answered))).status, 400);
    for (const changes of [{ prompt: canary }, { redirect_uri: canary }, { client_id: canary }, { claims: canary }]) {
      const shown = remember(await person.visit(authorizeAddress(running, { ...marked, ...changes })));
      // A state goes back to its client; a page shows nothing that was sent.
      if (shown.answer === undefined) assertShowsNoSecret([shown.text, [...shown.headers]], secrets);
      else assertShowsNoSecret([shown.answer.get('error_description')], secrets);
    }
    remember(await person.press(page, 'go', { username: ada, password: canary, anti_forgery: canary }));
    remember(await person.press(page, 'go', { username: ada, password: canary, flow: canary }));
    const other = await openSignedIn(running, ada);
    for (const { value } of other.cookies.values()) secrets.push(secret('cookie', value));
    const admin = await running.admin('/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: ada }),
    });
    secrets.push(secret('cookie', ((await admin.json()) as { value: string }).value));
  });

  it('leave no trace in events, of any kind of theirs', () => {
    const names = new Set(running.events.map(({ name }) => name));
    for (const name of ['user.signed-in', 'code.issued', 'sign-in.refused'] as const) assert.ok(names.has(name), name);
    assert.ok(secrets.length > 12);
    for (const event of running.events) assertShowsNoSecret(event, secrets);
  });

  it('leave no trace in the admin service, nor on the terminal', async () => {
    for (const route of ['/counters', '/directory']) {
      assertShowsNoSecret(await (await running.admin(route)).text(), secrets);
    }
    assertShowsNoSecret(written, secrets);
  });
});
