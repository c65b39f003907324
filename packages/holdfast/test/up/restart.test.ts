import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import {
  type ConfidentialClient,
  createConfidentialClient,
  createTlsTransport,
  type TlsTransport,
} from '@holdfast/node';
import { createAdmin } from '../support/admin.ts';
import { type HoldfastProcess, runHoldfast, startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';
import { findPortBase } from '../support/port-base.ts';
import { scopes } from '../support/scene.ts';

// One story, told in order: every start uses the same data directory and the same ports.
suite('holdfast up: a second start', { concurrency: 1 }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let parameters: readonly string[];
  let holdfast: HoldfastProcess;
  let first: HoldfastProcess['ready'];
  let firstCa: string;
  let transport: TlsTransport;
  let client: ConfidentialClient;

  before(async () => {
    folder = await temporaryFolder();
    parameters = ['--data', folder.path, '--port-base', String(await findPortBase())];
    holdfast = await startHoldfast(parameters);
    first = holdfast.ready;
    firstCa = readFileSync(first.caFile, 'utf8');
    transport = createTlsTransport({ ca: firstCa });
    const { tenantId, clientId, secret } = holdfast.application('daemon');
    client = createConfidentialClient({
      authority: `${first.sts}/${tenantId}`,
      clientId,
      clientSecret: secret,
      transport,
    });
  });
  after(async () => {
    client?.close();
    await transport?.close();
    await holdfast?.stop();
    await folder?.remove();
  });

  // Only the cached token is there: nobody asks the authority again.
  async function callWithFirstToken(): Promise<number> {
    const token = await client.acquireTokenForClient({ scopes });
    const { token: requests } = await createAdmin(holdfast.ready).counts();
    assert.equal(token.fromCache, true);
    assert.equal(requests, 0);
    const headers = { authorization: `Bearer ${token.accessToken}` };
    return (await transport(new Request(`${first.api}/open/orders`, { headers }))).status;
  }

  test('a fixed port base gives the ports of the contract', () => {
    const base = Number(parameters[3]);
    assert.deepEqual(
      [first.sts, first.mtlsSts, first.imds, first.mits, first.admin, first.api, first.mtlsApi],
      [
        `https://localhost:${base + 43}`,
        `https://localhost:${base + 44}`,
        `http://127.0.0.1:${base + 80}`,
        `https://localhost:${base + 81}/metadata/identity/oauth2/token`,
        `http://127.0.0.1:${base + 82}`,
        `https://localhost:${base + 90}`,
        `https://localhost:${base + 91}`,
      ],
    );
  });

  test('finds the same ids, secrets and addresses', async () => {
    await client.acquireTokenForClient({ scopes });
    assert.deepEqual(await holdfast.stop(), { code: 0, signal: null });
    assert.equal(existsSync(join(folder.path, 'lock')), false);
    holdfast = await startHoldfast(parameters);
    assert.deepEqual(holdfast.ready, first);
  });

  test('finds the same CA and signing keys: a token from before the restart still passes', async () => {
    assert.equal(readFileSync(holdfast.ready.caFile, 'utf8'), firstCa);
    assert.equal(await callWithFirstToken(), 200);
  });

  test('a second process on the same directory ends with 5 and says who holds it', async () => {
    const { code, stdout, stderr } = await runHoldfast(['up', '--json', '--port-base', '0', '--data', folder.path]);
    assert.equal(code, 5);
    const { pid } = JSON.parse(readFileSync(join(folder.path, 'lock'), 'utf8')) as { readonly pid: number };
    assert.deepEqual(JSON.parse(stdout), {
      ready: false,
      code: 'ERR_DATA_LOCKED',
      message: `Another process uses this data directory (process ${pid}).`,
      mend: 'Stop that process, or choose another directory with --data.',
    });
    assert.equal(
      stderr,
      `holdfast up: Another process uses this data directory (process ${pid}). Stop that process, or choose another directory with --data.\n`,
    );
    assert.equal(await callWithFirstToken(), 200);
  });

  test('after kill -9 the lock that is left is taken over, and nothing is lost', async () => {
    const lock = readFileSync(join(folder.path, 'lock'), 'utf8');
    assert.deepEqual(await holdfast.stop('SIGKILL'), { code: null, signal: 'SIGKILL' });
    assert.equal(readFileSync(join(folder.path, 'lock'), 'utf8'), lock);
    holdfast = await startHoldfast(parameters);
    assert.notEqual(readFileSync(join(folder.path, 'lock'), 'utf8'), lock);
    assert.deepEqual(holdfast.ready, first);
    assert.equal(await callWithFirstToken(), 200);
  });

  test('signing keys rotated before a restart are still rotated after it', async () => {
    const keys = async (): Promise<readonly string[]> => {
      const { tenantId } = holdfast.application('daemon');
      const response = await transport(new Request(`${first.sts}/${tenantId}/discovery/v2.0/keys`));
      return ((await response.json()) as { keys: readonly { kid: string }[] }).keys.map(({ kid }) => kid);
    };
    const before = await keys();
    assert.equal((await createAdmin(holdfast.ready).request('/keys/rotate', { method: 'POST' })).status, 200);
    const rotated = await keys();
    assert.notDeepEqual(rotated, before);
    await holdfast.stop();
    holdfast = await startHoldfast(parameters);
    assert.deepEqual(await keys(), rotated);
    assert.equal(await callWithFirstToken(), 200);
  });
});
