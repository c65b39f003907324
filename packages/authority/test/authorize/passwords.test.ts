import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { aadsts, parseDirectory } from '@holdfast/authority';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import { authorizeAddress, openPerson, type Person, type Shown } from '../harness/person.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';
import { codeIn, titleOf } from '../harness/signed-in.ts';

const ada = 'ada@contoso.example';
const password = 'correct horse battery staple ü';

describe('a password', () => {
  let running: RunningAuthority;
  let clock: FakeClock;
  before(async () => {
    clock = createFakeClock(Date.now());
    running = await runAuthority({
      clock,
      directory: parseDirectory(`
tenants:
  contoso.example:
    applications: { spa: { consent: granted } }
    users: { ${ada}: { password: "${password}" }, linus@contoso.example: { password: "${password}" } }
  fabrikam.example:
    users: { edsger@fabrikam.example: { password: "${password}" } }
`),
    });
  });
  after(() => running.close());

  const attempt = async (person: Person, username: string, typed: string): Promise<Shown> => {
    const page = await person.visit(authorizeAddress(running, { prompt: 'login' }));
    return person.press(page, 'go', { username, password: typed });
  };
  const problemOn = ({ text }: Shown): string => /id="problem"[^>]*>([\s\S]*?)<\/div>/.exec(text)?.[1] ?? '';

  it('that is wrong is told in the words for a name that nobody has, and for somebody of another tenant (AADSTS50126)', async () => {
    const person = openPerson(running);
    const shown: Shown[] = [];
    const rows = [
      [ada, 'wrong'],
      [ada, `${password} `],
      [ada, password.toUpperCase()],
      [ada, password.normalize('NFD')],
      ['nobody@contoso.example', password],
      ['edsger@fabrikam.example', password],
      ['__proto__', password],
      ['a'.repeat(300), password],
    ] as const;
    for (const [username, typed] of rows) shown.push(await attempt(person, username, typed));
    assert.deepEqual(new Set(shown.map(problemOn)), new Set([problemOn(shown[0]!)]));
    for (const one of shown) {
      assert.deepEqual([one.status, titleOf(one)], [200, 'Error: sign in']);
      assert.deepEqual(one.headers.getSetCookie(), []);
      assert.equal(one.text.includes(password), false);
    }
    const refused = running.events.filter((event) => event.name === 'sign-in.refused').slice(-rows.length);
    assert.deepEqual(
      refused.map((event) => 'reason' in event && event.reason),
      rows.map(() => 'credentialsWrong'),
    );
  });

  it('that is missing is asked for, and counts for no attempt', async () => {
    const person = openPerson(running);
    for (let count = 0; count < 12; count += 1) {
      assert.match(problemOn(await attempt(person, '', password)), /Enter your user name/);
      assert.match(problemOn(await attempt(person, ada, '')), /Enter your password/);
    }
    codeIn(await attempt(person, ada, password));
  });

  it('is held back after ten wrong ones, also when it is right, for a minute; then one more is free (AADSTS50053)', async () => {
    const person = openPerson(running);
    codeIn(await attempt(person, ada, password));
    for (let count = 0; count < 10; count += 1) {
      assert.match(problemOn(await attempt(person, count % 2 === 0 ? ada : ada.toUpperCase(), 'wrong')), /is wrong/);
    }
    const right = await attempt(person, ada, password);
    assert.match(problemOn(right), /too many wrong passwords/);
    const [event] = running.events.slice(-1);
    assert.ok(event?.name === 'sign-in.refused');
    assert.deepEqual([event.code, event.reason], [aadsts.signInHeldBack.code, 'signInHeldBack']);
    // Other people, and other browsers of theirs, go on.
    codeIn(await attempt(openPerson(running), 'linus@contoso.example', password));
    assert.match(problemOn(await attempt(openPerson(running), ada, password)), /too many wrong passwords/);
    clock.advance(59);
    assert.match(problemOn(await attempt(person, ada, password)), /too many wrong passwords/);
    clock.advance(1);
    assert.match(problemOn(await attempt(person, ada, 'wrong')), /is wrong/);
    assert.match(problemOn(await attempt(person, ada, password)), /too many wrong passwords/);
    clock.advance(60);
    codeIn(await attempt(person, ada, password));
    assert.match(problemOn(await attempt(person, ada, 'wrong')), /is wrong/);
    codeIn(await attempt(person, ada, password));
  });

  it('of a name that nobody has is held back as well, so that nobody learns which names there are', async () => {
    const person = openPerson(running);
    const shown: string[] = [];
    for (let count = 0; count < 11; count += 1)
      shown.push(problemOn(await attempt(person, 'nobody@x.example', 'wrong')));
    assert.match(shown[9] ?? '', /is wrong/);
    assert.match(shown[10] ?? '', /too many wrong passwords/);
  });

  it('is not asked for behind the button of a test user, which nobody else can press', async () => {
    const person = openPerson(running);
    const page = await person.visit(authorizeAddress(running));
    const forged = await person.press(page, ada, { user: 'edsger@fabrikam.example' });
    assert.match(problemOn(forged), /is wrong/);
    codeIn(await person.press(page, ada));
    assert.ok(running.events.some((event) => event.name === 'user.signed-in' && event.method === 'test-user'));
  });
});
