/** A page with the real msal-browser, as its documentation says. */
import {
  AuthenticationHeaderParser,
  AuthenticationScheme,
  PublicClientApplication,
  type RedirectRequest,
  type SilentRequest,
  type SsoSilentRequest,
} from '@azure/msal-browser';
import { offer, readSettings } from './offer.ts';
import { readAnswer } from './read-answer.ts';

/** What the page is told. */
export interface MsalSettings {
  readonly clientId: string;
  readonly authority: string;
}

const { clientId, authority } = readSettings<MsalSettings>();
const client = new PublicClientApplication({
  auth: {
    clientId,
    authority,
    knownAuthorities: [new URL(authority).host],
    redirectUri: `${location.origin}/msal/bridge`,
    postLogoutRedirectUri: `${location.origin}/msal/app`,
    clientCapabilities: ['cp1'],
  },
});
await client.initialize();
const redirected = await client.handleRedirectPromise();
client.setActiveAccount(redirected?.account ?? client.getAllAccounts()[0] ?? null);

const withKey = <R extends object>(request: R) => ({
  authenticationScheme: AuthenticationScheme.POP,
  scopes: ['api://orders/read'],
  ...request,
});

offer({
  redirected: () => redirected,
  accounts: () => client.getAllAccounts().map(({ username }) => username),
  // The page goes: nothing is told of it, unless it fails before.
  loginRedirect: (request: Partial<RedirectRequest>) => {
    client.loginRedirect(withKey(request)).catch(reportError);
  },
  loginPopup: async (request: object) => {
    const result = await client.loginPopup(withKey(request));
    client.setActiveAccount(result.account);
    return result;
  },
  ssoSilent: async (request: SsoSilentRequest) => {
    const result = await client.ssoSilent(withKey(request));
    client.setActiveAccount(result.account);
    return result;
  },
  acquireTokenSilent: (request: Partial<SilentRequest>) => client.acquireTokenSilent(withKey(request)),
  // Only with an account it says who leaves.
  logoutRedirect: ({ named }: { readonly named: boolean }) =>
    void client.logoutRedirect(named ? { account: client.getActiveAccount() } : {}),
  call: ({ url, method, authorization }: { url: string; method: string; authorization: string }) =>
    readAnswer(url, { method, headers: { authorization } }),
  // It takes plain objects, not Headers.
  nonceOf: (headers: Record<string, string>) => new AuthenticationHeaderParser(headers).getShrNonce(),
});
