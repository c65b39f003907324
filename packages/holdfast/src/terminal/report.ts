import { HoldfastError } from '@holdfast/core';
import { exitCodes } from '../errors/exit-codes.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { toPrintable, toPrintableJson } from './printable.ts';
import { fit } from './wrap.ts';

/** Who reports, and to whom. */
export interface Reporting {
  /** `holdfast token`. */
  readonly command: string;
  readonly json: boolean;
}

/** Codes that say that the command line or a file of the user is at fault, beside those of {@link InputRefused}. */
const usageCodes: ReadonlySet<string> = new Set([
  'ERR_COMMAND_LINE',
  'ERR_SCHEME_UNKNOWN',
  'ERR_SCHEME_PARAMETERS',
  'ERR_TENANT_REQUIRED',
  'ERR_CLAIMS_ENCODING',
  'ERR_CLAIMS_JSON',
  'ERR_CLAIMS_SHAPE',
  'ERR_CLAIMS_TOO_LARGE',
]);

/**
 * Tells why a command did not do what it was asked for: one line with cause and mend on stderr, with `json` one line for programs on
 * stdout.
 *
 * @returns the exit code: usage where the user can mend it by asking otherwise, else refused
 * @throws the error itself when it is none of ours: a mistake of this program, told with its stack
 */
export function reportRefusal(error: unknown, { command, json }: Reporting): number {
  if (!(error instanceof HoldfastError)) throw error;
  const { code, mend } = error;
  const message = `${error.meaning}.`;
  const said = describeRefusal(error);
  // The words of the admin service end with the mend that it knows.
  const words = [`${command}: ${message}`, said, said?.endsWith(mend) === true ? undefined : mend];
  tell(words.filter((word) => word !== undefined).join(' '));
  if (json) process.stdout.write(`${toPrintableJson({ ok: false, code, message, mend, description: said })}\n`);
  return error instanceof InputRefused || usageCodes.has(code) ? exitCodes.usage : exitCodes.refused;
}

/** Tells the user something beside the result; a terminal is not believed to hold back controls. */
export function tell(text: string): void {
  process.stderr.write(`${fit(toPrintable(text), process.stderr)}\n`);
}

// What the authority says is the most useful line of all; the client has blanked out what could be a credential.
function describeRefusal(error: HoldfastError): string | undefined {
  return 'description' in error && typeof error.description === 'string' ? error.description : undefined;
}
