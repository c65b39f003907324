/** A page that is signed in with both libraries, and times what each of them does for a call of an API. */
import { AuthenticationScheme, PublicClientApplication } from '@azure/msal-browser';
import { createBrowserClient } from '@holdfast/browser';
import { offer, readSettings } from '../../conformance/browsers/programs/offer.ts';

interface TimedSettings {
  readonly clientId: string;
  readonly authority: string;
  readonly api: string;
}

const { clientId, authority, api } = readSettings<TimedSettings>();
const scopes = ['api://orders/read'];
const request = { resourceRequestMethod: 'GET', resourceRequestUri: `${api}/orders?page=2` };

const holdfast = createBrowserClient({ clientId, authority });
const msal = new PublicClientApplication({
  auth: {
    clientId,
    authority,
    knownAuthorities: [new URL(authority).host],
    redirectUri: `${location.origin}/msal/bridge`,
  },
});
await msal.initialize();
await holdfast.handleRedirect();

const pop = AuthenticationScheme.POP;

const acquire = {
  holdfast: () => holdfast.acquireToken({ scopes, ...request }),
  'msal-browser': () => msal.acquireTokenSilent({ scopes, ...request, authenticationScheme: pop }),
} as const;

/** Whoever acquires a token, by name. */
export type Acquirer = keyof typeof acquire;

/** What is timed: acquisitions, and one signature of the bytes that a signed request of ours is made of. */
export type Timed = Acquirer | 'crypto.subtle.sign';

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const { privateKey } = await crypto.subtle.generateKey(
  { ...algorithm, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  false,
  ['sign', 'verify'],
);

/** Times all of them in turn, call by call: whatever else the machine does, it does to each. Gives microseconds. */
async function timeInTurn(calls: number): Promise<Readonly<Record<Timed, number>>> {
  const bytes = await signedBytes();
  const timed = { ...acquire, 'crypto.subtle.sign': () => crypto.subtle.sign(algorithm, privateKey, bytes) };
  const took = new Map<string, number[]>(Object.keys(timed).map((name) => [name, []]));
  for (let left = calls; left > 0; left -= 1) {
    for (const [name, call] of Object.entries(timed)) {
      const begun = performance.now();
      await call();
      took.get(name)?.push(performance.now() - begun);
    }
  }
  return Object.fromEntries([...took].map(([name, times]) => [name, middle(times) * 1_000])) as Record<Timed, number>;
}

// The mean of the middle half: the clock of a page is coarse, and a pause of the machine is not what is asked about.
function middle(times: readonly number[]): number {
  const quarter = Math.floor(times.length / 4);
  const half = times.toSorted((one, other) => one - other).slice(quarter, times.length - quarter);
  return half.reduce((sum, time) => sum + time, 0) / half.length;
}

// What the client signs: everything in front of the last dot.
async function signedBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const { authorizationHeader = '' } = await acquire.holdfast();
  const proof = authorizationHeader.slice('PoP '.length);
  return new TextEncoder().encode(proof.slice(0, proof.lastIndexOf('.')));
}

offer({
  leave: () => void holdfast.signIn({ scopes, interaction: 'redirect' }),
  signInBeside: async ({ username }: { readonly username: string }) => {
    const { account } = await msal.ssoSilent({
      scopes,
      loginHint: username,
      authenticationScheme: AuthenticationScheme.BEARER,
    });
    msal.setActiveAccount(account);
  },
  /** Acquires once, and tells whether that was from the cache. */
  acquire: async ({ by }: { readonly by: Acquirer }) => (await acquire[by]()).fromCache,
  time: ({ calls }: { readonly calls: number }) => timeInTurn(calls),
});
