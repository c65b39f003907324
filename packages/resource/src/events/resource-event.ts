import type { AuthenticationFailureCode } from '../errors/refused.ts';

/**
 * What a validator tells its event sink. No event holds a token, a nonce or a header value; a thumbprint is public.
 */
export type ResourceEvent =
  /** A request passed. */
  | {
      readonly name: 'request.authenticated';
      /** The label that the credential came under. */
      readonly scheme: 'bearer' | 'pop' | 'mtls_pop';
      /** What the caller proved possession of. */
      readonly binding: 'none' | 'key' | 'certificate' | 'key-and-certificate';
      /** `tid` of the token, where it has one. */
      readonly tenant?: string | undefined;
    }
  /** A request was refused. */
  | {
      readonly name: 'request.refused';
      /** Why, as `docs/errors.md` explains it. */
      readonly code: AuthenticationFailureCode;
      /** HTTP status of the answer. */
      readonly status: number;
    }
  /** Somebody sent a proof twice: an honest retry, or a thief. */
  | {
      readonly name: 'replay.refused';
      /** RFC 7638 thumbprint of the key that signed. */
      readonly thumbprint: string;
    }
  /** Proofs cannot be remembered, so every bound request is refused with 503. */
  | {
      readonly name: 'replay.unavailable';
      /** Whether the store has no room, or does not answer. */
      readonly reason: 'full' | 'failed';
    }
  /** It cannot be told whether a client certificate or a token was revoked, so its request is refused with 503. */
  | {
      readonly name: 'revocation.failed';
      /** What `isRevoked` or the feed threw; for the owner of the API, not for its callers. */
      readonly cause: unknown;
    }
  /** Somebody used a token that was revoked, with the right proof where it needs one: a client that has not heard yet, or a thief. */
  | {
      readonly name: 'token.revoked-used';
      /** What was revoked: who it was issued to, the token itself, or the key or certificate that it is bound to. */
      readonly kind: 'user' | 'application' | 'identity' | 'uti' | 'jkt' | 'x5t';
      /** Thumbprint of the key or certificate that the token is bound to; absent for a token that is not bound. */
      readonly thumbprint?: string | undefined;
      /** `tid` of the token, where it has one. */
      readonly tenant?: string | undefined;
    }
  /** The revocation feed knows everything: for the first time, or again. */
  | {
      readonly name: 'revocation.feed-current';
      /** How many revocations it holds. */
      readonly entries: number;
    }
  /** The revocation feed may be missing something; told at every attempt that fails. */
  | {
      readonly name: 'revocation.feed-lost';
      /**
       * Why: it could not be asked, refused to tell, broke off, fell silent, told what cannot be understood, told more than there is room for, or
       * the clock was set back and what was forgotten is to be told again.
       */
      readonly reason: 'unreachable' | 'refused' | 'ended' | 'silent' | 'malformed' | 'full' | 'clock';
      /** HTTP status of the answer, where there was one that refused. */
      readonly status?: number | undefined;
    }
  /** An option that weakens a promise was switched on. Told when the validator is made. */
  | {
      readonly name: 'option.dangerous';
      /** Name of the option, such as `dangerouslyTrustForwardedCertificate`. */
      readonly option: string;
    }
  /** A key set was fetched, for the first time or anew. */
  | {
      readonly name: 'issuer.refreshed';
      /** Address of the key set. */
      readonly jwksUri: string;
      /** How many usable keys it has. */
      readonly keys: number;
    }
  /** The key set could not be had; known keys are still served until they are too old. */
  | {
      readonly name: 'issuer.failed';
      /** Address of the key set. */
      readonly jwksUri: string;
      /** What was caught; for the owner of the API, not for its callers. */
      readonly cause: unknown;
    };
