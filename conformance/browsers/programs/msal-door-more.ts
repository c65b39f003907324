/** A page with the door `@holdfast/browser/msal` alone: what it does otherwise than msal-browser. Its router takes the answer out of the address first. */
import {
  AuthenticationScheme,
  CacheLookupPolicy,
  PublicClientApplication,
  SignedHttpRequest,
  type SilentRequest,
} from '@holdfast/browser/msal';
import type { MsalSettings } from './msal-program.ts';
import { offer, readSettings } from './offer.ts';
import { readAnswer } from './read-answer.ts';

const { clientId, authority } = readSettings<MsalSettings>();
const { hash } = location;
if (hash !== '') history.replaceState(null, '', location.pathname);

const events: string[] = [];
const client = await PublicClientApplication.createPublicClientApplication({
  auth: { clientId, authority, redirectUri: location.pathname, clientCapabilities: ['cp1'] },
});
client.addEventCallback(({ eventType }) => void events.push(eventType));
const redirected = await client.handleRedirectPromise(hash === '' ? {} : { hash });
client.setActiveAccount(redirected?.account ?? client.getAllAccounts()[0] ?? null);

const scopes = ['api://orders/read'];
const withKey = (request: Partial<SilentRequest>): SilentRequest => ({
  authenticationScheme: AuthenticationScheme.POP,
  scopes,
  ...request,
});
const signerOf = (url: string): SignedHttpRequest =>
  new SignedHttpRequest({ resourceRequestMethod: 'GET', resourceRequestUri: url });

offer({
  redirected: () => redirected,
  address: () => location.href,
  events: () => events,
  // At once: nothing is waited for.
  people: () => [client.getAllAccounts().map(({ username }) => username), client.getActiveAccount()?.username ?? null],
  loginRedirect: (request: object) => {
    client.loginRedirect(withKey(request)).catch(reportError);
  },
  loginRedirectKept: async (request: object) => {
    let address = '';
    const onRedirectNavigate = (url: string): boolean => {
      address = url;
      return false;
    };
    await client.loginRedirect({ ...withKey(request), onRedirectNavigate });
    return address;
  },
  loginPopup: (request: object) => client.loginPopup(withKey(request)),
  acquireTokenSilent: (request: object) => client.acquireTokenSilent(withKey(request)),
  look: (request: object) =>
    client.acquireTokenSilent({ ...withKey(request), cacheLookupPolicy: CacheLookupPolicy.AccessToken }),
  clearCache: () => client.clearCache(),
  call: ({ url, authorization }: { readonly url: string; readonly authorization: string }) =>
    readAnswer(url, { headers: { authorization } }),
  generate: ({ url }: { readonly url: string }) => signerOf(url).generatePublicKeyThumbprint(),
  sign: ({ url, token, thumbprint }: { readonly url: string; readonly token: string; readonly thumbprint: string }) =>
    signerOf(url).signRequest(token, thumbprint),
  remove: ({ url, thumbprint }: { readonly url: string; readonly thumbprint: string }) =>
    signerOf(url).removeKeys(thumbprint),
});
