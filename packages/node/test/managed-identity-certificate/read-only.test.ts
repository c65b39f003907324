import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startMachine, vault } from './machine.ts';

const bound = { resource: vault, authenticationScheme: 'mtls_pop' } as const;

/** A file system in memory that can be made read-only, where this process may mount one. */
function mount(path: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('a file system that is read-only: certificates that lie there are used, and none is left', async (context) => {
  const parent = await mkdtemp(join(tmpdir(), 'holdfast-read-only-'));
  const directory = join(parent, 'mounted');
  await mkdir(directory);
  const isMounted = mount(directory, 'mode=0700');
  context.after(async () => {
    if (isMounted) execFileSync('umount', [directory]);
    await rm(parent, { recursive: true, force: true });
  });
  if (!isMounted) return context.skip('this process may not mount a file system');
  const machine = await startMachine();
  const restart = () => machine.client({ persistence: { directory, writeSoftwareKey: true } });
  const first = await restart().acquireToken(bound);
  execFileSync('mount', ['-o', 'remount,ro', directory]);
  const client = restart();
  assert.equal((await client.acquireToken(bound)).bindingThumbprint, first.bindingThumbprint);
  assert.equal(machine.issueRequests.length, 1);
  const renewed = await client.acquireToken({ ...bound, claims: '{"access_token":{"acrs":{"value":"c1"}}}' });
  assert.notEqual(renewed.bindingThumbprint, first.bindingThumbprint);
  assert.equal((await client.acquireToken(bound)).bindingThumbprint, renewed.bindingThumbprint);
  const told = machine.told('credential.store-failed').map(({ operation, code }) => `${operation} ${code}`);
  assert.deepEqual([...new Set(told)].toSorted(), ['lock EROFS', 'write EROFS']);
});
