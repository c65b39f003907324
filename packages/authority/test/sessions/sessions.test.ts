import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock, type FakeClock } from '@holdfast/testing';
import { createDirectory } from '../../src/directory/create-directory.ts';
import type { User } from '../../src/directory/directory.ts';
import { openRevocationBook, type RevocationBook } from '../../src/revocation/revocation-book.ts';
import { findCookie } from '../../src/sessions/cookies.ts';
import { createSessions } from '../../src/sessions/sessions.ts';
import type { BegunSession, Sessions } from '../../src/sessions/sign-in.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

interface OpenSessions {
  readonly clock: FakeClock;
  readonly revocations: RevocationBook;
  readonly sessions: Sessions;
  readonly users: readonly User[];
}

async function openSessions(): Promise<OpenSessions> {
  const clock = createFakeClock();
  const tenantId = '6f1b2d1c-0d0e-4a4e-8f0f-0a1b2c3d4e5f';
  const users = Array.from({ length: 12 }, (_, index) => ({
    username: `u${index}@contoso.example`,
    tenantId,
    objectId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    displayName: `User ${index}`,
    password: 'password',
  }));
  const tenants = [{ id: tenantId, domain: 'contoso.example' }];
  const directory = createDirectory({ tenants, applications: [], identities: [], apis: [], users });
  const revocations = await openRevocationBook({ store: createMemoryDataStore(), clock, coverSeconds: 600 });
  return { clock, revocations, users, sessions: createSessions({ clock, directory, revocations }) };
}

const headerOf = ({ cookie }: BegunSession): string => `${cookie.name}=${cookie.value}`;

describe('sessions', () => {
  it('are found by their cookie alone, among others, and not by its id', async () => {
    const { sessions, users } = await openSessions();
    const begun = sessions.create({ user: users[0]! });
    assert.deepEqual(sessions.find(`a=b; ${headerOf(begun)}; c=d`), begun.session);
    assert.equal(sessions.find(undefined), undefined);
    assert.equal(sessions.find(`${begun.cookie.name}=${begun.signIn.sessionId}`), undefined);
    assert.equal(Buffer.from(begun.cookie.value, 'base64url').length, 32);
    assert.notEqual(begun.signIn.sessionId, begun.cookie.value);
  });

  it('hold eight people at most, nobody twice, the latest last', async () => {
    const { sessions, users } = await openSessions();
    let begun = sessions.create({ user: users[0]! });
    const former: string[] = [];
    for (const user of [...users.slice(1), users[5]!]) {
      former.push(headerOf(begun));
      begun = sessions.create({ user, cookieHeader: headerOf(begun) });
    }
    const names = begun.session.signIns.map(({ user }) => user.username);
    assert.equal(names.length, 8);
    assert.equal(new Set(names).size, 8);
    assert.equal(names.at(-1), users[5]!.username);
    assert.ok(sessions.find(headerOf(begun)));
    for (const header of former) assert.equal(sessions.find(header), undefined);
  });

  it('go on under the same names when the same person signs in once more, and under another cookie', async () => {
    const { sessions, users, clock } = await openSessions();
    const first = sessions.create({ user: users[0]! });
    clock.advance(60);
    const again = sessions.create({ user: users[0]!, authenticationContexts: ['c1'], cookieHeader: headerOf(first) });
    assert.equal(again.signIn.sessionId, first.signIn.sessionId);
    assert.equal(again.signIn.loginHint, first.signIn.loginHint);
    assert.equal(again.signIn.authenticatedAt, first.signIn.authenticatedAt + 60);
    assert.deepEqual(again.signIn.authenticationContexts, ['c1']);
    assert.equal(sessions.find(headerOf(first)), undefined);
    assert.notEqual(sessions.create({ user: users[0]! }).signIn.sessionId, first.signIn.sessionId);
  });

  it('are two thousand at most: who was not seen longest signs in again', async () => {
    const { sessions, users } = await openSessions();
    const user = users[0]!;
    const [first, second] = [sessions.create({ user }), sessions.create({ user })];
    const others = Array.from({ length: 1998 }, () => sessions.create({ user }));
    assert.ok(sessions.find(headerOf(first)));
    others.push(sessions.create({ user }));
    for (const begun of [first, ...others]) assert.ok(sessions.find(headerOf(begun)));
    assert.equal(sessions.find(headerOf(second)), undefined);
  });

  it('end for one person after another, and with the last one the cookie opens nothing', async () => {
    const { sessions, users } = await openSessions();
    const first = sessions.create({ user: users[0]! });
    const both = sessions.create({ user: users[1]!, cookieHeader: headerOf(first) });
    sessions.end(first.signIn.sessionId);
    assert.deepEqual(
      sessions.find(headerOf(both))?.signIns.map(({ user }) => user),
      [users[1]],
    );
    sessions.end(both.signIn.sessionId);
    assert.equal(sessions.find(headerOf(both)), undefined);
  });

  it('end after eight hours for each person by their own sign-in', async () => {
    const { sessions, users, clock } = await openSessions();
    const first = sessions.create({ user: users[0]! });
    clock.advance(3600);
    const both = sessions.create({ user: users[1]!, cookieHeader: headerOf(first) });
    clock.advance(7 * 3600);
    assert.deepEqual(
      sessions.find(headerOf(both))?.signIns.map(({ user }) => user),
      [users[1]],
    );
    clock.advance(3600);
    assert.equal(sessions.find(headerOf(both)), undefined);
    clock.advance(-3600);
    assert.equal(sessions.find(headerOf(both)), undefined, 'forgotten, whatever the clock says');
  });

  it('end for who is revoked; who signs in afterwards is in, within the same second and after a clock was set back', async () => {
    const { sessions, users, clock, revocations } = await openSessions();
    const user = users[0]!;
    const before = sessions.create({ user });
    await revocations.add({ kind: 'user', value: user.objectId });
    assert.equal(sessions.find(headerOf(before)), undefined);
    const after = sessions.create({ user });
    assert.ok(sessions.find(headerOf(after)));
    assert.equal(after.signIn.authenticatedAt, clock() / 1000 + 1);
    clock.advance(-100);
    assert.ok(sessions.find(headerOf(sessions.create({ user }))));
  });

  it('attack: who signs in between two revocations of one second, or before a clock is set back, is revoked as well', async () => {
    const { sessions, users, clock, revocations } = await openSessions();
    const user = users[0]!;
    await revocations.add({ kind: 'user', value: user.objectId });
    const between = sessions.create({ user });
    assert.ok(sessions.find(headerOf(between)));
    await revocations.add({ kind: 'user', value: user.objectId });
    assert.equal(sessions.find(headerOf(between)), undefined);

    clock.advance(3600);
    const early = sessions.create({ user });
    clock.advance(-1800);
    await revocations.add({ kind: 'user', value: user.objectId });
    assert.equal(sessions.find(headerOf(early)), undefined);
  });
});

describe('a cookie line', () => {
  it('names a cookie once, by its whole name', () => {
    const rows: readonly (readonly [string | undefined, string | undefined])[] = [
      [undefined, undefined],
      ['', undefined],
      ['n=v', 'v'],
      ['a=b;n=v;c=d', 'v'],
      ['n=v=w', 'v=w'],
      ['n=', ''],
      ['n', undefined],
      ['xn=v', undefined],
      ['N=v', undefined],
      ['n =v', undefined],
      ['n=v; n=v', undefined],
      ['n=v; n=w', undefined],
      ['a="n=v"', undefined],
    ];
    for (const [header, value] of rows) assert.equal(findCookie(header, 'n'), value, String(header));
  });
});
