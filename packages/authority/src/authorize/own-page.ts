import type { IncomingHttpHeaders } from 'node:http';

/**
 * Tells whether a form was sent by a page of this origin.
 *
 * `Sec-Fetch-Site` decides where a browser sends it, because no page can write it. `Origin` is for what is older, or no browser; ours is
 * `null` there, as the pages have `Referrer-Policy: no-referrer`. What says neither is refused.
 *
 * @param origin - of this authority, as it is configured
 * @see Fetch Metadata Request Headers section 2.3
 */
export function isFromOwnPage(headers: IncomingHttpHeaders, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin === origin : site === 'same-origin';
}
