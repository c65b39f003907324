import { azureIdentity } from '../clients/azure-identity.ts';
import { filled, timed } from '../clients/filled-client.ts';
import { holdfastBearer, holdfastPop } from '../clients/holdfast.ts';
import { msalNode } from '../clients/msal-node.ts';
import { type ClientFactory, type MeasuredClient, scattered } from '../clients/token-client.ts';
import type { Contestant, Row } from '../engine/row.ts';
import { microsecondsPerCall } from '../engine/stopwatch.ts';

const one = 'holdfast bearer, 1 cached';
const peers = [msalNode, azureIdentity] as const;

export const rows: readonly Row[] = [
  cacheRow(1, peers),
  cacheRow(1_000, peers),
  // Filling its cache takes @azure/identity hours: every acquisition looks at all entries.
  cacheRow(100_000, [msalNode]),
];

function cacheRow(tokens: number, others: readonly ClientFactory[]): Row {
  return {
    name: `token from cache, ${tokens.toLocaleString('en')} cached`,
    unit: 'µs',
    async prepare({ quick }) {
      const count = quick ? Math.min(tokens, 2_000) : tokens;
      const calls = quick ? 20_000 : 50_000;
      const bearer = await filled(holdfastBearer(), count);
      const pop = await filled(holdfastPop(), count);
      const alone = await filled(holdfastBearer(), 1);
      const contestants: Contestant[] = [timed(bearer, count, calls), timed(pop, count, calls)];
      if (tokens > 1) contestants.push({ ...timed(alone, 1, calls), name: one }, allScattered(bearer, count, calls));
      for (const make of others) contestants.push(timed(await filled(make(), count), count, slowCalls(count, quick)));
      return {
        contestants,
        targets: [
          { of: bearer.name, atMost: 2 },
          { of: pop.name, atMost: 2 },
          ...(tokens > 1 ? [{ of: bearer.name, against: one, atLeast: 0.5 }] : []),
        ],
        notes: [
          `${count.toLocaleString('en')} tokens of which ${Math.min(count, 100)} are acquired in turn; scattered: all of them, each time another`,
        ],
      };
    },
  };
}

// Most of the time goes into waiting for memory that no cache of the processor holds.
function allScattered({ name, acquire }: MeasuredClient, count: number, calls: number): Contestant {
  return {
    name: `${name}, scattered`,
    measure: () => microsecondsPerCall(calls, (index) => acquire(scattered(index, count))),
  };
}

// One call of a client that scans its cache may take a tenth of a second.
function slowCalls(count: number, quick: boolean): number {
  return Math.max(2, Math.round((quick ? 20_000 : 200_000) / (count + 200)));
}
