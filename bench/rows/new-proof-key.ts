import { generateKeyPair } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createKeyPool } from '@holdfast/core';
import { generateNodeKey } from '@holdfast/node';
import type { Row } from '../engine/row.ts';
import { millisecondsOf } from '../engine/stopwatch.ts';

/** What a caller waits for when a client needs a new RSA proof key. */
export const rows: readonly Row[] = [
  {
    name: 'a new RSA proof key, as the caller waits for it',
    unit: 'ms',
    async prepare({ quick }) {
      const pool = createKeyPool({ generate: () => generateNodeKey('RS256'), size: 2 });
      const generate = promisify(generateKeyPair);
      const filled = async (): Promise<void> => {
        while (pool.ready < 2) await wait(5);
      };
      return {
        contestants: [
          {
            name: 'holdfast key pool',
            async measure() {
              await filled();
              return millisecondsOf(() => pool.take());
            },
          },
          {
            name: 'crypto.generateKeyPair',
            async measure() {
              await filled();
              return millisecondsOf(() => generate('rsa', { modulusLength: 2048 }));
            },
          },
        ],
        targets: [{ of: 'holdfast key pool', atMost: 1 }],
        rounds: quick ? 3 : 15,
        close: () => pool.close(),
      };
    },
  },
];
