import { HoldfastError } from '@holdfast/core';
import { exitCodes } from '../errors/exit-codes.ts';
import { fit } from '../terminal/wrap.ts';

const exitCodeOf: Readonly<Record<string, number>> = {
  ERR_LISTEN_PORT: exitCodes.port,
  ERR_LISTEN_LOOPBACK: exitCodes.port,
  ERR_DATA_CORRUPT: exitCodes.dataCorrupt,
  ERR_DATA_LOCKED: exitCodes.dataLocked,
};

/**
 * Tells why a command does not start: one line with cause and mend on stderr, and with `json` one line for programs on stdout.
 *
 * @returns the exit code
 * @throws the error itself when it is none of ours: a mistake of this program, told with its stack
 */
export function reportFailure(
  error: unknown,
  { command, json }: { readonly command: string; readonly json: boolean },
): number {
  if (!(error instanceof HoldfastError)) throw error;
  const { code, mend } = error;
  const message = `${toOneLine(error.meaning)}.`;
  process.stderr.write(`${fit(`${command}: ${message} ${mend}`, process.stderr)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ ready: false, code, message, mend })}\n`);
  return exitCodeOf[code] ?? exitCodes.config;
}

function toOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
