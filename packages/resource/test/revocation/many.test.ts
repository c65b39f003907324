import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { suite, test } from 'node:test';
import { createMemoryRevocationFeed, type MemoryRevocationFeed, type RevocationFacts } from '@holdfast/resource';

const now = Math.floor(Date.now() / 1000);
const nameOf = (kind: string, index: number): string => `${kind}-${index}`;

function feedOf(count: number): MemoryRevocationFeed {
  const feed = createMemoryRevocationFeed({ maxEntries: 200_000 });
  const kinds = ['user', 'application', 'identity', 'uti'] as const;
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % kinds.length] ?? 'uti';
    feed.revoke({ kind, value: nameOf(kind, index), revokedAt: now, expiresAt: now + 3600 });
  }
  return feed;
}

function factsOf(name: string): RevocationFacts {
  return {
    tenant: undefined,
    objectId: nameOf('user', 7),
    clientIds: [name],
    uniqueId: name,
    issuedAt: now,
    keyThumbprint: name,
    certificateThumbprint: name,
    isCae: true,
  };
}

function nanosecondsPerLook(feed: MemoryRevocationFeed, tokens: readonly RevocationFacts[]): number {
  const began = performance.now();
  for (let round = 0; round < 200; round += 1) {
    for (const facts of tokens) if (feed.covers(facts) !== undefined) assert.fail('nothing of this was revoked');
  }
  return ((performance.now() - began) * 1e6) / (200 * tokens.length);
}

suite('many revocations', () => {
  test('100,000 are found one by one, and what is not among them is not', () => {
    const feed = feedOf(100_000);
    assert.equal(feed.size, 100_000);
    for (let index = 0; index < 100_000; index += 997) {
      const name = nameOf(['user', 'application', 'identity', 'uti'][index % 4] ?? '', index);
      const facts = { ...factsOf(name), objectId: name };
      assert.equal(feed.covers(facts)?.value, name);
      assert.equal(feed.covers({ ...facts, ...factsOf(`${name}0000`) }), undefined);
    }
  });

  test('a look among 100,000 costs about what it costs among ten', () => {
    const [few, many] = [feedOf(10), feedOf(100_000)];
    const tokens = Array.from({ length: 100 }, (_, index) => factsOf(`honest-${index}`));
    nanosecondsPerLook(few, tokens);
    nanosecondsPerLook(many, tokens);
    // The best of several rounds in turn: other programs only ever make one slower. A scan would be a thousand times slower.
    const rounds = Array.from({ length: 5 }, () => [nanosecondsPerLook(few, tokens), nanosecondsPerLook(many, tokens)]);
    const [ofFew, ofMany] = [0, 1].map((column) => Math.min(...rounds.map((round) => round[column] ?? 0)));
    assert.ok((ofMany ?? 0) < 20 * (ofFew ?? 0) + 100, `${ofMany} ns against ${ofFew} ns`);
  });

  test('telling everything once more costs no memory, and a flood is bounded by the limit', () => {
    const feed = createMemoryRevocationFeed({ maxEntries: 1000 });
    for (let told = 0; told < 20_000; told += 1) {
      feed.revoke({ kind: 'uti', value: `${told % 500}`, revokedAt: now + told, expiresAt: now + 3600 + told });
    }
    assert.equal(feed.size, 500);
    assert.equal(feed.secondsBehind(), 0);
    const began = performance.now();
    for (let told = 0; told < 50_000; told += 1) {
      feed.revoke({ kind: 'jkt', value: thumbprint(told), revokedAt: now, expiresAt: now + 3600 });
    }
    assert.equal(feed.size, 1000);
    assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
    assert.ok(performance.now() - began < 5_000, 'a full feed is not looked through for every entry');
  });
});

function thumbprint(index: number): string {
  return `${String(index).padStart(42, '0')}A`;
}
