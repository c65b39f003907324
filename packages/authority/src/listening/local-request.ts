import type { IncomingHttpHeaders } from 'node:http';
import { isForeignHeader } from '@holdfast/core/foreign-headers';

/** What shows that a request was not sent by a program of this machine to this very service. */
export type ForeignTrait =
  | { readonly kind: 'host' }
  | {
      readonly kind: 'header';
      /** The first two words of its name, at most: no more of a request is repeated. */
      readonly name: string;
    };

/**
 * Looks for what a web page or a proxy leaves in a request. For services without TLS, which any page of a browser could otherwise reach.
 *
 * The exact Host keeps out a web page whose name was rebound to 127.0.0.1; the other headers keep out pages and proxies.
 *
 * Not checked: who sends the request. Every program of this machine may.
 *
 * @param headers - of the request
 * @param port - of the service; a Host names it
 */
export function findForeignTrait(headers: IncomingHttpHeaders, port: number): ForeignTrait | undefined {
  const hosts = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? '')) return { kind: 'host' };
  const foreign = Object.keys(headers).find(isForeignHeader);
  if (foreign === undefined) return undefined;
  return { kind: 'header', name: /^[a-z]+(?:-[a-z]+)?/.exec(foreign)?.[0] ?? '' };
}
