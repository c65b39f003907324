import { createLruMap } from '@holdfast/core';
import { DownstreamRefused } from '../errors/downstream-errors.ts';

/** Where one call goes. */
export interface CallAddress {
  readonly origin: string;
  /** Path and query, beginning with `/`. */
  readonly path: string;
  readonly href: string;
}

/** Finds the address of a path below the base. */
export type AddressBuilder = (
  relativePath: string,
  query?: Readonly<Record<string, string>> | undefined,
) => CallAddress;

const remembered = 200;

/**
 * Makes the function that puts paths behind a base address, with exactly one slash between.
 *
 * Texts are joined and then judged, so that whatever a path does (another host, dot segments, a fragment), it ends below the base or is refused.
 *
 * @throws TypeError when the base is no https address, or has a query, a fragment or credentials
 * @throws from the returned function: {@link DownstreamRefused} `ERR_DOWNSTREAM_ADDRESS`
 */
export function createAddressBuilder(baseUrl: unknown): AddressBuilder {
  const base = parseBase(baseUrl);
  const folder = base.pathname.replace(/\/+$/, '');
  // The paths of an API are few, and judging one takes longer than finding its token.
  const known = createLruMap<CallAddress>(remembered);
  const find = (relativePath: string): CallAddress => {
    const found = known.find(relativePath);
    if (found !== undefined) return found;
    const href = `${base.origin}${folder}/${relativePath.replace(/^\/+/, '')}`;
    const url = URL.canParse(href) ? new URL(href) : undefined;
    // What the parser changed, somebody meant otherwise: dot segments, backslashes, blanks.
    if (url === undefined || url.href !== href || url.hash !== '' || href.includes('#') || hidesDots(url.pathname)) {
      throw new DownstreamRefused('ERR_DOWNSTREAM_ADDRESS');
    }
    const address = Object.freeze({ origin: url.origin, path: url.pathname + url.search, href });
    known.write(relativePath, address);
    return address;
  };
  return (relativePath, query) => {
    const address = find(relativePath);
    const names = Object.keys(query ?? {});
    if (names.length === 0) return address;
    const extra = new URLSearchParams(query as Record<string, string>).toString();
    const mark = address.path.includes('?') ? '&' : '?';
    return { origin: address.origin, path: address.path + mark + extra, href: address.href + mark + extra };
  };
}

function parseBase(baseUrl: unknown): URL {
  const url = typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isBare = url?.search === '' && url.hash === '' && url.username === '' && url.password === '';
  if (url?.protocol !== 'https:' || !isBare || String(baseUrl).includes('?') || String(baseUrl).includes('#')) {
    throw new TypeError('baseUrl must be an https address without query, fragment and credentials');
  }
  return url;
}

// Servers that decode before they resolve would walk up here, and so would those that first take path parameters off (`..;/`).
function hidesDots(pathname: string): boolean {
  return /(?:^|\/|%2f|%5c)(?:\.|%2e){1,2}(?:$|\/|%2f|%5c|;|%3b)/i.test(pathname);
}
