import type { BrowserClientOptions } from '../options/client-options.ts';
import type { CreatedShrDialect, ProofAlgorithm } from '../options/client-settings.ts';

/** Which application, at which authority. */
export interface AuthOptions {
  /** The application's id. */
  readonly clientId: string;
  /** `https://host/{tenant}`; requests cannot name another. @default `https://login.microsoftonline.com/common` */
  readonly authority?: string | undefined;
  /** Hosts that issuer and endpoints may be at. @default the authority's own host only */
  readonly knownAuthorities?: readonly string[] | undefined;
  /** Where answers come to; may be relative to the page. @default the page, without query and fragment */
  readonly redirectUri?: string | undefined;
  /** Where the authority sends a person after signing out; null for its own page. @default the page, without query and fragment */
  readonly postLogoutRedirectUri?: string | null | undefined;
  /** What the page can do, for example `cp1`. @default none */
  readonly clientCapabilities?: readonly string[] | undefined;
  /** Goes back to the page that left, where that is another than the one that was answered. @default `true` */
  readonly navigateToLoginRequestUrl?: boolean | undefined;
  /** Is told where the page is about to go; false keeps it here. @default none */
  readonly onRedirectNavigate?: ((url: string) => unknown) | undefined;
}

/** Where tokens are kept. */
export interface CacheOptions {
  /** `memoryStorage` forgets everything with the page; every other word is IndexedDB. @default `localStorage` */
  readonly cacheLocation?: string | undefined;
}

/** How long things may take, and how requests are signed. */
export interface SystemOptions {
  /** For a person in a popup, in milliseconds. @default 300,000 (5 minutes) */
  readonly popupBridgeTimeout?: number | undefined;
  /** For a hidden frame, in milliseconds. @default 6,000 */
  readonly iframeBridgeTimeout?: number | undefined;
  /** `msal-browser` signs requests as that library does, for APIs that know nothing else. @default `strict` */
  readonly shrDialect?: CreatedShrDialect | undefined;
  /** What proof keys sign with. @default `RS256` */
  readonly proofAlgorithm?: ProofAlgorithm | undefined;
}

/** Configuration of a `PublicClientApplication`. Members of MSAL.js that are not here are passed over; none of them makes a token weaker. */
export interface Configuration {
  /** Which application, at which authority. */
  readonly auth: AuthOptions;
  /** Where tokens are kept. @default IndexedDB */
  readonly cache?: CacheOptions | undefined;
  /** How long things may take, and how requests are signed. @default as each says */
  readonly system?: SystemOptions | undefined;
}

const publicAuthority = 'https://login.microsoftonline.com/common';

/** The options of a client that a configuration stands for. */
export function toClientOptions({ auth, cache = {}, system = {} }: Configuration): BrowserClientOptions {
  const { clientId, authority = publicAuthority, knownAuthorities, clientCapabilities, redirectUri } = auth;
  const { shrDialect, proofAlgorithm, popupBridgeTimeout, iframeBridgeTimeout } = system;
  return {
    clientId,
    authority,
    knownAuthorities,
    clientCapabilities,
    redirectUri: redirectUri === undefined ? undefined : toAbsolute(redirectUri),
    storage: cache.cacheLocation === 'memoryStorage' ? 'memory' : undefined,
    shrDialect,
    proofAlgorithm,
    popupTimeoutMs: popupBridgeTimeout,
    frameTimeoutMs: iframeBridgeTimeout,
  };
}

/** An address that may be relative to the page; one that is not is left letter for letter, as it is registered. */
export function toAbsolute(address: string): string {
  return URL.canParse(address) ? address : new URL(address, location.href).href;
}

/** The page, without query and fragment. */
export function pageAddress(): string {
  return location.href.replace(/[?#].*/, '');
}
