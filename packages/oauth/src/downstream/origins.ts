import { FetchRefused } from '../errors/fetch-refused.ts';
import { isPlainHost } from '../http/plain-host.ts';

/**
 * Allows plain `http` origins on loopback, for tests.
 *
 * @deprecated Dangerous: a token and its proof travel unencrypted. Never set it outside of a test.
 */
export const dangerouslyAllowLoopbackHttp: unique symbol = Symbol('dangerouslyAllowLoopbackHttp');

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads the origins that may be given a token.
 *
 * Not checked: whose origins they are.
 *
 * @param origins - for example `https://api.example` or `https://localhost:8490`
 * @param allowLoopbackHttp - whether `http` is admitted for localhost, 127.0.0.1 and [::1]
 * @throws TypeError for anything that is more than an origin, for a wildcard, and for `http` elsewhere
 *
 * @example
 * ```ts
 * import { parseOrigins } from '@holdfast/oauth/calling';
 *
 * console.log(parseOrigins(['https://api.example'], false).has('https://api.example')); // true
 * ```
 */
export function parseOrigins(origins: readonly string[], allowLoopbackHttp: boolean): ReadonlySet<string> {
  if (!Array.isArray(origins) || origins.length === 0) throw new TypeError('origins must name at least one origin');
  return new Set(origins.map((origin: unknown) => parseOrigin(origin, allowLoopbackHttp)));
}

function parseOrigin(origin: unknown, allowLoopbackHttp: boolean): string {
  const url = typeof origin === 'string' && URL.canParse(origin) ? new URL(origin) : undefined;
  const isSecure = url?.protocol === 'https:';
  const isLoopback = url?.protocol === 'http:' && allowLoopbackHttp && loopbackHosts.has(url.hostname);
  // `href` of a bare origin is the origin and a slash: a path, a query or a user name would show. A wildcard would match nothing.
  const isBare = url !== undefined && url.href === `${url.origin}/` && isPlainHost(url.hostname);
  if (!isBare || !(isSecure || isLoopback)) {
    throw new TypeError('origins must hold https origins, without path, query, user or wildcard');
  }
  return url.origin;
}

/**
 * Lets a request pass whose origin is configured, compared exactly.
 *
 * @throws {@link FetchRefused} `ERR_FETCH_ORIGIN`: the request is not sent, not even without a token
 * @throws TypeError for credentials in the address, as `fetch` does; some runtimes would send them
 */
export function checkOrigin(address: string, origins: ReadonlySet<string>): string {
  const { origin, protocol, host, username, password } = new URL(address);
  if (username !== '' || password !== '') throw new TypeError('A request must not carry credentials in its address');
  // The origin of `blob:https://api.example/x` is https://api.example, and no request goes there.
  const isItsOwn = origin === `${protocol}//${host}`;
  if (!isItsOwn || !origins.has(origin)) throw new FetchRefused('ERR_FETCH_ORIGIN');
  return origin;
}
