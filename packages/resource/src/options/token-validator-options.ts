import type { Clock, EventSink, ReplayStore, ShrDialect, Transport } from '@holdfast/core';
import type { ProofPolicy } from '../binding/decide-binding.ts';
import type { ResourceEvent } from '../events/resource-event.ts';
import type { IssuerOptions } from '../issuers/issuer-options.ts';
import type { KeySetTimes } from '../issuers/remote-keys.ts';

/** Server nonces: what makes a proof fresh without trusting the client's clock. */
export interface NonceOptions {
  /** At least 32 random bytes, the same on every node of the API. Without it each process makes its own, and knows no other's nonces. */
  readonly secret?: Uint8Array | undefined;
  /** How long a nonce is good, in seconds. */
  readonly windowSeconds?: number | undefined;
}

/** Everything a validator is told. It is read once; see {@link defaultOptions} for what is filled in. */
export interface TokenValidatorOptions {
  /** The issuers that are trusted; {@link entraIssuers} makes them for an Entra authority. */
  readonly issuers: readonly IssuerOptions[];
  /** The `aud` of this API, or several that all mean it. */
  readonly audience: string | readonly string[];
  /** Where callers reach this API: `https://host[:port]`, one or several. Required unless `proof` is `bearer-only`. */
  readonly origins?: string | readonly string[] | undefined;
  readonly proof?: ProofPolicy | undefined;
  /**
   * Shapes of signed HTTP request that are accepted; add those of MSAL by name. They cover less: proofs of `msal-dotnet` no query at all, those
   * of `msal-browser` neither letter case nor one slash at the end.
   */
  readonly dialects?: readonly ShrDialect[] | undefined;
  /** `'off'` leaves freshness to the client's clock and to replay detection. */
  readonly nonce?: NonceOptions | 'off' | undefined;
  /** Where proofs are remembered: one store for all nodes of the API. The default is this process's memory. */
  readonly replay?: { readonly store?: ReplayStore | undefined } | undefined;
  /** Oldest proof, in seconds. */
  readonly windowSeconds?: number | undefined;
  /** How far ahead of this clock a proof may be dated, in seconds. */
  readonly futureSeconds?: number | undefined;
  /** Leeway on the times of access tokens, in seconds, at most 300. */
  readonly clockToleranceSeconds?: number | undefined;
  /** When issuer keys are asked for again. */
  readonly keySets?: Partial<KeySetTimes> | undefined;
  /**
   * How many verified access tokens are remembered, so that a token's own signature is verified once and not with every request; 0 for none.
   * Everything else is checked every time.
   */
  readonly rememberedTokens?: number | undefined;
  /** `realm` of challenges. */
  readonly realm?: string | undefined;
  /** Sends the requests for issuer keys. */
  readonly transport?: Transport | undefined;
  readonly clock?: Clock | undefined;
  readonly events?: EventSink<ResourceEvent> | undefined;
}
