import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureBuilt } from '../engine/built.ts';
import { root } from '../engine/machine.ts';
import type { Contestant, Row } from '../engine/row.ts';

export const rows: readonly Row[] = [
  {
    name: 'import of a client',
    unit: 'ms',
    async prepare({ quick }) {
      await ensureBuilt();
      return {
        contestants: ['@holdfast/node', '@azure/msal-node', '@azure/identity'].map(imported),
        targets: [{ of: '@holdfast/node', against: '@azure/msal-node', atLeast: 4 }],
        rounds: quick ? 3 : 25,
        notes: [
          'built packages, each time in a process that has imported nothing yet; at most a quarter of the time is ×4',
        ],
      };
    },
  },
];

const program = `
  const startedAt = performance.now();
  await import(process.argv[1]);
  console.log(performance.now() - startedAt);
  process.exit();
`;

function imported(name: string): Contestant {
  return {
    name,
    async measure() {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program, name], {
        // Everybody is found from here, by name.
        cwd: join(root, 'bench'),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const output: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Error(`${name} cannot be imported`);
      return Number(Buffer.concat(output).toString());
    },
  };
}
