import type { Clock, EventSink, Transport } from '@holdfast/core';
import type { Authority } from '@holdfast/oauth';
import type { BrowserEvent } from '../events/browser-event.ts';

/** What a key signs with: Entra binds to RSA keys only. */
export type ProofAlgorithm = 'RS256' | 'ES256';

/** How a request is written into a proof: as the draft says, or as msal-browser does. */
export type CreatedShrDialect = 'strict' | 'msal-browser';

/** The options of a client with no questions left; made once, by `readOptions`. */
export interface ClientSettings {
  readonly clientId: string;
  readonly authority: Authority;
  /** Origins that metadata may send the client to: those of `knownAuthorities`. */
  readonly trustedOrigins: ReadonlySet<string>;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string | undefined;
  readonly capabilities: readonly string[];
  readonly scheme: 'pop' | 'bearer';
  readonly proofAlgorithm: ProofAlgorithm;
  readonly shrDialect: CreatedShrDialect;
  readonly storage: 'indexeddb' | 'memory';
  readonly transport: Transport;
  readonly clock: Clock;
  readonly emit: EventSink<BrowserEvent>;
  /** For one question to the authority, in milliseconds. */
  readonly timeoutMs: number;
  readonly popupTimeoutMs: number;
  readonly frameTimeoutMs: number;
}
