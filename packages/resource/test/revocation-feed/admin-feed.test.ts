import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, suite, test } from 'node:test';
import type { ResourceEvent } from '@holdfast/resource';
import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { createFakeClock, until } from '@holdfast/testing';
import {
  alive,
  current,
  hurryFeeds,
  openFeed,
  revocation,
  type StreamServer,
  startStreamServer,
  stream,
} from '../fixture/stream-server.ts';

hurryFeeds();
const servers: StreamServer[] = [];
const feeds: { close(): Promise<void> }[] = [];
after(async () => {
  await Promise.all(feeds.map((feed) => feed.close()));
  await Promise.all(servers.map((server) => server.close()));
});

const clock = createFakeClock();
const now = (): number => clock() / 1000;
const entry = { kind: 'uti', value: 'one', revokedAt: now(), expiresAt: now() + 3600 };
const token = (uniqueId: string) => ({
  tenant: undefined,
  objectId: undefined,
  clientIds: [],
  uniqueId,
  issuedAt: now(),
  keyThumbprint: undefined,
  certificateThumbprint: undefined,
  isCae: true,
});

async function setUp(answer?: (response: ServerResponse, nth: number) => void, silenceSeconds?: number) {
  const server = await startStreamServer();
  if (answer !== undefined) server.answer = (response) => answer(response, server.asked.length);
  const events: ResourceEvent[] = [];
  const feed = openFeed(server, { clock, events: (event) => events.push(event), silenceSeconds });
  servers.push(server);
  feeds.push(feed);
  const losses = () => events.flatMap((event) => (event.name === 'revocation.feed-lost' ? [event.reason] : []));
  return { server, feed, events, losses };
}

