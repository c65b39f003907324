import { createBrowserFetch } from '../downstream/bound-fetch.ts';
import type { BrowserClientOptions } from '../options/client-options.ts';
import { assembleClient } from './assemble-client.ts';
import type { BrowserClient } from './browser-client.ts';
import { loadLateHalf } from './load-late-half.ts';

/**
 * Makes a client for a page: it signs people in, and gives tokens that are bound to keys of this browser.
 *
 * Nothing is asked of anybody before the first call. What asks the authority is loaded then, and makes a key at once, so that it is there when it is needed. Make
 * one client for a page.
 *
 * Not checked: that the application is registered at the authority; the first sign-in finds out.
 *
 * @throws TypeError for a wrong option, and for a page that is no secure context
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}
 *
 * @example
 * ```ts
 * import { createBrowserClient, InteractionRequired } from '@holdfast/browser';
 *
 * const client = createBrowserClient({ clientId: 'your application', authority: 'https://login.example/contoso.example' });
 * const boundFetch = client.createBoundFetch({ scopes: ['api://orders/read'], origins: ['https://api.example'] });
 *
 * await client.handleRedirect();
 * document.querySelector('button')?.addEventListener('click', async () => {
 *   if ((await client.accounts()).length === 0) await client.signIn({ scopes: ['api://orders/read'] });
 *   try {
 *     console.log(await (await boundFetch('https://api.example/orders')).json());
 *   } catch (error) {
 *     if (error instanceof InteractionRequired) await client.signIn({ scopes: ['api://orders/read'], claims: error.claims });
 *   }
 * });
 * ```
 */
export function createBrowserClient(options: BrowserClientOptions): BrowserClient {
  const { client, tokens } = assembleClient(options, loadLateHalf);
  return Object.freeze({
    ...client,
    createBoundFetch: (fetchOptions) => createBrowserFetch(fetchOptions, tokens),
  } satisfies BrowserClient);
}
