/**
 * Finds a cookie in a `Cookie` line.
 *
 * A name that is there twice counts for none: which of the two is ours cannot be told. With the prefix `__Host-` a browser never sends two.
 *
 * @param name - compared letter by letter
 * @see RFC 6265 section 5.4
 */
export function findCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/**
 * Writes a `Set-Cookie` line for this very host: `__Host-` binds it to https, to the host without its subdomains, and to the path `/`. Not to the
 * port: whatever else runs on the same host name gets to see it.
 *
 * @param cookie - `sameSite`: `None` lets frames of other sites send it, `Strict` only pages of this one
 * @see RFC 6265bis section 4.1.3
 */
export function writeCookie(cookie: {
  readonly name: `__Host-${string}`;
  readonly value: string;
  readonly sameSite: 'None' | 'Strict';
  /** 0 takes the cookie back. */
  readonly maxAgeSeconds: number;
}): string {
  const { name, value, sameSite, maxAgeSeconds } = cookie;
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=${sameSite}`;
}
