import { HoldfastError } from '@holdfast/core';
import { exitCodes } from '../command-line/exit-codes.ts';

/** A failure to start, as it is told. */
export interface StartFailure {
  readonly exitCode: number;
  readonly code: string;
  /** Cause, one line. */
  readonly message: string;
  readonly mend: string;
}

const exitCodeOf: Readonly<Record<string, number>> = {
  ERR_LISTEN_PORT: exitCodes.port,
  ERR_LISTEN_LOOPBACK: exitCodes.port,
  ERR_DATA_CORRUPT: exitCodes.dataCorrupt,
  ERR_DATA_LOCKED: exitCodes.dataLocked,
};

/** Turns what was thrown while starting into an exit code, a cause and a mend; undefined for a fault of our own. */
export function describeStartFailure(error: unknown): StartFailure | undefined {
  if (!(error instanceof HoldfastError)) return undefined;
  const { code, mend } = error;
  const message = error.message.endsWith(mend) ? error.message.slice(0, -mend.length).trim() : error.message;
  return { exitCode: exitCodeOf[code] ?? exitCodes.config, code, message: message.replace(/\s+/g, ' '), mend };
}
