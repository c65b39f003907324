import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { install } from '../engine/installed.ts';
import { root } from '../engine/machine.ts';
import type { Contestant, Row } from '../engine/row.ts';

const fresh = ', first start';
const again = ', keys at hand';

export const rows: readonly Row[] = [
  {
    name: 'holdfast up, from the shell to the ready line',
    unit: 'ms',
    async prepare({ quick }) {
      const installed = await install();
      const data = mkdtempSync(join(tmpdir(), 'holdfast-bench-data-'));
      const programs = {
        'from source': join(root, 'packages', 'holdfast', 'bin', 'holdfast.mjs'),
        installed: join(installed.folder, 'node_modules', 'holdfast', 'bin', 'holdfast.mjs'),
      };
      const contestants: Contestant[] = [];
      for (const [name, program] of Object.entries(programs)) {
        const kept = join(data, name.replace(' ', '-'));
        await startUp(program, kept);
        contestants.push({ name: name + fresh, measure: () => startFresh(program, data) });
        contestants.push({ name: name + again, measure: () => startUp(program, kept) });
      }
      return {
        contestants,
        targets: contestants.map(({ name }) => ({ of: name, atMost: name.endsWith(fresh) ? 2_000 : 800 })),
        rounds: quick ? 1 : 11,
        notes: ["by the first `node` that is not this repository's own, as somebody's shell starts it"],
        close() {
          installed.remove();
          rmSync(data, { recursive: true, force: true });
        },
      };
    },
  },
];

async function startFresh(program: string, folder: string): Promise<number> {
  const data = mkdtempSync(join(folder, 'fresh-'));
  try {
    return await startUp(program, data);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Starts the services, waits for the line, stops them again. */
async function startUp(program: string, data: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('node', [program, 'up', '--json', '--port-base', '0', '--data', data], {
    env: { ...process.env, PATH: pathOfShell() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = chunk.toString();
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close')])) as [unknown];
  const tookMs = performance.now() - startedAt;
  if (!(line instanceof Buffer)) throw new Error(`holdfast up did not start: ${complaint}`);
  child.kill('SIGTERM');
  await once(child, 'close');
  return tookMs;
}

// npm puts the programs of this repository in front, its Node among them.
function pathOfShell(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => !folder.includes('node_modules')).join(delimiter);
}
