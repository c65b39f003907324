import assert from 'node:assert/strict';
import { KeyObject } from 'node:crypto';
import { describe, it } from 'node:test';
import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
import { machineKeyProviderContract, settle, signingKeyContract } from '@holdfast/testing';

machineKeyProviderContract('software', createSoftwareKeyProvider, { strength: 'InMemory' });
signingKeyContract('software key of a machine', async () => (await createSoftwareKeyProvider().current()).signingKey);

describe('createSoftwareKeyProvider', () => {
  it('says how long the making took', async () => {
    const provider = createSoftwareKeyProvider();
    const startedAt = performance.now();
    const { generationMs = 0 } = await provider.current();
    assert.ok(generationMs > 0 && generationMs <= performance.now() - startedAt);
  });

  it('makes another key for another provider', async () => {
    const [one, other] = await Promise.all([
      createSoftwareKeyProvider().current(),
      createSoftwareKeyProvider().current(),
    ]);
    assert.notEqual(one.keyId, other.keyId);
    assert.ok(one.tlsKey instanceof KeyObject);
  });

  it('gives the key whose making everybody had given up', async () => {
    const provider = createSoftwareKeyProvider();
    const leaving = new AbortController();
    const left = [provider.current(leaving.signal), provider.current(leaving.signal)];
    leaving.abort();
    for (const gone of left) await assert.rejects(gone, { code: 'ERR_FLIGHT_ABORTED' });
    await settle();
    const [first, second] = await Promise.all([provider.current(), provider.current()]);
    assert.equal(first, second);
    assert.equal(await provider.current(), first);
  });

  it('gives nothing to those who wait while it is closed', async () => {
    const provider = createSoftwareKeyProvider();
    const waiting = assert.rejects(provider.current(), { code: 'ERR_MACHINE_KEY_CLOSED' });
    await provider.close();
    await waiting;
  });
});
