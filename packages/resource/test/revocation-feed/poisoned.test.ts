import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import type { ResourceEvent } from '@holdfast/resource';
import { createFakeClock, until } from '@holdfast/testing';
import {
  current,
  hurryFeeds,
  openFeed,
  revocation,
  type StreamServer,
  startStreamServer,
  stream,
} from '../fixture/stream-server.ts';

hurryFeeds();
const clock = createFakeClock();
const now = clock() / 1000;
const good = { kind: 'uti', value: 'good', revokedAt: now, expiresAt: now + 3600 };
const long = { kind: 'user', value: 'x', revokedAt: now, expiresAt: now + 3600 };
const token = (uniqueId: string) => ({
  tenant: undefined,
  objectId: undefined,
  clientIds: [],
  uniqueId,
  issuedAt: now,
  keyThumbprint: undefined,
  certificateThumbprint: undefined,
  isCae: true,
});

const event = (data: string, id = 'book-2', name = 'revocation'): string =>
  `event: ${name}\nid: ${id}\ndata: ${data}\n\n`;
const thumbprint = 'A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0';

/** What must not be passed over: each may have been a revocation. */
const poison: Readonly<Record<string, string | Uint8Array>> = {
  'an unknown kind': revocation({ ...long, kind: 'device' }, 'book-2'),
  'a kind that objects have from birth': revocation({ ...long, kind: 'constructor' }, 'book-2'),
  'the kind __proto__': revocation({ ...long, kind: '__proto__' }, 'book-2'),
  'a kind that is a list': revocation({ ...long, kind: ['user'] }, 'book-2'),
  'no value': revocation({ ...long, value: undefined }, 'book-2'),
  'an empty value': revocation({ ...long, value: '' }, 'book-2'),
  'a value that is too long': revocation({ ...long, value: 'x'.repeat(257) }, 'book-2'),
  'a thumbprint that is none': revocation({ ...long, kind: 'jkt', value: `${thumbprint.slice(0, -1)}1` }, 'book-2'),
  'a thumbprint in hexadecimal': revocation({ ...long, kind: 'x5t', value: 'ab'.repeat(32) }, 'book-2'),
  'a time that is text': revocation({ ...long, revokedAt: `${now}` }, 'book-2'),
  'a time in fractions': revocation({ ...long, expiresAt: now + 0.5 }, 'book-2'),
  'a negative time': revocation({ ...long, revokedAt: -1 }, 'book-2'),
  'a time beyond whole numbers': event('{"kind":"user","value":"x","revokedAt":1,"expiresAt":1e400}'),
  'a tenant that is none': revocation({ ...long, tenant: 'contoso.example' }, 'book-2'),
  'claims that are no object': revocation({ ...long, claims: 'x' }, 'book-2'),
  'claims that fit into no header': revocation(
    { ...long, claims: { access_token: { x: 'x'.repeat(9000) } } },
    'book-2',
  ),
  'a member twice': event('{"kind":"user","kind":"uti","value":"x","revokedAt":1,"expiresAt":2}'),
  'the member __proto__': event('{"__proto__":{},"kind":"uti","value":"x","revokedAt":1,"expiresAt":2}'),
  'no JSON': event('revoked!'),
  'no data': 'event: revocation\nid: book-2\n\n',
  'data that is a list': event('[]'),
  'nesting without end': event('['.repeat(20_000)),
  'no cursor': `event: revocation\ndata: ${JSON.stringify(long)}\n\n`,
  'a cursor that would break a header': event(JSON.stringify(long), 'book 2'),
  'a cursor that is too long': event(JSON.stringify(long), 'b'.repeat(257)),
  'a cursor beyond ASCII': event(JSON.stringify(long), 'bök-2'),
  'an event of another name': event(JSON.stringify(long), 'book-2', 'revocation.v2'),
  'an event without a name': `id: book-2\ndata: ${JSON.stringify(long)}\n\n`,
  'a line that never ends': `data: ${'x'.repeat(80_000)}`,
  'an event of lines without end': 'data: x\n'.repeat(20_000),
  'comments that never become an event': ': x\n'.repeat(20_000),
  'an event that is too long': event(JSON.stringify({ ...long, more: 'x'.repeat(40_000) })),
  'bytes that are no text': new Uint8Array([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xfe, 0x0a, 0x0a]),
  'a text cut inside a letter': new Uint8Array([...Buffer.from('data: '), 0xe2, 0x82, 0x0a, 0x0a]),
};

