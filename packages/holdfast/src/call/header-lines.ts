import { InputRefused } from '../errors/input-refused.ts';

/** A header as it was given with `-H`. */
export type HeaderLine = readonly [name: string, value: string];

// What this command or the connection writes; a second opinion would be signed and another one sent.
const own: ReadonlySet<string> = new Set([
  'authorization',
  'content-length',
  'host',
  'transfer-encoding',
  'connection',
  'dpop',
]);

/**
 * Reads `Name: value`.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE` for anything else, and for a header that is not the caller's to set
 */
export function parseHeaderLine(line: string): HeaderLine {
  const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e]*)$/.exec(line) ?? [];
  if (name === '') throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '-H takes Name: value' });
  if (own.has(name.toLowerCase()))
    throw new InputRefused('ERR_SETTINGS_VALUE', {
      detail: '-H does not set Authorization or a header of the connection',
    });
  return [name, value.trimEnd()];
}
