import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createApplicationKeys } from '../../src/proof-keys/application-keys.ts';
import { createMemoryRecords, type Records } from '../../src/vault/records.ts';

describe('keys of an application', () => {
  it('outlive the page that made them, until they are removed', async () => {
    const records = createMemoryRecords();
    const { signer } = await createApplicationKeys(records).generate('ES256');
    const next = createApplicationKeys(records);
    const found = await next.find(signer.thumbprint);
    assert.deepEqual([found?.signer.thumbprint, found?.pair.privateKey.extractable], [signer.thumbprint, false]);
    await next.remove(signer.thumbprint);
    assert.equal(await next.find(signer.thumbprint), undefined);
    assert.equal(await createApplicationKeys(records).find(signer.thumbprint), undefined);
  });

  it('are found by their own thumbprint only: another key in the place of one signs nothing', async () => {
    const records = createMemoryRecords();
    const keys = createApplicationKeys(records);
    const [one, other] = [await keys.generate('ES256'), await keys.generate('ES256')];
    const place = ['application-key', one.signer.thumbprint];
    for (const foreign of [other.pair, {}, null, 'a key']) {
      await records('readwrite', (step) => step.put(place, foreign));
      assert.equal(await createApplicationKeys(records).find(one.signer.thumbprint), undefined);
    }
  });

  it('live as long as the page where there is no storage, and a removal that storage refuses says so', async () => {
    const records: Records = () => Promise.reject(new Error('no storage'));
    const keys = createApplicationKeys(records);
    const { signer } = await keys.generate('ES256');
    assert.equal((await keys.find(signer.thumbprint))?.signer, signer);
    await assert.rejects(keys.remove(signer.thumbprint), /no storage/);
    assert.equal(await keys.find(signer.thumbprint), undefined);
  });
});
