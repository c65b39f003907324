import { Refused } from '../errors/refused.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';

/** Tells whether a request has a line under one of these names, also in a spelling that some servers take for it. */
export function isSent({ headers }: IncomingRequest, names: ReadonlySet<string>): boolean {
  return headers.some(([name]) => names.has(toPlain(name)));
}

/**
 * Finds the one line of a header.
 *
 * Lines whose names differ in `_` for `-` are one header to CGI and to much that was built after it: a proxy that removes one of them may
 * let the other through.
 *
 * @param name - in lower case
 * @returns undefined where there is none
 */
export function findLine({ headers }: IncomingRequest, name: string): string | undefined {
  const [line, ...others] = headers.filter(([one]) => toPlain(one) === name);
  if (others.length > 0) throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'repeated' });
  if (line !== undefined && line[0].toLowerCase() !== name) {
    throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'misspelt' });
  }
  return line?.[1];
}

function toPlain(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}