suite('a feed over the admin service', () => {
  test('asks with its key, and has the cursor when it comes back', async () => {
    const { server, feed, losses } = await setUp();
    await feed.untilCurrent();
    await server.say(revocation(entry, 'book-1') + revocation({ ...entry, value: 'two' }, 'book-2'));
    server.end();
    await until(() => server.asked.length === 2);
    assert.deepEqual(server.asked, [
      { cursor: undefined, authorization: 'Bearer the-admin-key' },
      { cursor: 'book-2', authorization: 'Bearer the-admin-key' },
    ]);
    assert.deepEqual(losses(), ['ended']);
    assert.ok(feed.covers(token('one')) && feed.covers(token('two')));
  });

  test('knows nothing for sure before it was told everything', async () => {
    const { server, feed } = await setUp((response) => stream(response, revocation(entry, 'book-1')));
    await until(() => feed.covers(token('one')) !== undefined);
    assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
    await server.say(alive);
    assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY, 'a sign of life is not everything');
    await server.say(current);
    assert.equal(feed.secondsBehind(), 0);
  });

  test('is as far behind as the last sign of life is old', async () => {
    const { server, feed } = await setUp();
    await feed.untilCurrent();
    clock.advance(40);
    assert.equal(feed.secondsBehind(), 40);
    await server.say(alive);
    assert.equal(feed.secondsBehind(), 0);
    clock.advance(-7);
    assert.equal(feed.secondsBehind(), 7, 'a clock that was set back is time that passed');
    clock.advance(7);
  });

  test('catches up before it counts as current again, and is behind until then', async () => {
    const { server, feed, events } = await setUp((response, nth) => stream(response, nth === 1 ? current : ''));
    await feed.untilCurrent();
    server.end('cut');
    await until(() => server.asked.length === 2);
    clock.advance(50);
    await server.say(revocation(entry, 'book-9') + alive);
    assert.equal(feed.secondsBehind(), 50);
    await server.say(current);
    assert.equal(feed.secondsBehind(), 0);
    assert.deepEqual(
      events.map(({ name }) => name),
      ['revocation.feed-current', 'revocation.feed-lost', 'revocation.feed-current'],
    );
  });

  test('begins at the beginning after a reset, and gives nobody his token back', async () => {
    const { server, feed } = await setUp();
    await feed.untilCurrent();
    await server.say(revocation(entry, 'old-1'));
    await server.say('event: reset\ndata: {}\n\n');
    clock.advance(20);
    await server.say(alive);
    assert.equal(feed.secondsBehind(), 20, 'not current between reset and current');
    assert.ok(feed.covers(token('one')));
    server.end();
    await until(() => server.asked.length === 2);
    assert.equal(server.asked[1]?.cursor, undefined);
    await until(() => feed.secondsBehind() === 0);
    assert.ok(feed.covers(token('one')));
  });

  test('a stream that goes back in time takes nothing back', async () => {
    const { server, feed } = await setUp();
    await feed.untilCurrent();
    await server.say(revocation(entry, 'book-7'));
    const earlier = { ...entry, revokedAt: entry.revokedAt - 100, expiresAt: entry.expiresAt - 100 };
    await server.say(revocation(earlier, 'book-2') + revocation({ ...entry, value: 'two' }, 'book-1'));
    assert.equal(feed.covers(token('one'))?.revokedAt, entry.revokedAt);
    assert.ok(feed.covers(token('two')));
    assert.equal(feed.secondsBehind(), 0);
  });

  test('comes back by itself when nobody was there, and when it was sent away', async () => {
    const { feed, events } = await setUp((response, nth) => {
      if (nth === 1) response.destroy();
      else if (nth === 2) response.writeHead(401).end();
      else if (nth === 3) response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      else if (nth === 4) response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      else stream(response, current);
    });
    await feed.untilCurrent();
    assert.deepEqual(
      events.map((event) => event.name === 'revocation.feed-lost' && [event.reason, event.status]),
      [['unreachable', undefined], ['refused', 401], ['refused', 200], ['refused', 302], false],
    );
  });

  test('does not wait for a stream that fell silent, nor for one whose bytes never become an event', async () => {
    const { server, losses } = await setUp((response, nth) => {
      stream(response, current);
      if (nth === 2) setInterval(() => response.write(': drip\n'), 100).unref();
    }, 1);
    await until(() => losses().length >= 2);
    assert.deepEqual(losses().slice(0, 2), ['silent', 'silent']);
    assert.ok(server.asked.length >= 2);
  });

  test('gives up a stream that lives and never says that it told everything', async () => {
    const { server, feed, losses } = await setUp((response) => stream(response, alive));
    await server.say(alive);
    clock.advance(61);
    await server.say(alive);
    assert.deepEqual(losses(), ['silent']);
    assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
  });

  test('asks for everything anew when the clock made it forget', async () => {
    const { server, feed, losses } = await setUp((response, nth) =>
      stream(response, nth === 1 ? current : revocation({ ...entry, value: 'short' }, 'book-1') + current),
    );
    await feed.untilCurrent();
    await server.say(revocation({ ...entry, value: 'short', expiresAt: now() + 10 }, 'book-1'));
    clock.advance(86_400);
    await server.say(revocation({ ...entry, value: 'long', expiresAt: now() + 3600 }, 'book-2'));
    assert.equal(feed.covers(token('short')), undefined);
    clock.advance(-86_400);
    assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
    await server.say(alive);
    await until(() => feed.secondsBehind() === 0);
    assert.deepEqual(losses(), ['clock']);
    assert.equal(server.asked[1]?.cursor, undefined);
    assert.ok(feed.covers(token('short')) && feed.covers(token('long')));
  });

  test('closes at once, whatever it is doing, and frees those who wait for it', async () => {
    const states: readonly ((response: ServerResponse) => void)[] = [
      (response) => stream(response, current),
      (response) => stream(response, ''),
      () => undefined,
      (response) => response.destroy(),
    ];
    for (const answer of states) {
      const { server, feed } = await setUp(answer);
      const waiting = feed.untilCurrent().catch((error: Error) => error.message);
      await until(() => server.asked.length > 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const began = performance.now();
      await feed.close();
      assert.ok(performance.now() - began < 5000);
      await waiting;
      await feed.close();
      const { sent } = server;
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.equal(server.sent, sent, 'it does not come back');
    }
    const { feed } = await setUp(() => undefined);
    const reason = new Error('I cannot wait');
    await assert.rejects(feed.untilCurrent(AbortSignal.abort(reason)), reason);
    const leaving = new AbortController();
    const left = feed.untilCurrent(leaving.signal);
    leaving.abort(reason);
    await assert.rejects(left, reason);
    const stays = feed.untilCurrent();
    await feed.close();
    await assert.rejects(stays, /closed/);
  });
});

suite('options of the feed', () => {
  const good = { url: 'http://127.0.0.1:1/revocations', key: 'k' };
  test('are refused when they are not what they should be, and not repeated', () => {
    for (const wrong of [
      { url: undefined },
      { url: 'not an address Marked7' },
      { url: 'http://admin.example/Marked7' },
      { url: 'http://user:Marked7@127.0.0.1/' },
      { url: 'ftp://127.0.0.1/Marked7' },
      { url: 'https://admin.example/#Marked7' },
      { key: '' },
      { key: 'Marked7\r\nX: y' },
      { maxEntries: 0 },
      { maxEntries: 1.5 },
      { silenceSeconds: 0 },
      { silenceSeconds: 3601 },
      { transport: 'fetch' },
      { whatever: true },
    ]) {
      assert.throws(
        () => {
          const feed = createAdminRevocationFeed({ ...good, ...wrong } as Parameters<
            typeof createAdminRevocationFeed
          >[0]);
          // One that should not be there must not hold the test.
          void feed.close();
        },
        (error) => error instanceof TypeError && !error.message.includes('Marked7'),
        Object.keys(wrong).join(),
      );
    }
  });
});
