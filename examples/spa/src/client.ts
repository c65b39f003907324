import { createBrowserClient } from '@holdfast/browser';
import { watchedTransport } from './sent.ts';
import { settings } from './settings.ts';

/** Permissions of one API. `read` and `write` are what its routes ask for. */
export const scopes: readonly string[] = ['api://orders/read', 'api://orders/write'];

const callback = new URL('/redirect.html', location.href).href;

/** The client of this page: tokens are bound to a key of this browser unless somebody asks for less. */
export const client = createBrowserClient({
  authority: settings.authority,
  clientId: settings.clientId,
  redirectUri: callback,
  // After a sign-out too: that page sends people home, and its address is registered already.
  postLogoutRedirectUri: callback,
  // The page can answer an API that asks for more: see `problem.ts`.
  clientCapabilities: ['cp1'],
  // Somebody signed in or out in another tab: `main.ts` looks again.
  events: (event) => {
    if (event.name === 'accounts.changed' && event.elsewhere) dispatchEvent(new Event('accounts-changed'));
  },
});

/** `fetch`, for the API alone: every request goes out with a token and a fresh proof, or not at all. */
export const boundFetch = client.createBoundFetch({ scopes, origins: [settings.api], transport: watchedTransport });
