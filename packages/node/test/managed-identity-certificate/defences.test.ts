import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { parseStoredCredential } from '../../src/managed-identity-certificate/stored-credential.ts';
import { createPersistedKeyProvider } from '../../src/private-directory/persisted-key.ts';
import { refusal, startMachine, vault } from './machine.ts';

// One attack each; every shape of them is in the tables beside this file.

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;
const directory = await mkdtemp(join(tmpdir(), 'holdfast-defences-'));
after(() => rm(directory, { recursive: true, force: true }));

test('a key that is too weak: nothing is sent', async () => {
  const machine = await startMachine();
  await assert.rejects(machine.client({ minStrength: 'Hardware' }).acquireToken(bound), {
    code: 'ERR_MACHINE_KEY_STRENGTH',
  });
  assert.equal(machine.metadataRequests.length + machine.issueRequests.length, 0);
});

test('an error that is not about the certificate: no other certificate', async () => {
  const machine = await startMachine();
  const remediation = { maxAttempts: 1 };
  machine.script.token = () => refusal([7000218]);
  await assert.rejects(machine.client({ remediation }).acquireToken(bound), { errorCodes: [7000218] });
  machine.script.token = () => refusal([7000218, 1000613]);
  await assert.rejects(machine.client({ remediation }).acquireToken(bound), { errorCodes: [7000218, 1000613] });
  assert.equal(machine.issueRequests.length, 2);
});

test('claims come with a new certificate', async () => {
  const machine = await startMachine();
  const client = machine.client();
  const before = await client.acquireToken(bound);
  const token = await client.acquireToken({ ...bound, claims: '{"access_token":{"acrs":{"value":"c1"}}}' });
  assert.notEqual(token.bindingThumbprint, before.bindingThumbprint);
  assert.equal(machine.issueRequests[1]?.query.get('bypass_cache'), 'true');
});

async function certificateFile(stored: string): Promise<string> {
  return join(stored, (await readdir(stored)).find((name) => name.startsWith('certificate-')) ?? '');
}

test('a certificate that was left for a weak key is not used where a strong one is asked for', async () => {
  const machine = await startMachine();
  const persistence = { directory: join(directory, 'weak'), writeSoftwareKey: true };
  await machine.client({ persistence }).acquireToken(bound);
  const strict = machine.client({ persistence, minStrength: 'Hardware', bearerOverCertificate: true });
  for (const authenticationScheme of ['mtls_pop', 'bearer'] as const) {
    const attempt = strict.acquireToken({ ...bound, authenticationScheme });
    await assert.rejects(attempt, { code: 'ERR_MACHINE_KEY_STRENGTH' });
  }
  assert.ok(strict.currentCertificate);
  await assert.rejects(strict.currentCertificate(), { code: 'ERR_MACHINE_KEY_STRENGTH' });
  assert.equal(machine.tokenRequests.length, 1);
});

test('a stored certificate of an attested key is none for a key that is not; nor is one of another key', async () => {
  const machine = await startMachine();
  const stored = join(directory, 'stored');
  await machine.client({ persistence: { directory: stored, writeSoftwareKey: true } }).acquireToken(bound);
  const file = await certificateFile(stored);
  const name = basename(file);
  const text = await readFile(file, 'utf8');
  const key = await createPersistedKeyProvider(stored, () => undefined).current();
  const expected = { name, key, isAttested: false, allowedHosts: new Set([machine.stsHost]), clock: Date.now };
  assert.ok(parseStoredCredential(text, expected));
  assert.equal(parseStoredCredential(text, { ...expected, isAttested: true }), undefined);
  assert.equal(parseStoredCredential(text, { ...expected, name: `x${name}` }), undefined);
  const changed = JSON.stringify({ ...(JSON.parse(text) as object), keyId: 'f'.repeat(64) });
  assert.equal(parseStoredCredential(changed, expected), undefined);
});

test('a stored token endpoint with another path is none', async () => {
  const machine = await startMachine();
  const stored = join(directory, 'path');
  const restart = () => machine.client({ persistence: { directory: stored, writeSoftwareKey: true } });
  await restart().acquireToken(bound);
  const file = await certificateFile(stored);
  const members = JSON.parse(await readFile(file, 'utf8')) as { tokenEndpoint: string };
  await writeFile(file, JSON.stringify({ ...members, tokenEndpoint: `${members.tokenEndpoint}/more` }));
  await restart().acquireToken(bound);
  assert.equal(machine.issueRequests.length, 2);
});
