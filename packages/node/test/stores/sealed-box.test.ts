import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SealBroken } from '@holdfast/node/redis';
import { createSealedBox } from '../../src/stores/sealed-box.ts';

const box = createSealedBox(new Uint8Array(32).fill(7));

test('what was sealed under a name opens under it, and under no other', () => {
  const sealed = box.seal('name', 'a text with ä and €');
  assert.equal(box.open('name', sealed), 'a text with ä and €');
  assert.throws(() => box.open('other', sealed), SealBroken);
  assert.throws(() => createSealedBox(new Uint8Array(32)).open('name', sealed), SealBroken);
});

test('a sealed value has one spelling (RFC 4648 section 3.5)', () => {
  const sealed = box.seal('name', 'text');
  for (const spelling of [
    `${sealed}=`,
    `${sealed}\n`,
    `[${sealed}`,
    sealed.replace(/./, '$& '),
    sealed.slice(0, -1),
    '',
  ]) {
    assert.throws(() => box.open('name', spelling), SealBroken);
  }
});
