/** What a page does with MSAL.js, whichever module has its names: the real one, or the door of `@holdfast/browser`. */
import type * as real from '@azure/msal-browser';
import type * as door from '@holdfast/browser/msal';
import { offer, readSettings } from './offer.ts';
import {
  type SampleRequest,
  type SampleSurroundings,
  sampleHeader,
  sampleRedirect,
  sampleSilent,
} from './pop-samples.ts';
import { readAnswer } from './read-answer.ts';

/** What the page is told. */
export interface MsalSettings {
  readonly clientId: string;
  readonly authority: string;
}

/** The names that the program uses; both modules have them. */
export type MsalNames = Pick<
  typeof door | typeof real,
  'AuthenticationHeaderParser' | 'AuthenticationScheme' | 'InteractionRequiredAuthError' | 'PublicClientApplication'
>;

interface Sample {
  readonly endpoint: string;
  readonly nonce: string;
}

/** Runs the program; pages differ in their import, and in nothing else. */
export async function runMsalProgram(msal: MsalNames, system: object = {}): Promise<void> {
  const client = createClient(msal, system);
  const events: string[] = [];
  client.addEventCallback(({ eventType }) => void events.push(eventType));
  await client.initialize();
  const redirected = await client.handleRedirectPromise();
  client.setActiveAccount(redirected?.account ?? client.getAllAccounts()[0] ?? null);
  offer({
    redirected: () => redirected,
    events: () => events,
    ...describePeople(client),
    ...describeTokens(msal, client),
    ...describeSamples({ msal, client, redirected }),
    call: ({ url, method, authorization }: { url: string; method: string; authorization: string }) =>
      readAnswer(url, { method, headers: { authorization } }),
    // The real one takes plain objects, not Headers.
    nonceOf: (headers: Record<string, string>) => new msal.AuthenticationHeaderParser(headers).getShrNonce(),
  });
}

type Client = InstanceType<MsalNames['PublicClientApplication']>;

function createClient(msal: MsalNames, system: object): Client {
  const { clientId, authority } = readSettings<MsalSettings>();
  return new msal.PublicClientApplication({
    auth: {
      clientId,
      authority,
      knownAuthorities: [new URL(authority).host],
      // Beside this page, wherever that is.
      redirectUri: new URL('bridge', location.href).href,
      postLogoutRedirectUri: new URL('app', location.href).href,
      clientCapabilities: ['cp1'],
    },
    system,
  });
}

/** Who is signed in, and how they leave. */
function describePeople(client: Client) {
  return {
    accounts: () => client.getAllAccounts().map(({ username }) => username),
    activeAccount: () => client.getActiveAccount()?.username ?? null,
    // Only with an account it says who leaves.
    logoutRedirect: ({ named }: { readonly named: boolean }) => {
      const account = client.getActiveAccount();
      client.logoutRedirect(named && account !== null ? ({ account } as never) : {}).catch(reportError);
    },
    clearCache: () => client.clearCache(),
  };
}

/** Every way to a token that is bound to a key. */
function describeTokens(msal: MsalNames, client: Client) {
  const withKey = <R extends object>(request: R) => ({
    authenticationScheme: msal.AuthenticationScheme.POP,
    scopes: ['api://orders/read'],
    ...request,
  });
  return {
    // The page goes: nothing is told of it, unless it fails before.
    loginRedirect: (request: Partial<door.RedirectRequest>) => {
      client.loginRedirect(withKey(request) as never).catch(reportError);
    },
    loginPopup: async (request: object) => {
      const result = await client.loginPopup(withKey(request));
      client.setActiveAccount(result.account);
      return result;
    },
    ssoSilent: async (request: object) => {
      const result = await client.ssoSilent(withKey(request));
      client.setActiveAccount(result.account);
      return result;
    },
    acquireTokenSilent: (request: Partial<door.SilentRequest>) => client.acquireTokenSilent(withKey(request) as never),
  };
}

interface SampleScene {
  readonly msal: MsalNames;
  readonly client: Client;
  readonly redirected: unknown;
}

/** The samples of the documentation, and what their callback was given. */
function describeSamples({ msal, client, redirected }: SampleScene) {
  let sampled: unknown;
  const surroundings = (endpoint: string): SampleSurroundings => ({
    msal,
    myMSALObj: client as never,
    endpoint,
    callback: (response) => {
      sampled = response;
    },
  });
  const sampleRequest = (endpoint: string, shrNonce: string): SampleRequest => ({
    scopes: ['api://orders/read'],
    authenticationScheme: msal.AuthenticationScheme.POP,
    resourceRequestMethod: 'GET',
    resourceRequestUri: endpoint,
    shrClaims: '{"shrClaim1": "claimValue"}',
    shrNonce,
  });
  return {
    sampleRedirect: ({ endpoint, nonce }: Sample) => {
      sampleRedirect(sampleRequest(endpoint, nonce), surroundings(endpoint)).catch(reportError);
    },
    sampleHeader: async ({ endpoint, nonce }: Sample) => {
      await sampleHeader(redirected as never, sampleRequest(endpoint, nonce), surroundings(endpoint));
      return sampled;
    },
    sampleSilent: async ({ endpoint, nonce }: Sample) => {
      await sampleSilent(sampleRequest(endpoint, nonce), surroundings(endpoint));
      return sampled;
    },
  };
}
