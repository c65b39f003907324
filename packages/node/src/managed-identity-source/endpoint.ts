import { isIPv4 } from 'node:net';
import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import type { SourceName } from './source-description.ts';

/** Which endpoint an address is read for. */
export interface EndpointFacts {
  readonly source: SourceName;
  /** The variable that holds it: the error names it, and never its value. */
  readonly variable: string;
  /** `near`: loopback and link-local addresses, which no router passes on. */
  readonly plainHttp: 'refused' | 'near';
}

/**
 * Reads the address of an endpoint.
 *
 * Not checked: who answers there. Over plain http nobody can tell, so it is for addresses that stay on this machine or its host.
 *
 * @throws {@link ManagedIdentityUnusable} `ERR_MANAGED_IDENTITY_ENDPOINT`
 */
export function parseEndpoint(text: string, { source, variable, plainHttp }: EndpointFacts): URL {
  const refuse = (why: string): never => {
    throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_ENDPOINT', { source, detail: `${variable} ${why}` });
  };
  // `new URL` drops tabs and line ends without a word: the address would not be the one that was written.
  const url = /^[\x21-\x7e]+$/.test(text) && URL.canParse(text) ? new URL(text) : refuse('is not an address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse('is not a web address');
  if (url.username !== '' || url.password !== '') refuse('holds a user name');
  if (url.search !== '' || url.hash !== '') refuse('has a query or a fragment');
  if (url.protocol === 'http:' && !(plainHttp === 'near' && isNear(url.hostname))) refuse('is plain http');
  return url;
}

// `URL` writes every spelling of an IPv4 address in its one dotted form.
function isNear(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true;
  return isIPv4(hostname) && (hostname.startsWith('127.') || hostname.startsWith('169.254.'));
}