suite('a poisoned feed', () => {
  const servers: StreamServer[] = [];
  after(() => Promise.all(servers.map((server) => server.close())));

  for (const [what, bytes] of Object.entries(poison)) {
    test(`${what} is a loss at once, asked for again, and healed when it is gone`, async () => {
      const server = await startStreamServer();
      servers.push(server);
      const events: ResourceEvent[] = [];
      const feed = openFeed(server, { clock, events: (one) => events.push(one) });
      await feed.untilCurrent();
      await server.say(revocation(good, 'book-1'));
      let healed = false;
      server.answer = (response) => stream(response, healed ? revocation(long, 'book-2') + current : '');
      server.write(bytes);
      await until(() => feed.secondsBehind() === Number.POSITIVE_INFINITY);
      const lost = events.find(({ name }) => name === 'revocation.feed-lost');
      assert.deepEqual(lost, { name: 'revocation.feed-lost', reason: 'malformed' });
      assert.ok(feed.covers(token('good')), 'what is known stays known');
      healed = true;
      await until(() => server.asked.length >= 2);
      assert.equal(server.asked[1]?.cursor, 'book-1', 'the cursor is not moved past what was not understood');
      server.end();
      await until(() => feed.secondsBehind() === 0);
      assert.equal(feed.size, 2);
      await feed.close();
    });
  }
});

suite('what is not understood', () => {
  async function tell(bytes: string, last: 'current' | 'the end' = 'current') {
    const server = await startStreamServer();
    let nth = 0;
    server.answer = (response) => {
      nth += 1;
      stream(response, nth > 1 ? bytes : current);
      if (nth > 1 && last === 'current') response.write(current);
      else if (nth > 1) response.end();
    };
    const events: ResourceEvent[] = [];
    const feed = openFeed(server, { clock, events: (one) => events.push(one) });
    await feed.untilCurrent();
    const first = events.length;
    server.end();
    await until(() => events.length >= first + 2);
    const told = events.slice(first).map((one) => (one.name === 'revocation.feed-lost' ? one.reason : one.name));
    const { secondsBehind } = feed;
    const behind = secondsBehind();
    await feed.close();
    await server.close();
    return { told, behind };
  }

  test('an entry that cannot be understood is not passed over', async () => {
    const { told, behind } = await tell(revocation({ ...long, kind: 'device' }, 'book-2'));
    assert.deepEqual(told.slice(0, 2), ['ended', 'malformed']);
    assert.equal(behind, Number.POSITIVE_INFINITY);
  });

  test('a line that never ends is not kept until it does', async () => {
    const { told } = await tell(`: ${'x'.repeat(80_000)}`, 'the end');
    assert.deepEqual(told.slice(0, 2), ['ended', 'malformed']);
  });

  test('a moment ago it was current, and what was said since is not known', async () => {
    assert.equal((await tell('event: revocation\nid: book-2\ndata: ?\n\n')).behind, Number.POSITIVE_INFINITY);
  });
});

suite('a feed with more in it than is known', () => {
  test('members that are not known, other line ends and pieces of any size change nothing', async () => {
    const server = await startStreamServer();
    const feed = openFeed(server, { clock });
    await feed.untilCurrent();
    const text = revocation(
      { ...good, value: 'ä'.length === 1 ? 'one' : '', reason: 'lost laptop – ümlaut' },
      'book-3',
    );
    const bytes = new TextEncoder().encode(`retry: 1\n: hello\n${text}`.replaceAll('\n', '\r\n'));
    for (const byte of bytes) server.write(new Uint8Array([byte]));
    await server.say(revocation({ ...good, value: 'two' }, 'book-4').replaceAll('\n', '\r'));
    await server.say(`\n${revocation({ ...good, value: 'three' }, 'book-5').replaceAll(': ', ':')}`);
    for (const value of ['one', 'two', 'three']) assert.ok(feed.covers(token(value)), value);
    assert.equal(feed.secondsBehind(), 0);
    await feed.close();
    await server.close();
  });
});
