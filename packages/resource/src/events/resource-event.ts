import type { AuthenticationFailureCode } from '../errors/refused.ts';

/**
 * What a validator tells its event sink. No event holds a token, a nonce or a header value; a thumbprint is public.
 */
export type ResourceEvent =
  | {
      readonly name: 'request.authenticated';
      readonly scheme: 'bearer' | 'pop' | 'mtls_pop';
      readonly binding: 'none' | 'key' | 'certificate' | 'key-and-certificate';
      readonly tenant?: string | undefined;
    }
  | { readonly name: 'request.refused'; readonly code: AuthenticationFailureCode; readonly status: number }
  /** Somebody sent a proof twice: an honest retry, or a thief. */
  | { readonly name: 'replay.refused'; readonly thumbprint: string }
  /** Proofs cannot be remembered, so every bound request is refused with 503. */
  | { readonly name: 'replay.unavailable'; readonly reason: 'full' | 'failed' }
  | { readonly name: 'issuer.refreshed'; readonly jwksUri: string; readonly keys: number }
  /** The key set could not be had; known keys are still served until they are too old. */
  | { readonly name: 'issuer.failed'; readonly jwksUri: string; readonly cause: unknown };
