import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import { createGate, settle } from '@holdfast/testing';
import type { TokenResult } from '../../src/acquire/token-result.ts';
import type { TokenStore } from '../../src/cache/token-store.ts';
import { createBench, scopes, until } from '../sts/make-client.ts';
import { createSourceBench } from '../sts/scripted-source.ts';

const claims = { access_token: { nbf: { essential: true, value: '1893456000' } } };
const repeated = { name: 'RevokedTokenRepeated', code: 'ERR_REVOKED_TOKEN_REPEATED' };

interface Wish {
  readonly claims?: typeof claims;
  readonly accessTokenSha256ToRefresh?: string;
  readonly forceRefresh?: boolean;
}

/** What both clients have in common for these attacks. */
interface Subject {
  readonly name: string;
  acquire(wish?: Wish): Promise<TokenResult>;
  /** Requests that reached whoever issues tokens. */
  requests(): number;
  /** Whether the issuer answers at all. */
  setDown(isDown: boolean): void;
  /** Holds replies back. */
  hold(until: Promise<unknown> | undefined): void;
  /** Makes the issuer answer with this token from now on, whatever it is told. */
  repeat(token: string): void;
}

function entra(tokenStore?: TokenStore): Subject {
  const { client, sts } = createBench({ tokenStore });
  return {
    name: 'a client of a token endpoint',
    acquire: (wish) => client.acquireTokenForClient({ scopes, ...wish }),
    requests: () => sts.tokenRequests().length,
    setDown: (isDown) => {
      sts.behaviour = isDown ? { reply: { status: 500 } } : {};
    },
    hold: (after) => {
      sts.behaviour = after === undefined ? {} : { after };
    },
    repeat: (token) => {
      sts.behaviour = { ...sts.behaviour, members: { access_token: token } };
    },
  };
}

function source(tokenStore?: TokenStore): Subject {
  const { client, source } = createSourceBench({ tokenStore });
  return {
    name: 'a client of another source',
    acquire: (wish) => client.acquireToken({ scopes, ...wish }),
    requests: () => source.queries.length,
    setDown: (isDown) => {
      source.fails = isDown ? new Error('away') : undefined;
    },
    hold: (after) => {
      source.after = after;
    },
    repeat: (token) => {
      source.serving = token;
      source.heeds = false;
    },
  };
}

const refusal = async ({ accessToken }: TokenResult): Promise<Required<Omit<Wish, 'forceRefresh'>>> => ({
  claims,
  accessTokenSha256ToRefresh: await sha256Hex(accessToken),
});

