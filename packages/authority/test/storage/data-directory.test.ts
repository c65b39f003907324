import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DataCorrupt, DataForeign, DataLocked, DataUnusable } from '../../src/errors/data-errors.ts';
import { openDataDirectory } from '../../src/storage/data-directory.ts';
import { readJsonDocument, writeJsonDocument } from '../../src/storage/json-document.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';
import { dataStoreContract } from './data-store.contract.ts';

let root = '';
let made = 0;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'authority-data-'));
});
after(() => rm(root, { recursive: true, force: true }));
const fresh = (): string => {
  made += 1;
  return join(root, `data-${made}`);
};

dataStoreContract('a memory store', async () => createMemoryDataStore());
dataStoreContract('a data directory', () => openDataDirectory(fresh()));

describe('a data directory', () => {
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

  it('is private: 0700, files 0600, and hidden from git', async () => {
    const path = fresh();
    const store = await openDataDirectory(path);
    await store.write('certs/ca-key.pem', 'key');
    assert.equal(await modeOf(path), 0o700);
    assert.equal(await modeOf(join(path, 'certs')), 0o700);
    assert.equal(await modeOf(join(path, 'certs/ca-key.pem')), 0o600);
    assert.equal(await modeOf(join(path, 'lock')), 0o600);
    assert.equal(await readFile(join(path, '.gitignore'), 'utf8'), '*\n');
    await store.close();
  });

  it('closes a directory that was left open', async () => {
    const path = fresh();
    await (await openDataDirectory(path)).close();
    await chmod(path, 0o755);
    await (await openDataDirectory(path)).close();
    assert.equal(await modeOf(path), 0o700);
  });

  it('leaves nothing but its documents behind', async () => {
    const path = fresh();
    const store = await openDataDirectory(path);
    await store.write('one.json', '{}');
    await store.close();
    assert.deepEqual((await readdir(path)).sort(), ['.gitignore', 'holdfast-data.json', 'one.json']);
  });

  it('is not made out of somebody else’s directory (ERR_DATA_FOREIGN)', async () => {
    const path = fresh();
    await mkdir(path, { mode: 0o755 });
    await writeFile(join(path, 'thesis.txt'), 'x');
    await assert.rejects(openDataDirectory(path), (error: unknown) => error instanceof DataForeign);
    assert.equal(await modeOf(path), 0o755);
    assert.deepEqual(await readdir(path), ['thesis.txt']);
  });

  it('that cannot be made is named with the reason of the system (ERR_DATA_UNUSABLE)', async () => {
    const file = fresh();
    await writeFile(file, 'x');
    await assert.rejects(openDataDirectory(file), (error: unknown) => {
      assert.ok(error instanceof DataUnusable);
      assert.match(error.message, /EEXIST|ENOTDIR/);
      return true;
    });
  });

  it('follows no link in the place of a folder, neither to write nor to read', async () => {
    const path = fresh();
    const [store, elsewhere] = [await openDataDirectory(path), fresh()];
    await mkdir(join(elsewhere, 'clients'), { recursive: true });
    await writeFile(join(elsewhere, 'clients', 'x.pem'), 'theirs');
    const isForeign = (error: unknown): boolean => error instanceof DataForeign;
    await symlink(elsewhere, join(path, 'certs'));
    for (const name of ['certs/x.pem', 'certs/clients/x.pem']) {
      await assert.rejects(store.write(name, 'ours'), isForeign);
      await assert.rejects(store.read(name), isForeign);
    }
    assert.deepEqual(await readdir(elsewhere), ['clients']);
    assert.equal(await readFile(join(elsewhere, 'clients', 'x.pem'), 'utf8'), 'theirs');
    await store.close();
  });

  it('is open once at a time, and free again after close (ERR_DATA_LOCKED)', async () => {
    const path = fresh();
    const store = await openDataDirectory(path);
    await assert.rejects(openDataDirectory(path), (error: unknown) => {
      assert.ok(error instanceof DataLocked);
      assert.deepEqual([error.code, error.pid], ['ERR_DATA_LOCKED', process.pid]);
      return true;
    });
    await store.close();
    await (await openDataDirectory(path)).close();
  });

  it('is opened by exactly one of many that try at once', async () => {
    const path = fresh();
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => openDataDirectory(path)));
    const winners = tries.filter((result) => result.status === 'fulfilled');
    assert.equal(winners.length, 1);
    for (const result of tries) {
      if (result.status === 'rejected') assert.ok(result.reason instanceof DataLocked, String(result.reason));
    }
    await winners[0]!.value.close();
  });
});

describe('a JSON document', () => {
  it('is read through a parser, and any surprise names the file (ERR_DATA_CORRUPT)', async () => {
    const store = createMemoryDataStore();
    await writeJsonDocument(store, 'x.json', { a: 1 });
    assert.equal(await readJsonDocument(store, 'x.json', (document) => document['a']), 1);
    assert.equal(await readJsonDocument(store, 'y.json', () => 1), undefined);
    for (const text of ['', 'null', '[1]', '{"a":1', '{"a":1,"a":2}', '{"__proto__":1}']) {
      await store.write('x.json', text);
      await assert.rejects(
        readJsonDocument(store, 'x.json', () => 1),
        (error: unknown) => {
          assert.ok(error instanceof DataCorrupt);
          assert.equal(error.file, 'x.json');
          return true;
        },
      );
    }
  });
});
