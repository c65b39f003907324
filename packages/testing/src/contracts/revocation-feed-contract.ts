import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';

/** A revocation, as far as the contract writes one. */
export interface RevocationUnderTest {
  readonly kind: 'user' | 'application' | 'identity' | 'uti' | 'jkt' | 'x5t';
  readonly value: string;
  readonly revokedAt: number;
  readonly expiresAt: number;
}

/** What a feed is asked about. */
export interface TokenUnderTest {
  readonly tenant: string | undefined;
  readonly objectId: string | undefined;
  readonly clientIds: readonly string[];
  readonly uniqueId: string | undefined;
  readonly issuedAt: number;
  readonly keyThumbprint: string | undefined;
  readonly certificateThumbprint: string | undefined;
  readonly isCae: boolean;
}

/** A feed of revocations, as far as the contract looks at it. */
export interface RevocationFeedUnderTest {
  covers(facts: TokenUnderTest): { readonly revokedAt: number; readonly value: string } | undefined;
  secondsBehind(): number;
}

/** What the contract asks of a new feed. */
export interface RevocationFeedConditions {
  /** The feed's only source of time. */
  readonly clock: FakeClock;
  /** Live entries it may hold. */
  readonly maxEntries: number;
}

/** A feed that is current, and the place its revocations come from. */
export interface RevocationFeedSetUp {
  readonly feed: RevocationFeedUnderTest;
  /** Revokes; resolves when the feed has heard of it. */
  revoke(entry: RevocationUnderTest): void | Promise<void>;
  close(): void | Promise<void>;
}

const oid = '0b1c2d3e-4444-4444-8444-1a2b3c4d5e6f';
const client = 'c11e47aa-3333-4333-8333-0d1c2b3a4958';
const other = '7d3c9c1e-5555-4555-8555-0a1b2c3d4e5f';
const key = 'A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';
const certificate = 'B4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';
const accepted = 'a token is accepted for five minutes after its end, where clocks are given that leeway';

/**
 * What every `RevocationFeed` must do. Registers a `describe` of `node:test`.
 *
 * @param name - names the implementation in the test titles
 * @param setUp - makes a feed that is current and empty
 */
export function revocationFeedContract(
  name: string,
  setUp: (conditions: RevocationFeedConditions) => RevocationFeedSetUp | Promise<RevocationFeedSetUp>,
): void {
  const titled: Titled = (title, work, maxEntries = 1000) =>
    it(title, async () => {
      const clock = createFakeClock();
      const now = (): number => clock() / 1000;
      const parts = await setUp({ clock, maxEntries });
      const token = (changes: Partial<TokenUnderTest> = {}): TokenUnderTest => ({
        tenant: '8e1f9a0e-1111-4111-8111-5f2d3c4b5a69',
        objectId: oid,
        clientIds: [client],
        uniqueId: 'one-token',
        issuedAt: now(),
        keyThumbprint: key,
        certificateThumbprint: certificate,
        isCae: true,
        ...changes,
      });
      const revoke = (entry: Partial<RevocationUnderTest>) =>
        parts.revoke({ kind: 'user', value: oid, revokedAt: now(), expiresAt: now() + 3600, ...entry });
      try {
        await work({ ...parts, revoke, token, now, clock });
      } finally {
        await parts.close();
      }
    });
  describe(`RevocationFeed contract: ${name}`, () => {
    testCoverage(titled);
    testAccumulation(titled);
    testLifetime(titled);
    testLimits(titled);
  });
}

interface Parts extends RevocationFeedSetUp {
  readonly clock: FakeClock;
  readonly now: () => number;
  readonly token: (changes?: Partial<TokenUnderTest>) => TokenUnderTest;
  revoke(entry: Partial<RevocationUnderTest>): void | Promise<void>;
}

type Titled = (title: string, work: (parts: Parts) => Promise<void>, maxEntries?: number) => void;

