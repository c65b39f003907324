import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import type { Report } from '../suite/report.ts';
import { withFolder } from './scratch-folder.ts';

// Without Node's globals and modules, which newer dates bring along: what runs here runs in a worker that has never heard of Node.
const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "suite", worker = .suite)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "suite")],
);
const suite :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "suite.js", esModule = embed "suite.js")],
  compatibilityDate = "2026-10-01",
  compatibilityFlags = ["no_nodejs_compat", "no_nodejs_compat_v2"],
);
`;

const worker = `import { run } from 'suite.js';
export default { fetch: async () => Response.json(await run()) };
`;

/** Runs a bundled suite in workerd, in one request. */
export function runInWorkerd(code: string): Promise<Report> {
  return withFolder(async (folder) => {
    for (const [name, text] of Object.entries({ 'config.capnp': config, 'worker.js': worker, 'suite.js': code }))
      writeFileSync(join(folder, name), text);
    const binary = join(repositoryRoot, 'node_modules', 'workerd', 'bin', 'workerd');
    // Over the third descriptor it says which port it got.
    const child = spawn(binary, ['serve', 'config.capnp', '--control-fd=3'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    });
    const ended = once(child, 'exit');
    try {
      const response = await fetch(`http://127.0.0.1:${await portOf(child)}/`);
      if (!response.ok) throw new Error(`workerd answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Report;
    } finally {
      child.kill();
      await ended;
    }
  });
}

async function portOf(child: ChildProcess): Promise<number> {
  for await (const line of createInterface(child.stdio[3] as Readable)) {
    const { event, port } = JSON.parse(line) as { readonly event: string; readonly port?: number };
    if (event === 'listen' && port !== undefined) return port;
  }
  throw new Error('workerd ended before it listened');
}
