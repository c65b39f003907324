import { once } from 'node:events';
import { resolve } from 'node:path';
import {
  type DirectoryConfiguration,
  defaultConfiguration,
  type PublicHost,
  readDirectoryFile,
} from '@holdfast/authority';
import { keepAdminDoor } from '../admin-door/keep-admin-door.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { addRedirectUris, type RedirectUri } from './add-redirect-uris.ts';
import { writeEnvFiles } from './env-files.ts';
import { buildEventLine } from './event-line.ts';
import { type House, openHouse } from './house.ts';
import { createLog } from './log.ts';
import { buildReadyLine, buildWelcome } from './ready-line.ts';
import { reportFailure } from './report-failure.ts';

/** What `holdfast up` was asked for. */
export interface UpOptions {
  readonly configFile?: string | undefined;
  readonly dataDirectory: string;
  readonly host: PublicHost;
  readonly portBase: number;
  readonly json: boolean;
  readonly redirectUris: readonly RedirectUri[];
}

/**
 * Starts the services, says when they are ready, and serves until a signal.
 *
 * @returns the exit code
 */
export async function runUp(options: UpOptions): Promise<number> {
  const stopping = stopOnSignal();
  const log = createLog(process.stderr);
  const dataDirectory = resolve(options.dataDirectory);
  try {
    const house = await openHouse({
      directory: addRedirectUris(readDirectory(options.configFile), options.redirectUris),
      dataDirectory,
      host: options.host,
      portBase: options.portBase,
      events: (event) => log(buildEventLine(event, new Date())),
    });
    try {
      await serve(house, { dataDirectory, json: options.json, stopping });
    } finally {
      await house.close();
    }
    return exitCodes.ok;
  } catch (error) {
    return reportFailure(error, { command: 'holdfast up', json: options.json });
  }
}

async function serve(
  house: House,
  options: { readonly dataDirectory: string; readonly json: boolean; readonly stopping: AbortSignal },
): Promise<void> {
  const { dataDirectory, json, stopping } = options;
  const envFile = await writeEnvFiles(dataDirectory, house);
  // After a signal nothing is announced: the services would be gone before anybody could use them.
  if (stopping.aborted) return;
  const { admin: origin, adminKey: key } = house.description;
  const removeDoor = await keepAdminDoor(dataDirectory, { origin, key });
  process.stdout.write(json ? `${buildReadyLine(house, envFile)}\n` : buildWelcome(house, envFile));
  // A signal may have come while the file was written.
  if (!stopping.aborted) await once(stopping, 'abort');
  await removeDoor();
}

function readDirectory(file: string | undefined): DirectoryConfiguration {
  return file === undefined ? defaultConfiguration : readDirectoryFile(file);
}

// Whoever stops a program waits two seconds, and then kills it.
const patienceMs = 1_800;

// Listened for from the start: a signal during start-up stops the services as soon as they are up, or ends a start that hangs.
function stopOnSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  stopping.signal.addEventListener('abort', () => {
    // `process.exit` would wait for a file operation that never ends.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs).unref();
  });
  return stopping.signal;
}
