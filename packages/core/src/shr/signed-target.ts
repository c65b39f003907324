import { ShrInvalid } from '../errors/shr-invalid.ts';
import type { LastWritten } from '../memory/last-written.ts';
import { type HashedPart, hashQuery } from './hashed-parts.ts';

// Chromium admits hosts that other runtimes refuse, and escapes in them what nobody else does: no two would agree about `u`.
const plainHost = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;
// Longer addresses are read every time, so that what is remembered stays small.
const longestRemembered = 1024;

/**
 * Gives the claims that say where a request goes, as members of JSON: host, path, and the whole query. Clients call one address many times, so
 * each of the last ones is read once.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_CLAIM_MALFORMED`, `ERR_SHR_QUERY_UNSIGNABLE`
 */
export function findSignedTarget(targets: LastWritten<string>, address: string | URL): string | Promise<string> {
  const text = String(address);
  const known = targets.find(text);
  if (known !== undefined) return known;
  const { host, pathname, search } = parseAddress(text);
  const keep = (q: HashedPart): string => {
    const members = JSON.stringify({ u: host, p: pathname, q }).slice(1, -1);
    if (text.length <= longestRemembered) targets.write(text, members);
    return members;
  };
  const hashed = hashQuery(search.slice(1));
  return 'then' in hashed ? hashed.then(keep) : keep(hashed);
}

const methodName = /^[A-Z][A-Z0-9-]*$/;

/**
 * Lets a method pass that stands like this on the wire.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_CLAIM_MALFORMED`
 */
export function checkMethod(method: string): string {
  if (!methodName.test(method)) throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim: 'm' });
  return method;
}

/**
 * Reads the address of a request that is to be signed.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_CLAIM_MALFORMED` for what no web request goes to
 */
export function parseAddress(address: string): URL {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    // The platform's error repeats the address, which may hold a secret, so it is not kept as a cause.
    throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim: 'u' });
  }
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (isWeb && plainHost.test(url.hostname)) return url;
  throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim: 'u' });
}
