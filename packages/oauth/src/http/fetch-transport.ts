import type { Transport } from '@holdfast/core';

/**
 * The transport of the runtime: its own `fetch`, looked up at each call, with redirects left alone.
 *
 * Trust in certificates is the runtime's; in Node, `createTlsTransport` of `@holdfast/node` trusts a private CA.
 *
 * @example
 * ```ts
 * import { createFetchTransport } from '@holdfast/oauth';
 *
 * const transport = createFetchTransport();
 * const response = await transport(new Request('https://login.microsoftonline.com/common/discovery/instance'));
 * console.log(response.status);
 * ```
 */
export function createFetchTransport(): Transport {
  return (request) => fetch(request, { redirect: 'manual' });
}
