import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type AuthorityDescription, createAuthority, DataCorrupt, DataLocked, ListenFailed } from '@holdfast/authority';
import { createFakeClock } from '@holdfast/testing';
import { claimsOf, runAuthority } from '../harness/running-authority.ts';
import { createTlsFetch } from '../harness/tls-fetch.ts';

/** What does not change with the ports. */
function withoutAddresses(description: AuthorityDescription): Partial<AuthorityDescription> {
  const { sts: _sts, mtlsSts: _mtlsSts, imds: _imds, admin: _admin, appService, ...rest } = description;
  return { ...rest, appService: { ...appService, endpoint: new URL(appService.endpoint).pathname } };
}

describe('an authority', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authority-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('refuses wrong options at its door', async () => {
    const wrong = [
      { dataDirectory: '' },
      { publicHost: 'evil.example' },
      { publicOrigin: 'http://localhost' },
      { publicOrigin: 'https://localhost/' },
      { publicMtlsOrigin: 'http://localhost' },
      { isCertificateRevoked: true },
      { clock: 7 },
      { events: {} },
      { eventCapacity: 0 },
    ];
    for (const options of wrong) {
      await assert.rejects(createAuthority(options as never), TypeError, JSON.stringify(options));
    }
  });

  it('is the same after a restart: keys, ids, secrets, certificates', async () => {
    const dataDirectory = join(folder, 'same');
    const first = await runAuthority({ dataDirectory });
    const token = await first.token();
    const before = withoutAddresses(first.description);
    const keysOf = async (running: typeof first) =>
      (await running.fetch(`${running.sts}/common/discovery/v2.0/keys`)).json() as Promise<{
        keys: readonly { kid: string }[];
      }>;
    const kids = (await keysOf(first)).keys.map(({ kid }) => kid);
    await first.close();
    const second = await runAuthority({ dataDirectory });
    assert.deepEqual(withoutAddresses(second.description), before);
    assert.equal(second.authority.mitsHeader, first.authority.mitsHeader);
    assert.equal(second.authority.certificates.mits.certPem, first.authority.certificates.mits.certPem);
    assert.deepEqual(
      (await keysOf(second)).keys.map(({ kid }) => kid),
      kids,
    );
    assert.equal(claimsOf(await second.token())['oid'], claimsOf(token)['oid']);
    assert.equal(await readFile(before.caFile ?? '', 'utf8'), second.authority.certificates.caPem);
    await second.close();
  });

  it('holds its data directory alone, and gives it back also when it cannot start (ERR_DATA_LOCKED, ERR_DATA_CORRUPT)', async () => {
    const dataDirectory = join(folder, 'alone');
    const first = await createAuthority({ dataDirectory });
    await assert.rejects(createAuthority({ dataDirectory }), DataLocked);
    await first.close();
    await writeFile(join(dataDirectory, 'identities.json'), '{"secrets":7}');
    for (let round = 0; round < 2; round += 1) {
      await assert.rejects(
        createAuthority({ dataDirectory }),
        (error: unknown) => error instanceof DataCorrupt && error.file === 'identities.json',
      );
    }
  });

  it('listens with both services or with none (ERR_LISTEN_PORT)', async () => {
    const first = await runAuthority();
    const taken = Number(new URL(first.description.admin).port);
    const second = await createAuthority();
    await assert.rejects(
      second.listen({ adminPort: taken }),
      (error: unknown) => error instanceof ListenFailed && error.port === taken,
    );
    assert.throws(() => second.describe(), TypeError);
    const description = await second.listen();
    assert.match(description.sts, /^https:\/\/localhost:\d+$/);
    await assert.rejects(second.listen(), TypeError);
    await second.close();
    await first.close();
  });

  it('tells its address as it was configured, in the metadata and in tokens', async () => {
    for (const [options, expected] of [
      [{ publicHost: '127.0.0.1' }, /^https:\/\/127\.0\.0\.1:\d+$/],
      [{ publicHost: '::1' }, /^https:\/\/\[::1\]:\d+$/],
      [{ publicOrigin: 'https://login.example' }, /^https:\/\/login\.example$/],
    ] as const) {
      const authority = await createAuthority(options);
      const { sts } = await authority.listen();
      assert.match(sts, expected);
      await authority.close();
    }
    const running = await runAuthority({ publicHost: '127.0.0.1' });
    assert.equal(claimsOf(await running.token())['iss'], `${running.sts}/${running.tenantId}/v2.0`);
    await running.close();
  });

  it('keeps old tokens verifiable through rotations, over TLS, until they expire', async () => {
    const clock = createFakeClock(Date.now());
    const running = await runAuthority({ clock });
    const kids = async (): Promise<readonly string[]> => {
      const { keys } = (await (await running.fetch(`${running.sts}/common/discovery/v2.0/keys`)).json()) as {
        keys: readonly { kid: string }[];
      };
      return keys.map(({ kid }) => kid);
    };
    const [signer, next] = await kids();
    await running.token();
    await running.authority.rotateKeys();
    assert.equal((await kids())[0], next);
    assert.ok((await kids()).includes(signer!));
    clock.advance(3599 + 301);
    assert.equal((await kids()).includes(signer!), false);
    await running.close();
  });

  it('closes soon while event streams, kept connections and delayed requests are open', async () => {
    const running = await runAuthority();
    const stream = await running.admin('/events');
    await running.admin('/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"service":"sts","delayMs":60000}',
    });
    const kept = createTlsFetch(running.authority.certificates.caPem);
    const delayed = running.token().catch((error: Error) => error);
    while (!running.events.some(({ name }) => name === 'fault.applied'))
      await new Promise((resolve) => setImmediate(resolve));
    const before = performance.now();
    await running.authority.close();
    assert.ok(performance.now() - before < 20_000);
    await stream.text().catch(() => undefined);
    await delayed;
    kept.close();
    await running.close();
    await assert.rejects(running.authority.listen(), TypeError, 'what is closed stays closed');
  });

  it('hides a watcher’s failure from its clients', async () => {
    const running = await runAuthority({
      events: () => {
        throw new Error('watcher');
      },
    });
    assert.equal((await running.token()).status, 200);
    await running.close();
  });
});
