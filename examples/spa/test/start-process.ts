import { fileURLToPath } from 'node:url';
import {
  type RunningCommand,
  startCommand,
  temporaryFolder,
} from '../../../packages/holdfast/test/support/holdfast-process.ts';

const script = fileURLToPath(new URL('../start.ts', import.meta.url));

/** What the example prints with `--json` when it is ready. */
export interface ExampleReady {
  readonly ready: true;
  readonly page: string;
  readonly authority: string;
  readonly api: string;
  readonly users: readonly { readonly username: string; readonly password: string }[];
  readonly spki: string;
  readonly browser?: string;
}

/** The example, running as `npm run example:spa` runs it. */
export interface RunningExample {
  readonly command: RunningCommand;
  readonly ready: ExampleReady;
  close(): Promise<void>;
}

/** Starts the program of the example and does not wait. */
export function startScript(parameters: readonly string[]): RunningCommand {
  return startCommand(parameters, { node: [process.execPath, '--conditions=source'], script });
}

/** Starts the example on free ports, with keys that are gone afterwards. */
export async function startExample(parameters: readonly string[] = ['--no-open']): Promise<RunningExample> {
  const folder = await temporaryFolder();
  const free = ['--port', '0', '--port-base', '0', '--data', folder.path];
  const command = startScript(['--json', ...free, ...parameters]);
  const ready = JSON.parse(await command.line('stdout', /./)) as ExampleReady;
  return {
    command,
    ready,
    async close() {
      await command.stop();
      await folder.remove();
    },
  };
}
