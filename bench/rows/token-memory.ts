import { runMeasurement } from '../engine/child.ts';
import type { Row } from '../engine/row.ts';

const ours = ['holdfast bearer', 'holdfast pop'] as const;

export const rows: readonly Row[] = [
  {
    name: 'heap per cached token, beyond its text',
    unit: 'B',
    async prepare({ quick }) {
      const count = quick ? 13_000 : 53_000;
      const measure = (name: string) => () =>
        runMeasurement('heap-per-token.ts', { parameters: [name, String(count)], flags: ['--expose-gc'] });
      return {
        contestants: [...ours, '@azure/msal-node'].map((name) => ({ name, measure: measure(name) })),
        targets: ours.map((of) => ({ of, atMost: 600 })),
        rounds: 3,
        notes: [
          `${count.toLocaleString('en')} tokens in a process of their own, heap and external memory after collection`,
        ],
      };
    },
  },
];
