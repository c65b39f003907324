import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, watch } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { createTlsTransport } from '@holdfast/node';
import { createAdmin } from '../support/admin.ts';
import { startCommand, startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';
import { openConnections } from '../support/open-connections.ts';
import { openScene, scopes } from '../support/scene.ts';

suite('holdfast up: signals', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder?.remove());

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} ends it with 0 within two seconds, whatever connections are open`, async () => {
      const data = join(folder.path, 'data');
      const holdfast = await startHoldfast(['--data', data]);
      const connections = await openConnections(holdfast.ready);
      const events = await createAdmin(holdfast.ready).events();
      const stream = drain(events);
      const signalled = performance.now();
      assert.deepEqual(await holdfast.stop(signal), { code: 0, signal: null });
      assert.ok(performance.now() - signalled < 2000);
      assert.equal(existsSync(join(data, 'lock')), false);
      // The server ended the stream properly, so its reader is not left with a broken one.
      assert.equal(await stream, 'ended');
      connections.close();
    });
  }

  test('SIGTERM does not wait for an API that waits for an authority that was told to be slow', async () => {
    const scene = await openScene();
    const { holdfast, admin, transport } = scene;
    const token = await scene.client('daemon').acquireTokenForClient({ scopes });
    await admin.fault({ match: { path: '/discovery/v2.0/keys' }, delayMs: 60_000 });
    const events = await admin.events();
    const headers = { authorization: `Bearer ${token.accessToken}` };
    const call = transport(new Request(`${holdfast.ready.api}/open/orders`, { headers })).then(
      () => 'answered',
      () => 'cut off',
    );
    for await (const { name } of events) if (name === 'fault.applied') break;
    const signalled = performance.now();
    assert.deepEqual(await holdfast.stop(), { code: 0, signal: null });
    assert.ok(performance.now() - signalled < 2000);
    await call;
    await scene.close();
  });

  test('SIGINT does not wait for a token service that waits for a slow authority, nor for a slow token service', async () => {
    const scene = await openScene();
    const { holdfast, admin } = scene;
    const { imds, trustFile, mitsEnv } = holdfast.ready;
    const tls = createTlsTransport({ ca: readFileSync(trustFile, 'utf8') });
    await admin.fault({ match: { path: '/oauth2/v2.0/token' }, delayMs: 60_000 });
    await admin.fault({ service: 'imds', match: {}, delayMs: 60_000 });
    const events = await admin.events();
    const query = '?api-version=2018-02-01&resource=api://orders';
    const ofMits = `${mitsEnv.IDENTITY_ENDPOINT}?api-version=2020-05-01&resource=api://orders`;
    const calls = [
      tls(new Request(ofMits, { headers: { secret: mitsEnv.IDENTITY_HEADER } })),
      fetch(`${imds}/metadata/identity/oauth2/token${query}`, { headers: { metadata: 'true' } }),
    ].map((call) => call.catch(() => undefined));
    const hit = new Set<unknown>();
    for await (const { name, service } of events) {
      if (name === 'fault.applied') hit.add(service);
      if (hit.size === 2) break;
    }
    const signalled = performance.now();
    assert.deepEqual(await holdfast.stop('SIGINT'), { code: 0, signal: null });
    assert.ok(performance.now() - signalled < 2000);
    await Promise.all(calls);
    await tls.close();
    await scene.close();
  });

  test('a signal during the start ends it with 0: nothing is announced, nothing is left behind', async () => {
    const data = join(folder.path, 'interrupted');
    await mkdir(data);
    const watcher = watch(data);
    // The rest of its start has less than two seconds, on a busy machine too.
    const command = startCommand(['up', '--json', '--port-base', '0', '--data', data], { keysFromStock: true });
    for await (const { filename } of watcher) if (filename === 'lock') break;
    assert.deepEqual(await command.stop(), { code: 0, signal: null });
    assert.deepEqual(command.stdout, []);
    assert.equal(existsSync(join(data, 'lock')), false);
  });

  test('it goes on serving when nobody reads its logs any more; SIGHUP ends it too', async () => {
    const scene = await openScene();
    const { holdfast } = scene;
    holdfast.child.stderr?.destroy();
    for (const forceRefresh of [false, true, true]) {
      const token = await scene.client('daemon').acquireTokenForClient({ scopes, forceRefresh });
      assert.equal(token.tokenType, 'Bearer');
    }
    assert.deepEqual(await holdfast.stop('SIGHUP'), { code: 0, signal: null });
    await scene.close();
  });
});

async function drain(events: AsyncIterable<unknown>): Promise<string> {
  try {
    for await (const _event of events);
    return 'ended';
  } catch {
    return 'broken';
  }
}
