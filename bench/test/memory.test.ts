import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClientTokens } from '../memory/client-tokens.ts';
import { createProofKeys } from '../memory/proof-keys.ts';
import { createRememberedTokens } from '../memory/remembered-tokens.ts';
import { createReplayStore } from '../memory/replay-store.ts';
import type { MemorySubject, SubjectSize } from '../memory/subject.ts';

const subjects: Readonly<Record<string, (size: SubjectSize) => Promise<MemorySubject>>> = {
  'tokens of a client': createClientTokens,
  'tokens that a validator remembers': createRememberedTokens,
  'proof keys': createProofKeys,
};

// Feeding throws when a token is not taken: then nothing would be measured.
for (const [name, create] of Object.entries(subjects)) {
  test(`${name}: everything that is fed is taken`, async () => {
    const subject = await create({ entries: 4 });
    for (let index = 0; index < 10; index += 1) await subject.feed(index);
    assert.ok(subject.capacity >= 4);
  });
}

test('the replay store is fed beyond its limit', async () => {
  const subject = await createReplayStore({ entries: 40 });
  for (let index = 0; index < subject.capacity + 10; index += 1) await subject.feed(index);
});
