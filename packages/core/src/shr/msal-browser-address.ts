import { ShrInvalid } from '../errors/shr-invalid.ts';
import { parseAddress } from './signed-target.ts';

/** Host, path and query as msal-browser signs them. */
export interface MsalAddress {
  /** Host, with the port if one is written. */
  readonly u: string;
  /** Path, in lower case; a slash is added where there is no query. */
  readonly p: string;
  /** Query, in lower case and without its question mark; empty where there is none. */
  readonly q: string;
}

/**
 * Takes an address apart as msal-browser does.
 *
 * That client puts the whole address in lower case, drops a question mark at its end and adds a slash there, which it takes away again where it stands behind
 * a query; an address with a fragment is left as it is.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_CLAIM_MALFORMED` for an address that is not absolute, and for credentials, which would be signed and sent
 */
export function splitMsalAddress(address: string): MsalAddress {
  const url = parseAddress(address);
  if (url.username !== '' || url.password !== '') throw new ShrInvalid('ERR_SHR_CLAIM_MALFORMED', { claim: 'u' });
  const [, host = '', path = '/'] = /^[a-z]+:\/\/([^/?#]*)([^?#]*)/i.exec(address) ?? [];
  const pathname = path === '' ? '' : url.pathname;
  const u = writtenHost(host.toLowerCase(), url);
  if (address.includes('#')) return { u, p: pathname, q: withoutSlash(url.search.slice(1)) };
  const q = withoutSlash(
    url.search
      .toLowerCase()
      .replace(/\?\/?$/, '')
      .slice(1),
  );
  const p = pathname.toLowerCase();
  return { u, q, p: q !== '' || p.endsWith('/') ? p : `${p}/` };
}

// The platform leaves out the port that everybody knows, and that client does not.
function writtenHost(host: string, url: URL): string {
  const port = url.protocol === 'https:' ? 443 : 80;
  return host === `${url.host}:${port}` ? host : url.host;
}

function withoutSlash(query: string): string {
  return query.endsWith('/') ? query.slice(0, -1) : query;
}
