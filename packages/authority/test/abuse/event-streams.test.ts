import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { after, suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { RawConnection } from '@holdfast/testing';
import { createEventStreams } from '../../src/admin/event-stream.ts';
import { createEventLog } from '../../src/events/event-log.ts';
import type { LoopbackListener } from '../../src/listening/listen-loopback.ts';
import { serveStreams } from '../harness/serve-streams.ts';

const event = { name: 'faults.changed', active: 1 } as const;
const listening: LoopbackListener[] = [];
after(() => Promise.all(listening.map((listener) => listener.close())));

/** Event streams on a server of their own, so that a test can make events faster than requests would. */
async function openStreams(capacity = 100) {
  const log = createEventLog({ capacity, clock: () => 0 });
  const streams = createEventStreams(log);
  const { listener, responses, subscribe } = await serveStreams('/events', streams);
  listening.push(listener);
  return { log, streams, responses, subscribe };
}

suite('a log of more than a megabyte', () => {
  const kept = 50_000;
  const readEvents = async (reader: RawConnection, count: number): Promise<void> => {
    while (reader.text.split('event: faults.changed').length <= count) {
      assert.equal(reader.isClosed, false);
      await setTimeout(10);
    }
  };

  test('is told from its first event to its last, and then what happens', async () => {
    const { log, subscribe } = await openStreams(kept);
    for (let count = 0; count < kept; count += 1) log.append(event);
    const reader = await subscribe();
    await readEvents(reader, kept);
    log.append(event);
    await readEvents(reader, kept + 1);
    const numbers = [...reader.text.matchAll(/^id: \w+-(\d+)$/gm)].map((match) => Number(match[1]));
    assert.deepEqual(
      numbers,
      Array.from({ length: kept + 1 }, (_, index) => index + 1),
    );
    reader.destroy();
  });

  test('waits for a reader that takes none of it, and holds hardly anything for it', async () => {
    const { log, responses, subscribe } = await openStreams(kept);
    for (let count = 0; count < kept; count += 1) log.append(event);
    const reader = await subscribe();
    await reader.answered();
    reader.pause();
    // Long enough for whatever would be written unasked.
    await setTimeout(200);
    const [response] = responses as [ServerResponse];
    assert.ok(response.writableLength < 256 * 1024, `${response.writableLength} bytes wait for the reader`);
    reader.destroy();
    await once(response, 'close');
  });
});

suite('event streams that nobody reads', () => {
  test('two hundred of them: 32 are served, and each holds a megabyte of events at most', async () => {
    const { log, responses, subscribe } = await openStreams();
    const readers = await Promise.all(Array.from({ length: 200 }, subscribe));
    const statuses = await Promise.all(readers.map((reader) => reader.answered()));
    assert.deepEqual(statuses.flat().sort().slice(30, 34), [200, 200, 503, 503]);
    for (const reader of readers) reader.pause();
    const gone = Promise.all(
      responses.filter(({ statusCode }) => statusCode === 200).map((response) => once(response, 'close')),
    );
    let most = 0;
    // More than their megabyte and whatever the kernel keeps.
    for (let round = 0; round < 40; round += 1) {
      for (let count = 0; count < 2000; count += 1) log.append(event);
      most = Math.max(most, ...responses.map(({ writableLength }) => writableLength));
      await new Promise(setImmediate);
    }
    assert.ok(most < 1024 * 1024 + 4096, `${most} bytes wait for one reader`);
    await gone;
    for (const reader of readers) reader.destroy();
    const late = await subscribe();
    assert.deepEqual(await late.answered(), [200], 'there is room again');
    late.destroy();
  });

  test('one that takes nothing for a minute loses its place, and no other does', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    const { log, responses, subscribe } = await openStreams();
    const deaf = await subscribe();
    await deaf.answered();
    deaf.pause();
    const reader = await subscribe();
    t.after(() => {
      for (const one of [deaf, reader]) one.destroy();
    });
    await reader.answered();
    const [response] = responses as [ServerResponse];
    // Whatever the kernel keeps for it, and a bit: less than would end the stream at once.
    while (response.writableLength < 128 * 1024) {
      for (let count = 0; count < 500; count += 1) log.append(event);
      await setTimeout(1);
    }
    t.mock.timers.tick(45_000);
    await setTimeout(50);
    assert.equal(response.destroyed, false);
    t.mock.timers.tick(15_000);
    assert.equal(response.destroyed, true);
    assert.equal(reader.isClosed, false);
    while (reader.text.split(': still here').length < 5) await setTimeout(5);
  });

  test('what happens while the streams end is written to none of them', async () => {
    const { log, streams, responses, subscribe } = await openStreams();
    const reader = await subscribe();
    await reader.answered();
    reader.pause();
    const [response] = responses as [ServerResponse];
    const failures: unknown[] = [];
    response.on('error', (error) => failures.push(error));
    // The end of the stream has to wait behind what the reader has not taken.
    while (response.writableLength < 512 * 1024) {
      for (let count = 0; count < 500; count += 1) log.append(event);
      await new Promise(setImmediate);
    }
    streams.close();
    log.append(event);
    await new Promise(setImmediate);
    reader.destroy();
    await once(response, 'close');
    assert.deepEqual(failures, []);
  });

  test('garbage on the way of a stream does not get a status line into it', async () => {
    const { log, subscribe } = await openStreams();
    const reader = await subscribe();
    await reader.answered();
    log.append(event);
    await reader.send('rubbish\r\n\r\n');
    await reader.closed;
    assert.deepEqual(reader.statuses(), [200]);
    assert.doesNotMatch(reader.text, /400/);
  });
});
