import assert from 'node:assert/strict';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { createFakeClock, until } from '@holdfast/testing';
import { createSoftwareKeyProvider } from '../../src/machine-key/software-key.ts';
import type { ManagedIdentityClientOptions } from '../../src/managed-identity/client-options.ts';
import { day, type Machine, objectId, startMachine, vault } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;
const made: string[] = [];
after(() => Promise.all(made.map((path) => rm(path, { recursive: true, force: true }))));

async function newDirectory(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'holdfast-certificates-'));
  made.push(parent);
  return join(parent, 'own');
}

/** A client that is told to leave certificates; a new one is as good as a new process. */
function restart(machine: Machine, directory: string, options: Partial<ManagedIdentityClientOptions> = {}) {
  return machine.client({ persistence: { directory, writeSoftwareKey: true }, ...options });
}

async function certificateFile(directory: string): Promise<string> {
  const name = (await readdir(directory)).find((one) => one.startsWith('certificate-'));
  return join(directory, name ?? assert.fail('no certificate was left'));
}

// Each test has a machine and a directory of its own, and waits for a key to be made.
const atATime = { concurrency: 4 };

suite('certificates that lie in a directory', atATime, () => {
  test('Write_Then_Read_HappyPath: the next process finds key and certificate, and asks for a token only', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const first = await restart(machine, directory).acquireToken(bound);
    const second = await restart(machine, directory).acquireToken(bound);
    assert.equal(second.bindingThumbprint, first.bindingThumbprint);
    assert.deepEqual(
      [machine.metadataRequests.length, machine.issueRequests.length, machine.tokenRequests.length],
      [1, 1, 2],
    );
    assert.deepEqual(machine.told('credential.store-failed'), []);
  });

  test('what lies there: nobody else may read it, the certificate file holds no key, nothing is left over', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    await restart(machine, directory).acquireToken(bound);
    const names = await readdir(directory);
    assert.equal(names.length, 2);
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    for (const name of names) assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600);
    const stored = JSON.parse(await readFile(await certificateFile(directory), 'utf8')) as Record<string, unknown>;
    assert.deepEqual(Object.keys(stored), [
      'version',
      'name',
      'clientId',
      'tenantId',
      'identityType',
      'tokenEndpoint',
      'keyId',
      'isAttested',
      'certificate',
    ]);
    assert.match(await readFile(join(directory, 'machine-key.pem'), 'utf8'), /BEGIN PRIVATE KEY/);
  });

  test('Read_Isolated_Per_Alias_No_Cross_Talk; mTLSPop_AttestationSupport_IsRequired_ToReusePersistedCert', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const attestation = { attest: async () => 'e30.e30.c2ln' };
    const user = { managedIdentityIdParams: { userAssignedObjectId: objectId } };
    for (const options of [{}, user, { attestation }, { wire: 'shipped' as const }]) {
      machine.forget();
      await restart(machine, directory, options).acquireToken(bound);
    }
    // The last is the first one once more.
    assert.equal(machine.issueRequests.length, 3);
    assert.equal((await readdir(directory)).length, 4);
  });

  test('Read_RemovesOrphanedCert: a certificate whose key is not there is ignored, and replaced', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const first = await restart(machine, directory).acquireToken(bound);
    await unlink(join(directory, 'machine-key.pem'));
    const second = await restart(machine, directory).acquireToken(bound);
    assert.notEqual(second.bindingThumbprint, first.bindingThumbprint);
    const third = await restart(machine, directory).acquireToken(bound);
    assert.equal(third.bindingThumbprint, second.bindingThumbprint);
    assert.equal(machine.issueRequests.length, 2);
  });

  test('with a key provider only the certificate lies there', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const keyProvider = createSoftwareKeyProvider();
    for (let process = 0; process < 2; process += 1) {
      await machine.client({ keyProvider, persistence: { directory } }).acquireToken(bound);
    }
    assert.equal(machine.issueRequests.length, 1);
    assert.equal((await readdir(directory)).length, 1);
    await keyProvider.close();
  });

  test('Read_Rejects_Short_Lifetime_Less_Than_24h; Read_Boundary_Exactly24h_IsRejected', async () => {
    const clock = createFakeClock(Date.now());
    const machine = await startMachine(clock);
    machine.script.certificateSeconds = 2 * day;
    const directory = await newDirectory();
    await restart(machine, directory, { clock }).acquireToken(bound);
    clock.advance(day + 1);
    machine.forget();
    await restart(machine, directory, { clock }).acquireToken(bound);
    assert.equal(machine.issueRequests.length, 2);
  });

  test('a certificate that lives for less than 24 hours is not left to anybody', async () => {
    const machine = await startMachine();
    machine.script.certificateSeconds = day - 60;
    const directory = await newDirectory();
    await restart(machine, directory).acquireToken(bound);
    assert.deepEqual(await readdir(directory), ['machine-key.pem']);
  });

  test('a refused certificate is replaced in the directory, too', async () => {
    const machine = await startMachine();
    const directory = await newDirectory();
    const client = restart(machine, directory);
    const first = await client.acquireToken(bound);
    const second = await client.acquireToken({ ...bound, claims: '{"access_token":{"acrs":{"value":"c1"}}}' });
    const third = await restart(machine, directory).acquireToken(bound);
    assert.notEqual(second.bindingThumbprint, first.bindingThumbprint);
    assert.equal(third.bindingThumbprint, second.bindingThumbprint);
    assert.equal(machine.issueRequests.length, 2);
  });

  test('a renewal takes what another process has left, if that is young', async () => {
    const clock = createFakeClock(Date.now());
    const machine = await startMachine(clock);
    const directory = await newDirectory();
    const [one, other] = [restart(machine, directory, { clock }), restart(machine, directory, { clock })];
    const { bindingThumbprint: before } = await one.acquireToken(bound);
    assert.equal((await other.acquireToken(bound)).bindingThumbprint, before);
    clock.advance(4 * day);
    machine.forget();
    const thumbprints = new Set<string | undefined>();
    for (const client of [one, other]) {
      // Nobody waits for a renewal, so the old one is given until the new one is there.
      const renewed = await until(async () => {
        const { bindingThumbprint } = await client.acquireToken(bound);
        return bindingThumbprint === before ? undefined : bindingThumbprint;
      });
      thumbprints.add(renewed);
    }
    assert.equal(thumbprints.size, 1);
    assert.equal(machine.issueRequests.length, 2);
  });
});

