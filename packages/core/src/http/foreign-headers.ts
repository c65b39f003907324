/**
 * Headers by which a service on loopback tells programs of its machine from web pages and proxies.
 *
 * The managed identity services of this project ask here; this door is for services of your own that stand in the same place.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { isForeignHeader } from '@holdfast/core/foreign-headers';
 *
 * export const server = createServer((request, response) => {
 *   const isForeign = Object.keys(request.headers).some(isForeignHeader) || request.headers.host !== '127.0.0.1:8480';
 *   response.writeHead(isForeign ? 403 : 204).end();
 * });
 * ```
 *
 * @packageDocumentation
 */

// Node's own fetch adds `Sec-Fetch-Mode` to every request, so that one alone says nothing; a browser never sends it without `Sec-Fetch-Site`.
const foreignHeader = /^(?:origin|via|forwarded|x-forwarded-.*|sec-fetch-(?!mode$).*)$/;

/**
 * Tells whether a header is one that only browsers and proxies send: `Origin`, `Sec-Fetch-*` but `Sec-Fetch-Mode`, `Via`, `Forwarded`, `X-Forwarded-*`.
 *
 * Not checked: the Host header, which shows a page whose name was rebound to this machine; a page may also send a request that has none of
 * these headers, a navigation by an old browser for one. Nothing here says which program asks.
 *
 * @param name - of the header, in lower case
 *
 * @example
 * ```ts
 * import { isForeignHeader } from '@holdfast/core/foreign-headers';
 *
 * export const comesFromHere = (headers: Headers): boolean => ![...headers.keys()].some(isForeignHeader);
 * ```
 *
 * @see [Fetch Metadata Request Headers](https://www.w3.org/TR/fetch-metadata/)
 * @see RFC 7239 section 5
 */
export function isForeignHeader(name: string): boolean {
  return foreignHeader.test(name);
}
