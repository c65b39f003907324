import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AuthorityRefused, StartFailed } from './start-failed.ts';

const commandLine = fileURLToPath(new URL('../../../packages/holdfast/bin/holdfast.mjs', import.meta.url));

/** What the example needs of the line that `holdfast up --json` prints. */
export interface ReadyLine {
  readonly sts: string;
  readonly api: string;
  readonly certs: { readonly localhost: { readonly certFile: string } };
  readonly applications: readonly { readonly name: string; readonly tenantId: string; readonly clientId: string }[];
  readonly tenants: readonly { readonly id: string; readonly domain: string }[];
  readonly users: readonly { readonly username: string; readonly password: string }[];
}

/** A running `holdfast up`. */
export interface RunningAuthority {
  readonly ready: ReadyLine;
  /** When the process is gone. */
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

/** How it is started. */
export interface AuthorityOptions {
  readonly dataDirectory: string;
  readonly portBase: number;
  /** Registered for the application `spa`, beside what it has. */
  readonly redirectUri?: string | undefined;
  /** Ends a start that is no longer wanted. */
  readonly stopping: AbortSignal;
}

/**
 * Starts `holdfast up` and waits until it is ready; what happens in it is told on our stderr.
 *
 * @throws AuthorityRefused, StartFailed `ERR_EXAMPLE_AUTHORITY`
 */
export async function startAuthority(options: AuthorityOptions): Promise<RunningAuthority> {
  const { dataDirectory, portBase, redirectUri, stopping } = options;
  const registered = redirectUri === undefined ? [] : ['--redirect-uri', `spa=${redirectUri}`];
  const parameters = ['up', '--json', '--data', dataDirectory, '--port-base', `${portBase}`, ...registered];
  const child = spawn(process.execPath, [commandLine, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  stopping.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  const line = await firstLine(child.stdout);
  const said = line === undefined ? undefined : (JSON.parse(line) as ReadyLine & { readonly ready: boolean });
  if (said?.ready !== true) {
    const [exitCode] = (await ended) as [number | null];
    if (said === undefined) throw new StartFailed('ERR_EXAMPLE_AUTHORITY');
    throw new AuthorityRefused(said as unknown as { code: string; message: string; mend: string }, exitCode ?? 1);
  }
  return {
    ready: said,
    ended,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input })) return line;
  return undefined;
}
