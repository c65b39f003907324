import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openPrivateDirectory, readPrivateFile } from '../../src/private-directory/private-file.ts';

const directory = await mkdtemp(join(tmpdir(), 'holdfast-private-file-'));
after(() => rm(directory, { recursive: true, force: true }));

test('a file that others may read is none of ours', async () => {
  const file = join(directory, 'readable');
  await writeFile(file, 'a', { mode: 0o600 });
  assert.equal(await readPrivateFile(file), 'a');
  await chmod(file, 0o640);
  await assert.rejects(readPrivateFile(file), { code: 'EPERM' });
});

test('a link is not followed', async () => {
  await writeFile(join(directory, 'target'), 'a', { mode: 0o600 });
  await symlink(join(directory, 'target'), join(directory, 'link'));
  await assert.rejects(readPrivateFile(join(directory, 'link')), { code: 'ELOOP' });
});

test('a pipe in the place of a file is not waited for', async () => {
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  await assert.rejects(readPrivateFile(pipe), { code: 'EPERM' });
});

test('a directory that others may write to is none of ours', async () => {
  const own = join(directory, 'own');
  await openPrivateDirectory(own);
  await openPrivateDirectory(own);
  await chmod(own, 0o770);
  await assert.rejects(openPrivateDirectory(own), { code: 'EPERM' });
});
