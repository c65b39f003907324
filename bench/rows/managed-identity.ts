import { holdfastIdentity, msalIdentity } from '../clients/managed-identity.ts';
import { inTurn, type MeasuredClient } from '../clients/token-client.ts';
import type { Contestant, Row } from '../engine/row.ts';
import { microsecondsPerCall } from '../engine/stopwatch.ts';

export const rows: readonly Row[] = [1, 1_000].map(
  (tokens): Row => ({
    name: `managed identity token from cache, ${tokens.toLocaleString('en')} cached`,
    unit: 'µs',
    async prepare({ quick }) {
      const ours = await filled(holdfastIdentity(), tokens);
      const msal = await filled(msalIdentity(), tokens);
      const calls = quick ? 20_000 : 50_000;
      return {
        contestants: [timed(ours, tokens, calls), timed(msal, tokens, Math.round(calls / (tokens + 99)))],
        targets: [{ of: ours.name, atMost: 2 }],
        notes: ['one identity, IMDS, a resource for each token'],
      };
    },
  }),
);

async function filled(client: MeasuredClient, count: number): Promise<MeasuredClient> {
  await client.fill(count);
  const before = client.tokenRequests();
  for (const index of [0, count >> 1, count - 1]) await client.acquire(index);
  if (client.tokenRequests() !== before) throw new Error(`${client.name} does not give its tokens from its cache`);
  return client;
}

function timed({ name, acquire }: MeasuredClient, count: number, calls: number): Contestant {
  return { name, measure: () => microsecondsPerCall(calls, (index) => acquire(inTurn(index, count))) };
}