function testCoverage(titled: Titled): void {
  titled('covers nothing, and is not behind, while nothing was revoked', async ({ feed, token }) => {
    assert.equal(feed.covers(token()), undefined);
    assert.equal(feed.secondsBehind(), 0);
  });

  const ofSomebody = [
    ['user', oid],
    ['application', client],
    ['identity', oid],
    ['identity', client],
  ] as const;
  for (const [kind, value] of ofSomebody) {
    titled(`${kind} covers what was issued up to that second, and nothing later`, async ({ feed, token, ...parts }) => {
      const at = parts.now();
      await parts.revoke({ kind, value: value.toUpperCase(), revokedAt: at });
      assert.equal(feed.covers(token({ issuedAt: at }))?.revokedAt, at);
      assert.ok(feed.covers(token({ issuedAt: at - 3000 })));
      assert.ok(feed.covers(token({ issuedAt: Number.NaN })), 'a time that is none');
      assert.equal(feed.covers(token({ issuedAt: at + 1 })), undefined);
      assert.equal(feed.covers(token({ objectId: other, clientIds: [other] })), undefined);
    });
  }

  for (const [kind, value] of [
    ['uti', 'one-token'],
    ['jkt', key],
    ['x5t', certificate],
  ] as const) {
    titled(`${kind} covers whenever the token was issued`, async ({ feed, token, revoke, now }) => {
      await revoke({ kind, value, revokedAt: now() });
      assert.ok(feed.covers(token({ issuedAt: now() + 1000 })));
      const stranger = { uniqueId: 'other-token', keyThumbprint: certificate, certificateThumbprint: key };
      assert.equal(feed.covers(token(stranger)), undefined);
      const unbound = { uniqueId: undefined, keyThumbprint: undefined, certificateThumbprint: undefined };
      assert.equal(feed.covers(token(unbound)), undefined);
    });
  }

  titled('names that objects have from birth are names like others', async ({ feed, token, revoke }) => {
    const named = (text: string) => token({ uniqueId: text, objectId: text, clientIds: [text] });
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const text of names) assert.equal(feed.covers(named(text)), undefined, text);
    await revoke({ kind: 'uti', value: '__proto__' });
    assert.ok(feed.covers(named('__proto__')));
    assert.equal(feed.covers(named('constructor')), undefined);
  });
}

function testAccumulation(titled: Titled): void {
  titled('answers with the latest of several', async ({ feed, token, revoke, now }) => {
    await revoke({ kind: 'user', revokedAt: now() - 20 });
    await revoke({ kind: 'application', value: client, revokedAt: now() - 5 });
    await revoke({ kind: 'uti', value: 'one-token', revokedAt: now() - 30 });
    assert.equal(feed.covers(token({ issuedAt: now() - 50 }))?.revokedAt, now() - 5);
  });

  titled('an earlier revocation of the same, told later, takes nothing back', async ({ feed, token, ...parts }) => {
    const at = parts.now();
    await parts.revoke({ revokedAt: at, expiresAt: at + 3600 });
    await parts.revoke({ revokedAt: at - 100, expiresAt: at - 50 });
    assert.equal(feed.covers(token({ issuedAt: at }))?.revokedAt, at);
    parts.clock.advance(3599);
    assert.ok(feed.covers(token({ issuedAt: at })));
  });
}

function testLifetime(titled: Titled): void {
  titled(`holds an entry as long as ${accepted}`, async ({ feed, token, revoke, now, clock }) => {
    const issuedAt = now();
    await revoke({ expiresAt: now() + 100 });
    clock.advance(399);
    assert.ok(feed.covers(token({ issuedAt })));
    clock.advance(1);
    assert.equal(feed.covers(token({ issuedAt })), undefined);
  });

  titled('a later entry that is over does not hide one that is live', async ({ feed, token, revoke, now, clock }) => {
    const issuedAt = now() - 10;
    await revoke({ kind: 'user', revokedAt: now() - 5, expiresAt: now() + 7200 });
    await revoke({ kind: 'uti', value: 'one-token', revokedAt: now(), expiresAt: now() + 10 });
    clock.advance(400);
    assert.ok(feed.covers(token({ issuedAt })));
  });

  titled('a clock that was corrected by seconds forgets nothing', async ({ feed, token, revoke, now, clock }) => {
    const issuedAt = now();
    await revoke({ expiresAt: now() + 100 });
    clock.advance(405);
    await revoke({ kind: 'user', value: other });
    clock.advance(-10);
    assert.ok(feed.covers(token({ issuedAt })));
    assert.ok(feed.secondsBehind() < 300);
  });

  titled('a clock set back to when something forgotten was live is no clock to go by', async (parts) => {
    const { feed, revoke, now, clock } = parts;
    await revoke({ expiresAt: now() + 100 });
    clock.advance(86_400);
    await revoke({ kind: 'user', value: other });
    clock.advance(-86_300);
    assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
  });
}

function testLimits(titled: Titled): void {
  titled(
    'drops no live entry when it is full, and knows that it does not know everything',
    async ({ feed, token, revoke }) => {
      for (const value of ['a', 'b', 'c']) await revoke({ kind: 'uti', value });
      assert.ok(feed.secondsBehind() < 300);
      await revoke({ kind: 'uti', value: 'd' });
      for (const uniqueId of ['a', 'b', 'c']) assert.ok(feed.covers(token({ uniqueId })), uniqueId);
      assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
    },
    3,
  );

  titled(
    'finds room in what is over, and for what it holds already',
    async ({ feed, token, revoke, now, clock }) => {
      await revoke({ kind: 'uti', value: 'a', expiresAt: now() + 10 });
      await revoke({ kind: 'uti', value: 'b', expiresAt: now() + 7200 });
      await revoke({ kind: 'uti', value: 'b', expiresAt: now() + 7300 });
      clock.advance(3600);
      await revoke({ kind: 'uti', value: 'c', expiresAt: now() + 100 });
      for (const uniqueId of ['b', 'c']) assert.ok(feed.covers(token({ uniqueId })), uniqueId);
      assert.ok(feed.secondsBehind() < 300);
    },
    2,
  );
}
