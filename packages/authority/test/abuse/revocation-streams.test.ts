import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { after, suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { RawConnection } from '@holdfast/testing';
import { createRevocationStreams } from '../../src/admin/revocation-stream.ts';
import type { LoopbackListener } from '../../src/listening/listen-loopback.ts';
import { openRevocationBook } from '../../src/revocation/revocation-book.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';
import { serveStreams } from '../harness/serve-streams.ts';

const listening: LoopbackListener[] = [];
after(() => Promise.all(listening.map((listener) => listener.close())));

/** The streams on a server of their own, so that a test sees what waits for each reader. */
async function openStreams(entries = 0) {
  const book = await openRevocationBook({ store: createMemoryDataStore(), clock: Date.now, coverSeconds: 3600 });
  const add = (count: number, name: string) =>
    Promise.all(Array.from({ length: count }, (_, index) => book.add({ kind: 'uti', value: `${name}${index}` })));
  await add(entries, 'earlier-');
  const streams = createRevocationStreams(book);
  const { listener, responses, subscribe } = await serveStreams('/revocations', streams);
  listening.push(listener);
  const numbersOf = (reader: RawConnection): readonly number[] =>
    [...reader.text.matchAll(/event: revocation\nid: \w+-(\d+)\n/g)].map((match) => Number(match[1]));
  const waitFor = async (reader: RawConnection, count: number): Promise<void> => {
    while (numbersOf(reader).length < count) {
      assert.equal(reader.isClosed, false);
      await setTimeout(10);
    }
  };
  return { book, add, streams, responses, subscribe, numbersOf, waitFor };
}

suite('streams of revocations', () => {
  test('a full book is told to a reader that reads, from its first entry to its last, in order', async () => {
    const { subscribe, numbersOf, waitFor, streams } = await openStreams(8000);
    const reader = await subscribe();
    await waitFor(reader, 8000);
    assert.deepEqual(
      numbersOf(reader),
      Array.from({ length: 8000 }, (_, index) => index + 1),
    );
    while (!reader.text.includes('event: current')) await setTimeout(5);
    streams.close();
  });

  test('a full book waits for a reader that takes none of it, and hardly anything is held for it', async () => {
    const { add, subscribe, responses } = await openStreams(7000);
    const reader = await subscribe();
    await reader.answered();
    reader.pause();
    await add(500, 'meanwhile-');
    await setTimeout(200);
    const [response] = responses as [ServerResponse];
    assert.ok(response.writableLength < 64 * 1024, `${response.writableLength} bytes wait for the reader`);
    reader.destroy();
    await once(response, 'close');
  });

  test('a reader that takes nothing for twenty seconds loses its place', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const { add, subscribe, responses, streams } = await openStreams();
    const reader = await subscribe();
    t.after(() => reader.destroy());
    await reader.answered();
    reader.pause();
    const [response] = responses as [ServerResponse];
    while (response.writableLength < 48 * 1024) {
      await add(250, 'same-');
      await setTimeout(1);
    }
    t.mock.timers.tick(18_000);
    assert.equal(streams.size, 1);
    t.mock.timers.tick(2000);
    assert.equal(response.destroyed, true);
    await once(response, 'close');
    assert.equal(streams.size, 0);
  });

  test('two hundred readers hear everything, one of them nothing; 256 are served', async () => {
    const { add, book, subscribe, numbersOf, waitFor, streams, responses } = await openStreams(10);
    const readers = await Promise.all(Array.from({ length: 200 }, subscribe));
    await Promise.all(readers.map((reader) => reader.answered()));
    const [deaf, ...others] = readers as [RawConnection, ...RawConnection[]];
    deaf.pause();
    await add(300, 'later-');
    await Promise.all(others.map((reader) => waitFor(reader, 310)));
    for (const reader of others) assert.equal(new Set(numbersOf(reader)).size, 310);
    assert.equal(streams.size, 200);
    const more = await Promise.all(Array.from({ length: 60 }, subscribe));
    const statuses = (await Promise.all(more.map((reader) => reader.answered()))).flat();
    assert.deepEqual([statuses.filter((status) => status === 503).length, streams.size], [4, 256]);
    const gone = Promise.all(responses.filter(({ statusCode }) => statusCode === 200).map((one) => once(one, 'close')));
    for (const reader of [...readers, ...more]) reader.destroy();
    await gone;
    assert.equal(streams.size, 0);
    // Nobody is told any more: a reader that was forgotten would be written to after its end.
    await book.add({ kind: 'uti', value: 'the-last-one' });
  });

  test('a reader that does not read what happens is let go, with no more than a quarter of a megabyte held', async () => {
    const { add, subscribe, responses, streams } = await openStreams();
    const reader = await subscribe();
    await reader.answered();
    reader.pause();
    const [response] = responses as [ServerResponse];
    const closed = once(response, 'close');
    let most = 0;
    // The same ones again and again: the book does not fill up, the connection does.
    for (let round = 0; round < 12 && !response.destroyed; round += 1) {
      await add(4000, 'same-');
      most = Math.max(most, response.writableLength);
    }
    await closed;
    assert.ok(most <= 256 * 1024, `${most} bytes`);
    assert.equal(streams.size, 0);
    reader.destroy();
  });

  test('what happens while the streams end is written to none of them', async () => {
    const { add, streams, responses, subscribe } = await openStreams(3000);
    const reader = await subscribe();
    await reader.answered();
    reader.pause();
    const [response] = responses as [ServerResponse];
    const closed = once(response, 'close');
    const failures: unknown[] = [];
    response.on('error', (error) => failures.push(error));
    streams.close();
    await add(10, 'after-');
    await setTimeout(20);
    reader.destroy();
    await closed;
    assert.deepEqual(failures, []);
  });
});
