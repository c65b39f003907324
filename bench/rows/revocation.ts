import { randomUUID } from 'node:crypto';
import { createMemoryRevocationFeed, createTokenValidator, type MemoryRevocationFeed } from '@holdfast/resource';
import { collectGarbage } from '../engine/heap.ts';
import type { Contestant, Row } from '../engine/row.ts';
import { microsecondsPerCall } from '../engine/stopwatch.ts';
import { createProofStock, type PreparedProof } from '../shr/proof-stock.ts';

const withFeed = 'holdfast, 100,000 revocations in force';
const withoutFeed = 'holdfast, no feed';

export const rows: readonly Row[] = [
  {
    name: 'authenticate a signed HTTP request while tokens are taken back, RS256 proof, token remembered',
    unit: 'µs',
    async prepare({ quick }) {
      const tokens = quick ? 200 : 10_000;
      const stock = await createProofStock('RS256', tokens);
      const feed = fullFeed(quick ? 10_000 : 100_000);
      const validators = [
        [withoutFeed, createTokenValidator(stock.options)],
        [withFeed, createTokenValidator({ ...stock.options, revocation: { feed } })],
      ] as const;
      for (const { incoming } of await stock.take(tokens)) {
        for (const [, validator] of validators) await validator.authenticate(incoming);
      }
      let proofs: readonly PreparedProof[] = [];
      let measured = 0;
      const contestants = validators.map(
        ([name, validator]): Contestant => ({
          name,
          async measure() {
            if (measured++ % validators.length === 0) proofs = await stock.take(quick ? 300 : 3_000);
            collectGarbage();
            return microsecondsPerCall(proofs.length, (index) =>
              validator.authenticate((proofs[index] as PreparedProof).incoming),
            );
          },
        }),
      );
      return {
        contestants,
        targets: [{ of: withFeed, against: withoutFeed, atLeast: 0.95 }],
        notes: ['each request is asked about by the names in its token: its user, its application, itself, its key'],
      };
    },
  },
];

function fullFeed(count: number): MemoryRevocationFeed {
  const feed = createMemoryRevocationFeed();
  const now = Math.floor(Date.now() / 1000);
  const kinds = ['user', 'application', 'identity', 'uti'] as const;
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % kinds.length] ?? 'uti';
    feed.revoke({ kind, value: randomUUID(), revokedAt: now, expiresAt: now + 86_400 });
  }
  return feed;
}
