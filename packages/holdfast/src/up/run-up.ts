import { resolve } from 'node:path';
import { type DirectoryConfiguration, defaultConfiguration, readDirectoryFile } from '@holdfast/authority';
import { exitCodes } from '../command-line/exit-codes.ts';
import { addRedirectUris, type RedirectUri } from './add-redirect-uris.ts';
import { writeEnvFile } from './env-files.ts';
import { buildEventLine } from './event-line.ts';
import { openHouse } from './house.ts';
import { buildReadyLine, buildWelcome } from './ready-line.ts';
import { describeStartFailure } from './report-failure.ts';

/** What `holdfast up` was asked for. */
export interface UpOptions {
  readonly configFile?: string | undefined;
  readonly dataDirectory: string;
  readonly host: 'localhost' | '127.0.0.1' | '::1';
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
  const stopped = untilSignal();
  const dataDirectory = resolve(options.dataDirectory);
  try {
    const house = await openHouse({
      directory: addRedirectUris(readDirectory(options.configFile), options.redirectUris),
      dataDirectory,
      host: options.host,
      portBase: options.portBase,
      events: (event) => process.stderr.write(`${buildEventLine(event, new Date())}\n`),
    });
    const envFile = await writeEnvFile(dataDirectory, house.description);
    process.stdout.write(options.json ? `${buildReadyLine(house, envFile)}\n` : buildWelcome(house, envFile));
    await stopped;
    await house.close();
    return exitCodes.ok;
  } catch (error) {
    const failure = describeStartFailure(error);
    if (failure === undefined) throw error;
    const { exitCode, code, message, mend } = failure;
    process.stderr.write(`holdfast up: ${message} ${mend}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify({ ready: false, code, message, mend })}\n`);
    return exitCode;
  }
}

function readDirectory(file: string | undefined): DirectoryConfiguration {
  return file === undefined ? defaultConfiguration : readDirectoryFile(file);
}

// Listened for from the start: a signal during start-up stops the services as soon as they are up.
function untilSignal(): Promise<void> {
  return new Promise((resolveSignal) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolveSignal());
  });
}
