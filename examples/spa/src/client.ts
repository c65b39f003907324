import { createBrowserClient } from '@holdfast/browser';
import { watchedTransport } from './sent.ts';
import { settings } from './settings.ts';

/** Permissions of one API. `read` and `write` are what its routes ask for. */
export const scopes: readonly string[] = ['api://orders/read', 'api://orders/write'];

/** The client of this page: tokens are bound to a key of this browser unless somebody asks for less. */
export const client = createBrowserClient({
  authority: settings.authority,
  clientId: settings.clientId,
  redirectUri: new URL('/redirect.html', location.href).href,
  postLogoutRedirectUri: new URL('/', location.href).href,
  // The page can answer an API that asks for more: see `problem.ts`.
  clientCapabilities: ['cp1'],
});

/** `fetch`, for the API alone: every request goes out with a token and a fresh proof, or not at all. */
export const boundFetch = client.createBoundFetch({ scopes, origins: [settings.api], transport: watchedTransport });
