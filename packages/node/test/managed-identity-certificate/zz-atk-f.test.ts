import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rename, copyFile, unlink, chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { createSoftwareKeyProvider } from '../../src/machine-key/software-key.ts';
import { day, objectId, refusal, startMachine, vault, graph, clientId, tenantId, writeJwt } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;
const dir = async () => join(await mkdtemp(join(tmpdir(), 'atk-f-')), 'own');

test('A1 minStrength and persisted certificate', async () => {
  const machine = await startMachine();
  const directory = await dir();
  const p = { persistence: { directory, writeSoftwareKey: true } };
  await machine.client(p).acquireToken(bound);
  const strict = machine.client({ ...p, minStrength: 'Hardware' });
  await assert.rejects(strict.acquireToken(bound), { code: 'ERR_MACHINE_KEY_STRENGTH' });
});
test('A2 stored certificate of another identity', async () => {
  const machine = await startMachine();
  const directory = await dir();
  const p = { persistence: { directory, writeSoftwareKey: true } };
  await machine.client(p).acquireToken(bound);
  const other = '00000000-1111-4222-8333-444444444444';
  machine.script.metadataMembers = { clientId: other };
  machine.script.credentialMembers = { client_id: other };
  const victim = { ...p, managedIdentityIdParams: { userAssignedClientId: other } };
  machine.forget();
  const first = (await readdir(directory)).find((n) => n.startsWith('cert'))!;
  await machine.client(victim).acquireToken(bound);
  const second = (await readdir(directory)).find((n) => n.startsWith('cert') && n !== first)!;
  await copyFile(join(directory, first), join(directory, second));
  machine.tokenRequests.length = 0;
  await machine.client(victim).acquireToken(bound);
  assert.equal(machine.tokenRequests[0]!.form.get('client_id'), other);
});
test('A3 fifo in place of certificate', { timeout: 20000 }, async () => {
  const machine = await startMachine();
  const directory = await dir();
  const p = { persistence: { directory, writeSoftwareKey: true } };
  await machine.client(p).acquireToken(bound);
  const first = (await readdir(directory)).find((n) => n.startsWith('cert'))!;
  await unlink(join(directory, first));
  execFileSync('mkfifo', ['-m', '600', join(directory, first)]);
  const c = machine.client(p);
  const r = await Promise.race([c.acquireToken(bound), new Promise((r) => setTimeout(() => r('HUNG'), 4000).unref())]);
  if (r === 'HUNG') execFileSync('sh', ['-c', `echo x > ${join(directory, first)}`]);
  assert.notEqual(r, 'HUNG');
});
test('A4 fifo in place of lock', { timeout: 20000 }, async () => {
  const machine = await startMachine();
  const directory = await dir();
  const p = { persistence: { directory, writeSoftwareKey: true } };
  await machine.client(p).acquireToken(bound);
  const first = (await readdir(directory)).find((n) => n.startsWith('cert'))!;
  await unlink(join(directory, first));
  execFileSync('mkfifo', ['-m', '600', join(directory, `${first}.lock`)]);
  const c = machine.client(p);
  const r = await Promise.race([c.acquireToken(bound), new Promise((r) => setTimeout(() => r('HUNG'), 4000).unref())]);
  if (r === 'HUNG') execFileSync('sh', ['-c', `echo x > ${join(directory, first)}.lock`]);
  assert.notEqual(r, 'HUNG');
});
test('A5 Retry-After on bearer/other, maxAttempts Infinity + abort', { timeout: 20000 }, async () => {
  const machine = await startMachine();
  machine.script.token = () => ({ ...refusal([1000610]), headers: { 'retry-after': '3600' } });
  const c = machine.client({ remediation: { maxAttempts: Infinity } });
  const ac = new AbortController();
  setTimeout(() => ac.abort(new Error('bye')), 1500);
  await assert.rejects(c.acquireToken({ ...bound, signal: ac.signal }));
  assert.equal(machine.issueRequests.length, 1);
});
test('A6 300 callers, always refused, maxAttempts 2', { timeout: 30000 }, async () => {
  const machine = await startMachine();
  machine.script.token = () => refusal([1000612]);
  const c = machine.client({ remediation: { maxAttempts: 2 } });
  const rs = await Promise.allSettled(Array.from({ length: 300 }, () => c.acquireToken(bound)));
  console.log('rejected', rs.filter((r) => r.status === 'rejected').length, 'mints', machine.issueRequests.length, 'tokens', machine.tokenRequests.length);
  const rs2 = await Promise.allSettled(Array.from({ length: 300 }, (_, i) => c.acquireToken({...bound, resource: `https://r${i}.example`})));
  console.log('distinct resources: rejected', rs2.filter((r) => r.status === 'rejected').length, 'mints', machine.issueRequests.length, 'tokens', machine.tokenRequests.length);
});
test('A7 inspect', async () => {
  const machine = await startMachine();
  const c = machine.client();
  const t = await c.acquireToken(bound);
  const text = inspect({ c, cert: t.bindingCertificate, ev: machine.events }, { depth: 12, showHidden: true });
  assert.doesNotMatch(text, /PRIVATE KEY|"d"|'d'/);
  assert.ok(!text.includes(t.accessToken));
  console.log(JSON.stringify(Object.keys(t)), JSON.stringify(t.bindingCertificate).slice(0, 300));
});
test('A8 STS gives wrong tokens', async () => {
  const machine = await startMachine();
  const c = machine.client({ bearerOverCertificate: true });
  for (const body of [
    async () => ({ access_token: await writeJwt({ a: 1 }), token_type: 'mtls_pop', expires_in: 3600 }),
    async () => ({ access_token: await writeJwt({ a: 1 }), token_type: 'Bearer', expires_in: 3600 }),
    async () => ({ access_token: await writeJwt({ cnf: { 'x5t#S256': 'A'.repeat(43) } }), token_type: 'mtls_pop', expires_in: 3600 }),
    async () => ({ access_token: 'opaque', token_type: 'mtls_pop', expires_in: 3600 }),
    async () => ({ access_token: await writeJwt({ a: 1 }), token_type: 'MTLS_POP', expires_in: 3600 }),
    async () => ({ access_token: await writeJwt({ a: 1 }), expires_in: 3600 }),
  ]) {
    machine.script.token = async () => ({ body: await body() });
    const e = await c.acquireToken(bound).catch((e) => e);
    console.log(e.code ?? 'ACCEPTED');
    assert.ok(e instanceof Error);
  }
  console.log(machine.told('credential.outcome').map((o) => o.outcome));
});
test('A9 identity drift on renewal', async () => {
  const machine = await startMachine();
  const c = machine.client();
  await c.acquireToken(bound);
  const other = '00000000-1111-4222-8333-444444444444';
  machine.script.metadataMembers = { clientId: other, tenantId: other };
  machine.script.credentialMembers = { client_id: other, tenant_id: other };
  const r = await c.acquireToken({ ...bound, claims: '{"access_token":{"acrs":{"value":"c1"}}}' }).catch((e) => e);
  console.log('drift', r.code ?? 'ACCEPTED', machine.tokenRequests.at(-1)!.form.get('client_id'));
});
