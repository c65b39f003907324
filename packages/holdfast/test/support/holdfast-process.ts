import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
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
  readonly mtlsSts: string;
  readonly mtlsApi: string;
  readonly admin: string;
  readonly adminKey: string;
  readonly api: string;
  readonly caFile: string;
  readonly trustFile: string;
  readonly envFile: string;
  readonly certs: { readonly localhost: { readonly certFile: string; readonly keyFile: string } };
  readonly tenants: readonly { readonly id: string; readonly domain: string }[];
  readonly applications: readonly ReadyApplication[];
  readonly users: readonly { readonly username: string; readonly password: string }[];
  readonly imds: string;
  readonly appService: { readonly endpoint: string; readonly header: string };
  readonly mits: string;
  readonly mitsEnv: Readonly<Record<'IDENTITY_ENDPOINT' | 'IDENTITY_HEADER' | 'IDENTITY_SERVER_THUMBPRINT', string>>;
  readonly identities: readonly ReadyIdentity[];
}

export interface ReadyIdentity {
  readonly name: string;
  readonly clientId: string;
  readonly objectId: string;
  readonly resourceId?: string;
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
  readonly scopes?: readonly string[];
  readonly roles?: readonly string[];
}

/** How a process ended: one of the two is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The command line, running. Lines grow as they come. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** When the process is gone and both its outputs are closed. */
  readonly ended: Promise<Ending>;
  /** Waits for a line that fits, or finds it among those that came; rejects when the process ends without one. */
  line(from: 'stdout' | 'stderr', fits: RegExp): Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<Ending>;
}

export interface HoldfastProcess extends RunningCommand {
  readonly ready: ReadyLine;
  application(name: string): ReadyApplication;
  identity(name: string): ReadyIdentity;
}

/** How a command is run, beside its parameters. */
export interface RunOptions {
  readonly cwd?: string | undefined;
  /** Another Node than the one that runs the tests, with its own flags. */
  readonly node?: readonly [path: string, ...flags: string[]] | undefined;
  readonly script?: string | undefined;
  /** The keys that it makes at its first start are taken from a stock: for whoever does not judge how they are made, or whether a second start has them still. */
  readonly keysFromStock?: boolean | undefined;
}

/** The module that has a process draw from the stock. */
export const keyStock: string = new URL('./keys-from-stock.ts', import.meta.url).href;

/** Starts the command line and does not wait. */
export function startCommand(parameters: readonly string[], options: RunOptions = {}): RunningCommand {
  const [node, ...flags] = options.node ?? [process.execPath];
  const child = spawn(node, [...flags, options.script ?? commandLine, ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...(options.keysFromStock === true ? { NODE_OPTIONS: `--import=${keyStock}` } : {}) },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  // A test process that dies must not leave services behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  const news = new EventEmitter().setMaxListeners(0);
  for (const name of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[name] }).on('line', (line) => {
      lines[name].push(line);
      news.emit('line');
    });
  }
  const ended = (once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>).then(([code, signal]) => {
    process.off('exit', kill);
    news.emit('end');
    return { code, signal };
  });
  return {
    child,
    ...lines,
    ended,
    line: (from, fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines[from].find((line) => fits.test(line));
          if (found !== undefined) settle(() => resolve(found));
        };
        const fail = (): void =>
          settle(() => reject(new Error(`ended without ${fits} on ${from}: ${lines.stderr.join('\n')}`)));
        const settle = (finish: () => void): void => {
          news.off('line', look).off('end', fail);
          finish();
        };
        news.on('line', look).once('end', fail);
        look();
        if (child.exitCode !== null || child.signalCode !== null) ended.then(fail);
      }),
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs the command line to its end. */
export async function runHoldfast(
  parameters: readonly string[],
  options: RunOptions = {},
): Promise<Ending & { readonly stdout: string; readonly stderr: string }> {
  const command = startCommand(parameters, options);
  const ending = await command.ended;
  return { ...ending, stdout: joinLines(command.stdout), stderr: joinLines(command.stderr) };
}

/** Starts `holdfast up --json`, on free ports unless told otherwise, and waits for its line. */
export async function startHoldfast(parameters: readonly string[], options?: RunOptions): Promise<HoldfastProcess> {
  const command = startCommand(['up', '--json', '--port-base', '0', ...parameters], options);
  const ready = JSON.parse(await command.line('stdout', /./)) as ReadyLine;
  return {
    ...command,
    ready,
    application(name) {
      const found = ready.applications.find((application) => application.name === name);
      if (found === undefined) throw new Error(`no application ${name}`);
      return found;
    },
    identity(name) {
      const found = ready.identities.find((identity) => identity.name === name);
      if (found === undefined) throw new Error(`no identity ${name}`);
      return found;
    },
  };
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

// Halves the time of a start, of which these tests need many.
const compileCache = fileURLToPath(new URL('../../../../node_modules/.cache/compile', import.meta.url));

// The runner's own variables would reach the child and change what it prints.
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...rest } = process.env;
  return { ...rest, NO_COLOR: '1', NODE_COMPILE_CACHE: compileCache };
}
