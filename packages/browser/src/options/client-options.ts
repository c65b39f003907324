import type { Clock, EventSink, Transport } from '@holdfast/core';
import type { SchemeInput } from '@holdfast/oauth';
import type { BrowserEvent } from '../events/browser-event.ts';
import type { CreatedShrDialect, ProofAlgorithm } from './client-settings.ts';

/** Options of `createBrowserClient`, read once. A name that is none of these is passed over: its default counts, and none of them is weaker. */
export interface BrowserClientOptions {
  /** The application's id at the authority. */
  readonly clientId: string;
  /** `https://host/{tenant}`, for example `https://login.microsoftonline.com/contoso.example`. */
  readonly authority: string;
  /** Where answers come to; registered at the authority. @default the page, without query and fragment */
  readonly redirectUri?: string | undefined;
  /** Where the authority sends a person after signing out. @default none: its own page */
  readonly postLogoutRedirectUri?: string | undefined;
  /** Hosts that issuer and endpoints may be at. @default the authority's own host only */
  readonly knownAuthorities?: readonly string[] | undefined;
  /** What the page can do, for example `cp1` when it answers claims challenges. @default none */
  readonly clientCapabilities?: readonly string[] | undefined;
  /** How tokens are bound where a request does not say; `pop` or `bearer`. @default `pop` */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** What proof keys sign with. Entra binds to RSA keys only. @default `RS256` */
  readonly proofAlgorithm?: ProofAlgorithm | undefined;
  /** `msal-browser` signs requests as that library does, for APIs that know nothing else. @default `strict` */
  readonly shrDialect?: CreatedShrDialect | undefined;
  /** `memory` forgets everything with the page, and shares nothing between tabs. @default `indexeddb` */
  readonly storage?: 'indexeddb' | 'memory' | undefined;
  /** Told what happens; never a token or a key. @default nobody */
  readonly events?: EventSink<BrowserEvent> | undefined;
  /** For one question to the authority, waiting for other tabs included, in milliseconds. @default 30,000 */
  readonly timeoutMs?: number | undefined;
  /** For a person in a popup, in milliseconds. @default 300,000 (5 minutes) */
  readonly popupTimeoutMs?: number | undefined;
  /** For a hidden frame, in milliseconds. @default 6,000 */
  readonly frameTimeoutMs?: number | undefined;
  /** Reaches the authority. @default the browser's own `fetch` */
  readonly transport?: Transport | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}
