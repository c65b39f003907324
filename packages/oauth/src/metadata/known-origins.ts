import { isPlainHost } from '../http/plain-host.ts';

/**
 * Reads `knownAuthorities`: hosts (`login.example`, `localhost:8443`) or https origins that are trusted beside the authority.
 *
 * Not checked: whose hosts they are. Who is listed here is believed when metadata sends a client there.
 *
 * @throws TypeError for an entry that is more than a host, is not https or has a wildcard
 *
 * @example
 * ```ts
 * import { parseKnownAuthorities } from '@holdfast/oauth';
 *
 * const origins = parseKnownAuthorities(['login.example', 'https://localhost:8443']);
 * console.log(origins.has('https://login.example')); // true
 * ```
 */
export function parseKnownAuthorities(entries: readonly string[]): ReadonlySet<string> {
  return new Set(entries.map(parseEntry));
}

function parseEntry(entry: unknown): string {
  const address = typeof entry === 'string' && !entry.includes('://') ? `https://${entry}` : entry;
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || `${url.origin}/` !== url.href || !isPlainHost(url.hostname)) {
    throw new TypeError('knownAuthorities must hold hosts or https origins');
  }
  return url.origin;
}
