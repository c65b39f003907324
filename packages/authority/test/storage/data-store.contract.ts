import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DataStore } from '../../src/storage/data-store.ts';

/** What every store of the authority must do. */
export function dataStoreContract(name: string, makeStore: () => Promise<DataStore>): void {
  describe(`${name} keeps the contract of a data store`, () => {
    it('knows nothing at first', async () => {
      const store = await makeStore();
      assert.equal(await store.read('identities.json'), undefined);
      await store.close();
    });

    it('gives back what was written last, also under a folder', async () => {
      const store = await makeStore();
      for (const document of ['one.json', 'certs/clients/daemon.pem']) {
        await store.write(document, 'first');
        await store.write(document, 'second ü');
        assert.equal(await store.read(document), 'second ü');
      }
      await store.close();
    });

    it('never shows half of a document while it is written', async () => {
      const store = await makeStore();
      const texts = ['a'.repeat(100_000), 'b'.repeat(100_000)];
      await store.write('one.json', texts[0]!);
      const writes = Promise.all(Array.from({ length: 10 }, (_, index) => store.write('one.json', texts[index % 2]!)));
      for (let read = 0; read < 20; read += 1) assert.equal(texts.includes((await store.read('one.json')) ?? ''), true);
      await writes;
      await store.close();
    });
  });
}
