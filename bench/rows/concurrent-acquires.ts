import { azureIdentity } from '../clients/azure-identity.ts';
import { holdfastBearer, holdfastPop } from '../clients/holdfast.ts';
import { msalNode } from '../clients/msal-node.ts';
import type { ClientFactory } from '../clients/token-client.ts';
import type { Contestant, Row } from '../engine/row.ts';

const callers = 1_000;
const factories = [holdfastBearer, holdfastPop, msalNode, azureIdentity] as const;

export const rows: readonly Row[] = [
  requestsRow(`token requests of ${callers.toLocaleString('en')} concurrent acquires, empty cache`, false),
  requestsRow(`token requests of ${callers.toLocaleString('en')} concurrent acquires that fail`, true),
];

function requestsRow(name: string, refuses: boolean): Row {
  return {
    name,
    unit: 'requests',
    prepare: async () => ({
      contestants: factories.map((make) => counted(make, refuses)),
      targets: ['holdfast bearer', 'holdfast pop'].map((of) => ({ of, atLeast: 1, atMost: 1 })),
      rounds: 3,
      notes: refuses ? ['every caller is told of the one refusal'] : ['every caller gets the one token'],
    }),
  };
}

function counted(make: ClientFactory, refuses: boolean): Contestant {
  return {
    name: make().name,
    async measure() {
      const client = make({ delayMs: 5, refuses });
      const outcomes = await Promise.allSettled(Array.from({ length: callers }, () => client.acquire(0)));
      const expected = refuses ? 'rejected' : 'fulfilled';
      if (outcomes.some(({ status }) => status !== expected))
        throw new Error(`${client.name}: not all were ${expected}`);
      return client.tokenRequests();
    },
  };
}
