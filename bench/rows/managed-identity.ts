import { filled, timed } from '../clients/filled-client.ts';
import { holdfastIdentity, msalIdentity } from '../clients/managed-identity.ts';
import type { Row } from '../engine/row.ts';

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
