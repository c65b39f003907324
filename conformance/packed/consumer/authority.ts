import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A `holdfast up` that was installed from tarballs. */
export interface RunningAuthority {
  /** The file that holds its ready line. */
  readonly readyFile: string;
  /** Ends it and gives its exit code. */
  close(): Promise<number | null>;
}

/** Starts the installed command in a given Node and waits until it is ready. */
export async function startAuthority(folder: string, node: string): Promise<RunningAuthority> {
  const data = join(folder, `data-${Date.now()}`);
  const program = join(folder, 'node_modules', 'holdfast', 'bin', 'holdfast.mjs');
  const child = spawn(node, [program, 'up', '--json', '--port-base', '0', '--data', data], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const readyFile = join(data, 'ready-line.json');
    writeFileSync(readyFile, line);
    return {
      readyFile,
      close: async () => {
        child.kill('SIGTERM');
        const [code] = (await ended) as [number | null];
        return code;
      },
    };
  }
  throw new Error(`holdfast up ended with ${(await ended)[0]}`);
}
