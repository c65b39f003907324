/**
 * `bounded-memory.ts <subject> <count> <entries>`: fills a memory, feeds it until `count`, and tells by how many MiB the heap was larger
 * than when the memory was full, at the worst. Needs `--expose-gc`.
 */
import { heapInUse } from '../engine/heap.ts';
import { createClientTokens } from '../memory/client-tokens.ts';
import { createProofKeys } from '../memory/proof-keys.ts';
import { createRememberedTokens } from '../memory/remembered-tokens.ts';
import { createReplayStore } from '../memory/replay-store.ts';
import type { MemorySubject, SubjectSize } from '../memory/subject.ts';

const subjects: Readonly<Record<string, (size: SubjectSize) => Promise<MemorySubject>>> = {
  'tokens of a client': createClientTokens,
  'tokens that a validator remembers': createRememberedTokens,
  'proof keys and proofs that a validator remembers': createProofKeys,
  'replay store at its limit': createReplayStore,
};

const samples = 8;
const [name = '', countText, entriesText] = process.argv.slice(2);
const create = subjects[name];
if (create === undefined) throw new TypeError(`there is no subject ${name}`);
const subject = await create({ entries: Number(entriesText) });
const count = Number(countText);
// A little more than full: a map grows by doubling, and the last doubling belongs to the filling.
const filled = Math.ceil(subject.capacity * 1.1);
if (filled >= count) throw new TypeError('there must be more than the memory holds');

let index = 0;
const feedUntil = async (end: number): Promise<void> => {
  for (; index < end; index += 1) {
    await subject.feed(index);
    // Lets finalizers and whatever waits for a turn run, as a server does between requests.
    if (index % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
};
await feedUntil(filled);
const full = await heapInUse();
let worst = 0;
for (let sample = 1; sample <= samples; sample += 1) {
  await feedUntil(filled + Math.floor(((count - filled) * sample) / samples));
  worst = Math.max(worst, (await heapInUse()) - full);
}
// Used again, so that nothing of it was collected before it was counted.
await subject.feed(index);
console.log(JSON.stringify(worst / 2 ** 20));
