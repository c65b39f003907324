import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const commandLine: string = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url));

/** What `holdfast up --json` prints when it is ready, as far as tests look at it. */
export interface ReadyLine {
  readonly ready: true;
  readonly sts: string;
  readonly admin: string;
  readonly adminKey: string;
  readonly api: string;
  readonly caFile: string;
  readonly trustFile: string;
  readonly envFile: string;
  readonly certs: { readonly localhost: { readonly certFile: string; readonly keyFile: string } };
  readonly tenants: readonly { readonly id: string; readonly domain: string }[];
  readonly applications: readonly ReadyApplication[];
}

export interface ReadyApplication {
  readonly name: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly chainFile?: string;
  readonly redirectUris?: readonly string[];
  readonly appIdUri?: string;
}

export interface HoldfastProcess {
  readonly ready: ReadyLine;
  readonly stdout: readonly string[];
  application(name: string): ReadyApplication;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Runs the command line to its end. */
export async function runHoldfast(
  parameters: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [commandLine, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
    ...options,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Starts `holdfast up --json` on free ports and waits for its line. */
export async function startHoldfast(parameters: readonly string[]): Promise<HoldfastProcess> {
  const child = spawn(process.execPath, [commandLine, 'up', '--json', '--port-base', '0', ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
  });
  const stdout: string[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      stdout.push(line);
      resolve(line);
    });
    child.once('exit', (code) => reject(new Error(`holdfast up ended with ${code}: ${stderr}`)));
  });
  const ready = JSON.parse(await first) as ReadyLine;
  return {
    ready,
    stdout,
    application(name) {
      const found = ready.applications.find((application) => application.name === name);
      if (found === undefined) throw new Error(`no application ${name}`);
      return found;
    },
    stop: (signal = 'SIGTERM') => stop(child, signal),
  };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  return (await ended)[0];
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

// The runner's own variables would reach the child and change what it prints.
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, HOLDFAST_STARTED: _started, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1' };
}
