import assert from 'node:assert/strict';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createAuthority, type DirectoryConfiguration, parseDirectory } from '@holdfast/authority';
import { drawRsaKeysFromStock } from '@holdfast/testing';

drawRsaKeysFromStock();
const start = (dataDirectory: string, directory?: DirectoryConfiguration): Promise<string> =>
  createAuthority({ dataDirectory, directory }).then(
    async (authority) => {
      await authority.close();
      return 'started';
    },
    (error: { code: string }) => error.code,
  );

test('catalogue 39: no link and no foreign file in the data directory is followed, filled or believed', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'authority-catalogue-'));
  t.after(() => rm(root, { recursive: true, force: true }));
  const [data, victims, home] = [join(root, 'data'), join(root, 'victims'), join(root, 'home')];
  await mkdir(victims);

  // Somebody else's folder is left as it was, also behind a link.
  await mkdir(home, { mode: 0o755 });
  await writeFile(join(home, 'thesis.txt'), 'mine');
  await symlink(home, join(root, 'link'));
  for (const path of [home, join(root, 'link')]) assert.equal(await start(path), 'ERR_DATA_FOREIGN');
  assert.equal((await stat(home)).mode & 0o777, 0o755);
  assert.deepEqual(await readdir(home), ['thesis.txt']);

  // Every file that is written again is replaced by a link first: what the link leads to stays as it was.
  assert.equal(await start(data), 'started');
  const names = ['holdfast-data.json', '.gitignore', 'identities.json'];
  for (const name of names) {
    await rename(join(data, name), join(victims, name));
    await symlink(join(victims, name), join(data, name));
  }
  await writeFile(join(victims, 'lock'), 'not ours');
  await symlink(join(victims, 'lock'), join(data, 'lock'));
  const before = await Promise.all([...names, 'lock'].map((name) => readFile(join(victims, name), 'utf8')));
  await chmod(data, 0o777);
  const more = parseDirectory('tenants: { new.example: { applications: { another: { secret: generate } } } }');
  assert.equal(await start(data, more), 'started');
  const after = await Promise.all([...names, 'lock'].map((name) => readFile(join(victims, name), 'utf8')));
  assert.deepEqual(after, before);
  assert.equal((await stat(data)).mode & 0o777, 0o700);
  for (const name of names) {
    const entry = await lstat(join(data, name));
    assert.deepEqual([name, entry.isFile(), entry.mode & 0o777], [name, true, 0o600]);
  }
  assert.notEqual(await readFile(join(data, 'identities.json'), 'utf8'), before[2], 'it was written again');

  // A document is bounded, and read strictly.
  for (const text of [' '.repeat(4 * 1024 * 1024 + 1), '{"a":1,"a":2}', '{"__proto__":{}}', '[]', '']) {
    await writeFile(join(data, 'identities.json'), text);
    assert.equal(await start(data), 'ERR_DATA_CORRUPT', text.slice(0, 20));
  }
});
