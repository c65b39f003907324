const plainHost = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;

/**
 * Tells whether every runtime reads a parsed host name as the same host.
 *
 * Chromium admits what others refuse, and writes a blank as `%20` and a star as `%2A`: a pattern would no longer look like one.
 *
 * @param hostname - as `URL` gives it: in lower case, international names in punycode
 */
export function isPlainHost(hostname: string): boolean {
  return plainHost.test(hostname);
}
