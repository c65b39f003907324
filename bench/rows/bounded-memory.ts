import { runMeasurement } from '../engine/child.ts';
import type { Row } from '../engine/row.ts';

/** How many different tokens each memory is fed; a key for each proof takes longer to make than all the rest. */
const counts: Readonly<Record<string, { readonly full: number; readonly quick: number }>> = {
  'tokens of a client': { full: 2_000_000, quick: 10_000 },
  'tokens that a validator remembers': { full: 2_000_000, quick: 10_000 },
  'proof keys and proofs that a validator remembers': { full: 200_000, quick: 12_000 },
  'replay store at its limit': { full: 2_000_000, quick: 60_000 },
};

export const rows: readonly Row[] = [
  {
    name: 'heap beyond the full memory, after many more tokens than it holds',
    unit: 'MiB',
    prepare: async ({ quick }) => ({
      contestants: Object.entries(counts).map(([name, { full, quick: few }]) => ({
        name,
        measure: () =>
          runMeasurement('bounded-memory.ts', {
            parameters: [name, String(quick ? few : full), String(quick ? 1_000 : 10_000)],
            flags: ['--expose-gc'],
          }),
      })),
      targets: Object.keys(counts).map((of) => ({ of, atMost: 4 })),
      rounds: 1,
      notes: Object.entries(counts).map(
        ([name, { full, quick: few }]) => `${name}: ${(quick ? few : full).toLocaleString('en')} distinct`,
      ),
    }),
  },
];