for (const make of [entra, source]) {
  suite(`a refused token is never handed out again, by ${make().name}`, () => {
    test('not from the cache, when the request for another has failed; each caller makes a new attempt', async () => {
      const subject = make();
      const bad = await subject.acquire();
      subject.setDown(true);
      await assert.rejects(subject.acquire(await refusal(bad)));
      await assert.rejects(subject.acquire());
      await assert.rejects(subject.acquire({ claims }));
      assert.equal(subject.requests(), 4);
      subject.setDown(false);
      const fresh = await subject.acquire();
      assert.notEqual(fresh.accessToken, bad.accessToken);
      assert.equal(fresh.refreshReason, 'revoked');
      assert.equal((await subject.acquire()).accessToken, fresh.accessToken);
    });

    test('not to callers without claims while those with claims wait', async () => {
      const subject = make();
      const bad = await subject.acquire();
      const gate = createGate();
      subject.hold(gate.opened);
      const refused = await refusal(bad);
      const callers = Array.from({ length: 200 }, (_, index) => subject.acquire(index % 2 === 0 ? refused : {}));
      await until(() => subject.requests() >= 2);
      gate.open();
      for (const { accessToken } of await Promise.all(callers)) assert.notEqual(accessToken, bad.accessToken);
      assert.ok(subject.requests() <= 3, `${subject.requests()} requests`);
    });

    test('not by a request that was under way before it was refused', async () => {
      const subject = make();
      const bad = await subject.acquire();
      const gate = createGate();
      subject.hold(gate.opened);
      subject.repeat(bad.accessToken);
      const early = subject.acquire({ forceRefresh: true });
      await until(() => subject.requests() === 2);
      subject.hold(undefined);
      const { accessTokenSha256ToRefresh } = await refusal(bad);
      subject.setDown(true);
      await assert.rejects(subject.acquire({ accessTokenSha256ToRefresh }));
      subject.setDown(false);
      gate.open();
      await assert.rejects(early, repeated);
      subject.repeat('good.token.AAAA');
      assert.equal((await subject.acquire()).accessToken, 'good.token.AAAA');
    });

    test('a request that was under way does not put it in place of the new one', async () => {
      const subject = make();
      const bad = await subject.acquire();
      const gate = createGate();
      subject.hold(gate.opened);
      subject.repeat(bad.accessToken);
      const early = subject.acquire({ forceRefresh: true });
      await until(() => subject.requests() === 2);
      subject.hold(undefined);
      subject.repeat('good.token.AAAA');
      const fresh = await subject.acquire(await refusal(bad));
      gate.open();
      await assert.rejects(early, repeated);
      assert.deepEqual(
        [fresh.accessToken, (await subject.acquire()).accessToken],
        ['good.token.AAAA', 'good.token.AAAA'],
      );
      assert.equal(subject.requests(), 3);
    });

    test('not when the issuer answers with it again, and not from what such an answer left behind', async () => {
      const subject = make();
      const bad = await subject.acquire();
      subject.repeat(bad.accessToken);
      const refused = await refusal(bad);
      for (const wish of [refused, {}, refused, { forceRefresh: true }]) {
        await assert.rejects(subject.acquire(wish), repeated);
      }
      subject.repeat('good.token.AAAA');
      assert.equal((await subject.acquire()).accessToken, 'good.token.AAAA');
    });

    test('not under another name, nor when its entry has made room', async () => {
      const subject = make();
      const bad = await subject.acquire();
      // As after a restart, or where the cache was full: nobody here has seen that token.
      const other = make();
      other.repeat(bad.accessToken);
      await assert.rejects(other.acquire(await refusal(bad)), repeated);
      await assert.rejects(other.acquire(), repeated);
    });

    test('not from a store, nor is it put there', async () => {
      const entries = new Map<string, string>();
      const store: TokenStore = {
        read: async (key) => entries.get(key),
        write: async (key, value) => void entries.set(key, value),
      };
      const subject = make(store);
      const bad = await subject.acquire();
      assert.equal(entries.size, 1);
      subject.setDown(true);
      await assert.rejects(subject.acquire(await refusal(bad)));
      subject.setDown(false);
      assert.match(entries.values().next().value ?? '', new RegExp(bad.accessToken));
      const fresh = await subject.acquire();
      assert.deepEqual([fresh.tokenSource, fresh.accessToken === bad.accessToken], ['network', false]);
      assert.match(entries.values().next().value ?? '', new RegExp(fresh.accessToken));
      entries.clear();
      subject.repeat(bad.accessToken);
      await assert.rejects(subject.acquire({ forceRefresh: true }), repeated);
      assert.equal(entries.size, 0);
    });

    test('claims alone leave the token to others when the issuer fails: nobody said that it is the refused one', async () => {
      const subject = make();
      const good = await subject.acquire();
      subject.setDown(true);
      await assert.rejects(subject.acquire({ claims }));
      const still = await subject.acquire();
      assert.deepEqual([still.accessToken, still.fromCache], [good.accessToken, true]);
      subject.setDown(false);
      const fresh = await subject.acquire({ claims });
      assert.equal((await subject.acquire()).accessToken, fresh.accessToken);
    });

    test('a forced refresh that fails leaves the token to others', async () => {
      const subject = make();
      const good = await subject.acquire();
      subject.setDown(true);
      await assert.rejects(subject.acquire({ forceRefresh: true }));
      assert.equal((await subject.acquire()).accessToken, good.accessToken);
    });

    test('the hash of another token changes nothing for the one that is cached', async () => {
      const subject = make();
      const good = await subject.acquire();
      const stranger = { claims, accessTokenSha256ToRefresh: 'ab'.repeat(32) };
      assert.equal((await subject.acquire(stranger)).accessToken, good.accessToken);
      assert.equal((await subject.acquire()).accessToken, good.accessToken);
      assert.equal(subject.requests(), 1);
    });
  });
}

suite('refused while a refresh in the background is under way', () => {
  test('the refresh that brings the refused token back changes nothing', async () => {
    const { client, source, clock, events } = createSourceBench();
    const bad = await client.acquireToken({ scopes });
    clock.advance(3400);
    const gate = createGate();
    source.after = gate.opened;
    assert.equal((await client.acquireToken({ scopes })).refreshReason, 'proactive');
    await until(() => source.queries.length === 2);
    source.after = undefined;
    const fresh = await client.acquireToken({ scopes, ...(await refusal(bad)) });
    gate.open();
    await until(() => events.some((event) => event.name === 'token.failed'));
    assert.equal((await client.acquireToken({ scopes })).accessToken, fresh.accessToken);
    assert.notEqual(fresh.accessToken, bad.accessToken);
  });

  test('callers of a shared request learn what the others have learnt', async () => {
    const { client, source } = createSourceBench();
    const gate = createGate();
    source.after = gate.opened;
    const waiting = [1, 2, 3].map(() => client.acquireToken({ scopes }));
    await until(() => source.queries.length === 1);
    // Another process was refused with this token and says so here, before anybody here has it.
    const accessTokenSha256ToRefresh = await sha256Hex('token-1');
    const told = client.acquireToken({ scopes, claims, accessTokenSha256ToRefresh });
    await settle();
    gate.open();
    for (const { accessToken } of await Promise.all([...waiting, told])) assert.equal(accessToken, 'token-2');
    // The one that brought the refused token, and one that says so: in a source with a cache nothing less would help.
    assert.deepEqual(
      source.queries.map(({ tokenHash }) => tokenHash),
      [undefined, accessTokenSha256ToRefresh],
    );
  });
});
