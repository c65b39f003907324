import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { setInterval as every } from 'node:timers/promises';
import { openRawConnection, type RawConnection } from '@holdfast/testing';
import { type LoopbackListener, listenLoopback } from '../../src/listening/listen-loopback.ts';
import { httpLimits } from '../../src/listening/server-settings.ts';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

// Clients that take their time, against the real STS and its listener with shorter limits than the house's own: many times what an honest client takes, and
// waited for by all tests at once.

const limits = {
  headersTimeout: 1500,
  requestTimeout: 3000,
  connectionsCheckingInterval: 50,
  handshakeTimeout: 2000,
  inactivityTimeout: 2000,
  keepAliveTimeout: 1000,
};
// Nobody is let go later than this, however busy this machine is.
const patienceMs = 30_000;
const keysPath = '/contoso.example/discovery/v2.0/keys';
const tokenPath = '/contoso.example/oauth2/v2.0/token';
const form = 'content-type: application/x-www-form-urlencoded';

test('the limits of the house: headers in 10 s, a request in 30 s, a handshake in 10 s, 16 KiB of headers', () => {
  assert.deepEqual(httpLimits, {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
    handshakeTimeout: 10_000,
    inactivityTimeout: 120_000,
    maxHeaderSize: 16_384,
  });
});

const atOnce = { concurrency: true };
suite('clients that take their time', atOnce, () => {
  for (const scheme of ['https', 'http'] as const) {
    suite(`over ${scheme}`, atOnce, () => {
      let running: RunningAuthority;
      let listener: LoopbackListener;
      let ca: string | undefined;

      before(async () => {
        running = await runAuthority();
        const { certificates, handlers } = running.authority;
        ca = scheme === 'https' ? certificates.caPem : undefined;
        const tls = scheme === 'https' ? certificates.server : undefined;
        listener = await listenLoopback({ handler: handlers.sts, port: 0, tls, limits });
      });
      after(async () => {
        await listener.close();
        await running.close();
      });

      const open = (): Promise<RawConnection> => openRawConnection({ port: listener.port, ca });
      async function assertHonestIsServed(): Promise<void> {
        const honest = await open();
        await honest.send(`GET ${keysPath} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
        assert.deepEqual(await honest.answered(), [200]);
      }
      /** Sends one byte per tick until the server has had enough; gives how long that took. */
      async function drip(connection: RawConnection): Promise<number> {
        const startedAt = performance.now();
        for await (const _ of every(20)) {
          if (connection.isClosed || performance.now() - startedAt > patienceMs) break;
          await connection.send('a');
        }
        return performance.now() - startedAt;
      }

      async function assertAllAreLetGo(head: string): Promise<void> {
        const slow = await Promise.all(Array.from({ length: 20 }, open));
        for (const one of slow) await one.send(head);
        const dripping = Promise.all(slow.map(drip));
        await assertHonestIsServed();
        const took = await dripping;
        assert.ok(Math.max(...took) < patienceMs, `the slowest was let go after ${Math.max(...took)} ms`);
        for (const one of slow) assert.deepEqual(one.statuses(), [408]);
        await assertHonestIsServed();
      }

      test('headers, one byte at a time: 408 and the end, while others are served', () =>
        assertAllAreLetGo(`GET ${keysPath} HTTP/1.1\r\nhost: localhost\r\nx-slow: `));

      test('a body, one byte at a time: 408 and the end, while others are served', () =>
        assertAllAreLetGo(`POST ${tokenPath} HTTP/1.1\r\nhost: localhost\r\n${form}\r\ncontent-length: 60000\r\n\r\n`));

      test('a body that nobody wanted may not drip for ever either', async () => {
        const slow = await open();
        await slow.send('POST /nowhere HTTP/1.1\r\nhost: localhost\r\ncontent-length: 60000\r\n\r\n');
        assert.ok((await drip(slow)) < patienceMs);
        assert.equal(slow.isClosed, true);
        await assertHonestIsServed();
      });

      test('connections that say nothing at all are let go', async () => {
        // Plain connections also to the TLS port: these never shake hands.
        const silent = await Promise.all(Array.from({ length: 50 }, () => openRawConnection({ port: listener.port })));
        await assertHonestIsServed();
        const startedAt = performance.now();
        await Promise.all(silent.map(({ closed }) => closed));
        assert.ok(performance.now() - startedAt < patienceMs);
        await assertHonestIsServed();
      });

      test('a handshake, one byte at a time', async (context) => {
        if (scheme === 'http') return context.skip('there is none');
        const slow = await openRawConnection({ port: listener.port });
        // The head of a TLS record that promises sixteen thousand bytes.
        await slow.send(Uint8Array.of(0x16, 0x03, 0x01, 0x40, 0x00, 0x01, 0x00, 0x3f, 0xfc));
        assert.ok((await drip(slow)) < patienceMs);
        assert.equal(slow.isClosed, true);
        await assertHonestIsServed();
      });

      test('answers that nobody reads: the connection is given up', async () => {
        const deaf = await open();
        deaf.pause();
        const startedAt = performance.now();
        // One request at a time, until the answers fill what the kernel keeps.
        while (await deaf.send(`GET ${keysPath} HTTP/1.1\r\nhost: localhost\r\n\r\n`)) await new Promise(setImmediate);
        assert.ok(performance.now() - startedAt < patienceMs);
        await assertHonestIsServed();
      });

      test('a thousand requests sent ahead: the connection is ended, and nobody works for it', async () => {
        const hasty = await open();
        await hasty.send(`GET ${keysPath} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(1000));
        await hasty.closed;
        assert.ok(hasty.statuses().length <= 32);
        const patient = await open();
        await patient.send(`GET ${keysPath} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(20));
        assert.equal((await patient.answered(20)).length, 20);
        patient.destroy();
      });

      test('garbage, and then a half that is never closed', async () => {
        const stubborn = await open();
        stubborn.holdOpen();
        await stubborn.send('rubbish\r\n\r\n');
        assert.deepEqual(await stubborn.answered(), [400]);
        const startedAt = performance.now();
        while ((await stubborn.send('a')) && performance.now() - startedAt < patienceMs) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.ok(performance.now() - startedAt < patienceMs);
      });

      test('one request and then silence: the connection is kept for a while only', async () => {
        const idle = await open();
        await idle.send(`GET ${keysPath} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
        assert.deepEqual(await idle.answered(), [200]);
        const startedAt = performance.now();
        await idle.closed;
        assert.ok(performance.now() - startedAt < patienceMs);
      });
    });
  }
});
