/** A page with `@holdfast/browser`, as its documentation says. */
import { type BrowserEvent, createBrowserClient, type SignInRequest, type TokenRequest } from '@holdfast/browser';
import { offer, readSettings } from './offer.ts';
import { readAnswer, seen } from './read-answer.ts';
import { countRecords, type Tampering, tamper } from './tamper.ts';

/** What the page is told. */
export interface AppSettings {
  readonly clientId: string;
  readonly authority: string;
  readonly api: string;
  /** Path that answers come to; this very page where it is not said. */
  readonly callback?: string;
}

const { clientId, authority, api, callback } = readSettings<AppSettings>();
const query = new URLSearchParams(location.search);
const scopes = ['api://orders/read'];
const events: BrowserEvent[] = [];
const client = createBrowserClient({
  clientId,
  authority,
  postLogoutRedirectUri: location.origin + location.pathname,
  clientCapabilities: ['cp1'],
  events: (event) => events.push(event),
  ...(callback === undefined ? {} : { redirectUri: location.origin + callback }),
  ...(query.has('memory') ? { storage: 'memory' } : {}),
  ...(query.has('es256') ? { proofAlgorithm: 'ES256' } : {}),
  ...(query.has('msal') ? { shrDialect: 'msal-browser' } : {}),
});
const redirected = client.handleRedirect();
// A refusal is told to whoever asks for it.
await redirected.catch(() => undefined);
const boundFetch = client.createBoundFetch({ scopes, origins: [api] });

offer({
  redirected: () => redirected,
  // What the browser remembers of how the page got here.
  address: () => location.href,
  // The page goes: nothing is told of it, unless it fails before.
  signInByRedirect: (request: SignInRequest) => {
    client.signIn({ scopes, ...request, interaction: 'redirect' }).catch(reportError);
  },
  signIn: (request: SignInRequest) => client.signIn({ scopes, ...request }),
  signSilently: (request: SignInRequest) => client.signSilently({ scopes, ...request }),
  acquireToken: (request: Partial<TokenRequest>) => client.acquireToken({ scopes, ...request }),
  signOut: ({ interaction }: { readonly interaction?: 'local' }) => {
    const done = client.signOut(interaction === undefined ? {} : { interaction });
    return interaction === 'local' ? done : undefined;
  },
  accounts: async () => (await client.accounts()).map(({ username }) => username),
  fetch: async ({ path, method = 'GET' }: { readonly path: string; readonly method?: string }) =>
    seen(await boundFetch(api + path, { method })),
  fetchAsThief: ({ path, authorization }: { readonly path: string; readonly authorization: string }) =>
    readAnswer(api + path, { headers: { authorization } }),
  events: () => events,
  tamper: (how: Tampering) => tamper(how),
  countRecords,
});