suite('what may lie there instead', atATime, () => {
  const changes: readonly (readonly [name: string, change: (stored: Record<string, unknown>) => unknown])[] = [
    ['nothing', () => ''],
    ['no JSON', () => '{"version":1'],
    ['the file of another identity', (stored) => ({ ...stored, name: `certificate-${'0'.repeat(32)}.json` })],
    ['another version', (stored) => ({ ...stored, version: 2 })],
    ['another key', (stored) => ({ ...stored, keyId: 'f'.repeat(64) })],
    ['another identity', (stored) => ({ ...stored, clientId: '00000000-1111-4222-8333-444444444444' })],
    ['a path in the place of a tenant', (stored) => ({ ...stored, tenantId: '../a' })],
    ['a foreign endpoint', (stored) => ({ ...stored, tokenEndpoint: 'https://evil.example/a/oauth2/v2.0/token' })],
    [
      'plain http',
      (stored) => ({ ...stored, tokenEndpoint: String(stored['tokenEndpoint']).replace('https', 'http') }),
    ],
    ['another path', (stored) => ({ ...stored, tokenEndpoint: `${String(stored['tokenEndpoint'])}/more` })],
    ['a broken certificate', (stored) => ({ ...stored, certificate: 'AAAA' })],
    ['another attestation', (stored) => ({ ...stored, isAttested: true })],
    ['very much', (stored) => ({ ...stored, more: 'x'.repeat(100_000) })],
  ];
  for (const [name, change] of changes) {
    test(`${name}: ignored and replaced`, async () => {
      const machine = await startMachine();
      const directory = await newDirectory();
      await restart(machine, directory).acquireToken(bound);
      const file = await certificateFile(directory);
      const changed = change(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>);
      await writeFile(file, typeof changed === 'string' ? changed : JSON.stringify(changed));
      await restart(machine, directory).acquireToken(bound);
      assert.equal(machine.issueRequests.length, 2);
      assert.ok(machine.tokenRequests.every(({ path }) => path.endsWith('/oauth2/v2.0/token')));
      await restart(machine, directory).acquireToken(bound);
      assert.equal(machine.issueRequests.length, 2);
    });
  }

  const traps: readonly (readonly [
    name: string,
    set: (directory: string, file: string) => Promise<void>,
    code?: string,
  ])[] = [
    ['a file that others may read', (_directory, file) => chmod(file, 0o644), 'EPERM'],
    [
      'a link in the place of the file',
      async (directory, file) => {
        await rename(file, join(directory, '..', 'elsewhere.json'));
        await symlink(join(directory, '..', 'elsewhere.json'), file);
      },
      'ELOOP',
    ],
    [
      'a directory in the place of the file',
      async (_directory, file) => {
        await unlink(file);
        await mkdir(file);
      },
    ],
    ['a directory that others may write to', (directory) => chmod(directory, 0o777), 'EPERM'],
  ];
  for (const [name, set, code] of traps) {
    test(`${name}: told, and this process goes on`, async () => {
      const machine = await startMachine();
      const directory = await newDirectory();
      await restart(machine, directory).acquireToken(bound);
      await set(directory, await certificateFile(directory));
      assert.ok((await restart(machine, directory).acquireToken(bound)).accessToken);
      assert.equal(machine.issueRequests.length, 2);
      const [told] = machine.told('credential.store-failed');
      assert.equal(told?.operation, 'read');
      if (code !== undefined) assert.equal(told?.code, code);
    });
  }

  for (const [name, content] of [
    ['no key', 'nonsense'],
    ['a key of another type', undefined],
  ] as const) {
    test(`${name} in the file of the key: told, and replaced`, async () => {
      const machine = await startMachine();
      const directory = await newDirectory();
      await mkdir(directory, { mode: 0o700 });
      const { generateKeyPairSync } = await import('node:crypto');
      const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
        type: 'pkcs8',
        format: 'pem',
      });
      await writeFile(join(directory, 'machine-key.pem'), content ?? other, { mode: 0o600 });
      for (let process = 0; process < 2; process += 1) await restart(machine, directory).acquireToken(bound);
      assert.equal(machine.issueRequests.length, 1);
      assert.deepEqual(
        machine.told('credential.store-failed').map(({ operation }) => operation),
        ['content'],
      );
    });
  }

  test('a directory that cannot be: read-only, in the place of a file, or nowhere', async () => {
    const file = await newDirectory();
    await writeFile(file, '');
    for (const directory of ['/proc/none', '/sys/kernel/holdfast', file, join(file, 'below')]) {
      const machine = await startMachine();
      const client = restart(machine, directory);
      assert.ok((await client.acquireToken(bound)).accessToken);
      assert.ok((await client.acquireToken({ ...bound, forceRefresh: true })).accessToken);
      assert.ok(
        (await client.acquireToken({ ...bound, claims: '{"access_token":{"acrs":{"value":"c1"}}}' })).accessToken,
      );
      assert.equal(machine.issueRequests.length, 2);
      const told = machine.told('credential.store-failed');
      assert.ok(told.length > 0 && told.every(({ code }) => /^E[A-Z]+$/.test(code ?? '')), JSON.stringify(told));
    }
  });
});

test('options that would leave a certificate nobody could use, or a key nobody wanted written, are refused', async () => {
  const machine = await startMachine();
  const directory = '/tmp/unused';
  const keyProvider = createSoftwareKeyProvider();
  assert.throws(() => machine.client({ persistence: { directory } }), TypeError);
  assert.throws(() => machine.client({ persistence: { directory, writeSoftwareKey: true }, keyProvider }), TypeError);
  assert.throws(() => machine.client({ persistence: { directory: '', writeSoftwareKey: true } }), TypeError);
  assert.throws(
    () => machine.client({ persistence: { directory, writeSoftwareKey: true, mode: 7 } as never }),
    TypeError,
  );
});
