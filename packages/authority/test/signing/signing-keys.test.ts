import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakeClock } from '@holdfast/testing';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { buildKeySet } from '../../src/endpoints/key-set.ts';
import { DataCorrupt } from '../../src/errors/data-errors.ts';
import { openSigningKeys, type SigningKeys } from '../../src/signing/signing-keys.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

const longestTokenSeconds = 86_400;
const document = 'signing-keys.json';

describe('signing keys', () => {
  const clock = createFakeClock();
  const kidsOf = (keys: SigningKeys): string[] => keys.published().map(({ kid }) => kid);
  const sign = (keys: SigningKeys, livesSeconds: number): Promise<string> =>
    keys.sign({ sub: 'ada' }, Math.floor(clock() / 1000) + livesSeconds);
  const keySet = (keys: SigningKeys): JSONWebKeySet =>
    buildKeySet('https://localhost', keys.published()) as JSONWebKeySet;
  const verifies = (token: string, set: JSONWebKeySet): Promise<boolean> =>
    jwtVerify(token, createLocalJWKSet(set)).then(
      () => true,
      () => false,
    );

  it('publish the next key before it signs, and the old one until its last token has expired', async () => {
    const keys = await openSigningKeys({ store: createMemoryDataStore(), clock, longestTokenSeconds });
    const before = keySet(keys);
    const [first, second] = kidsOf(keys);
    const old = await sign(keys, 3600);
    assert.equal(decodeProtectedHeader(old).kid, first);

    const rotation = await keys.rotate();
    assert.deepEqual(rotation, { current: second, next: kidsOf(keys)[1], retired: [first] });
    const young = await sign(keys, 3600);
    assert.equal(decodeProtectedHeader(young).kid, second);
    assert.equal(await verifies(young, before), true, 'a validator with yesterday’s key set knows the new key');
    assert.equal(await verifies(old, keySet(keys)), true, 'the old token still verifies');

    clock.advance(3600 + 300);
    assert.equal(kidsOf(keys).includes(first!), true, 'within the difference that validators forgive');
    clock.advance(1);
    assert.equal(kidsOf(keys).includes(first!), false);
    assert.equal(await verifies(old, keySet(keys)), false);
  });

  it('drop a key that never signed at the next rotation', async () => {
    const keys = await openSigningKeys({ store: createMemoryDataStore(), clock, longestTokenSeconds });
    const [first] = kidsOf(keys);
    await keys.rotate();
    assert.equal(kidsOf(keys).includes(first!), false);
  });

  it('rotate one rotation after another, however many are asked for at once', async () => {
    const keys = await openSigningKeys({ store: createMemoryDataStore(), clock, longestTokenSeconds });
    await sign(keys, 60);
    const rotations = await Promise.all([keys.rotate(), keys.rotate(), keys.rotate()]);
    assert.equal(new Set(rotations.map(({ current }) => current)).size, 3);
    assert.equal(rotations[1]!.current, rotations[0]!.next);
    assert.equal(rotations[2]!.current, rotations[1]!.next);
  });

  it('are the same after a restart, retired ones too', async () => {
    const store = createMemoryDataStore();
    const keys = await openSigningKeys({ store, clock, longestTokenSeconds });
    const token = await sign(keys, 3600);
    await keys.rotate();
    const again = await openSigningKeys({ store, clock, longestTokenSeconds });
    assert.deepEqual(kidsOf(again), kidsOf(keys));
    assert.equal(await verifies(token, keySet(again)), true);
  });

  it('stay published after a crash as long as a token nobody noted could live', async () => {
    const store = createMemoryDataStore();
    const crashed = await openSigningKeys({ store, clock, longestTokenSeconds });
    const token = await sign(crashed, longestTokenSeconds);
    const again = await openSigningKeys({ store, clock, longestTokenSeconds });
    await again.rotate();
    clock.advance(longestTokenSeconds - 1);
    assert.equal(await verifies(token, keySet(again)), true);
  });

  it('keep signing after a rotation that could not be written down', async () => {
    const memory = createMemoryDataStore();
    let full = false;
    const store = {
      ...memory,
      write: (name: string, text: string) => (full ? Promise.reject(new Error('no space')) : memory.write(name, text)),
    };
    const keys = await openSigningKeys({ store, clock, longestTokenSeconds });
    full = true;
    await assert.rejects(keys.rotate());
    const token = await sign(keys, 60);
    const restarted = await openSigningKeys({ store: memory, clock, longestTokenSeconds });
    assert.equal(
      await verifies(token, keySet(restarted)),
      true,
      'the next key of the old document is the one that signed',
    );
    full = false;
    await keys.rotate();
  });

  it('that cannot be read back are named (ERR_DATA_CORRUPT)', async () => {
    const good = createMemoryDataStore();
    await openSigningKeys({ store: good, clock, longestTokenSeconds });
    const text = (await good.read(document)) ?? '';
    const { current, next } = JSON.parse(text) as Record<string, Record<string, string>>;
    const damaged = [
      '',
      '{',
      '[]',
      '{}',
      text.replace('"since"', '"sinse"'),
      text.slice(0, 500),
      JSON.stringify({ current, next: { ...next, keyPem: current!['keyPem'] } }),
    ];
    for (const broken of damaged) {
      const store = createMemoryDataStore();
      await store.write(document, broken);
      await assert.rejects(openSigningKeys({ store, clock, longestTokenSeconds }), (error: unknown) => {
        assert.ok(error instanceof DataCorrupt);
        assert.deepEqual([error.code, error.file], ['ERR_DATA_CORRUPT', document]);
        assert.equal(error.message.includes('PRIVATE'), false);
        return true;
      });
    }
  });
});
