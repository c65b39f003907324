import type { Clock, EventSink, ReplayStore, ShrDialect, Transport } from '@holdfast/core';
import type { ProofPolicy } from '../binding/decide-binding.ts';
import type { ClientCertificateOptions } from '../client-certificate/client-certificate-options.ts';
import type { ResourceEvent } from '../events/resource-event.ts';
import type { IssuerOptions } from '../issuers/issuer-options.ts';
import type { KeySetTimes } from '../issuers/remote-keys.ts';
import type { RevocationOptions } from '../revocation/revocation-options.ts';

/** Server nonces: what makes a proof fresh without trusting the client's clock. */
export interface NonceOptions {
  /**
   * At least 32 random bytes, the same on every node of the API.
   *
   * @default random: each process makes its own, and knows no other's nonces
   */
  readonly secret?: Uint8Array | undefined;
  /** How long a nonce is good, in seconds. @default 300 */
  readonly windowSeconds?: number | undefined;
}

/** Everything a validator is told. It is read once; see {@link defaultOptions} for what is filled in. */
export interface TokenValidatorOptions {
  /** The issuers that are trusted; {@link entraIssuers} makes them for an Entra authority. */
  readonly issuers: readonly IssuerOptions[];
  /** The `aud` of this API, or several that all mean it. */
  readonly audience: string | readonly string[];
  /** Where callers reach this API: `https://host[:port]`, one or several. @default none; required unless `proof` is `bearer-only` */
  readonly origins?: string | readonly string[] | undefined;
  /** What is demanded of access tokens. @default `required` */
  readonly proof?: ProofPolicy | undefined;
  /**
   * Shapes of signed HTTP request that are accepted; add those of MSAL by name. They cover less: proofs of `msal-dotnet` no query at all,
   * those of `msal-browser` neither letter case nor one slash at the end.
   *
   * @default `['strict']`
   */
  readonly dialects?: readonly ShrDialect[] | undefined;
  /** Server nonces. `'off'` leaves freshness to the client's clock and to replay detection. @default on, with a secret of this process */
  readonly nonce?: NonceOptions | 'off' | undefined;
  /** Where proofs are remembered: one store for all nodes of the API. @default this process's memory */
  readonly replay?:
    | {
        /** The store. @default this process's memory */
        readonly store?: ReplayStore | undefined;
      }
    | undefined;
  /** Oldest proof, in seconds. @default 300 */
  readonly windowSeconds?: number | undefined;
  /** How far ahead of this clock a proof may be dated, in seconds. @default 60 */
  readonly futureSeconds?: number | undefined;
  /** Leeway on the times of access tokens, in seconds, at most 300. @default 60 */
  readonly clockToleranceSeconds?: number | undefined;
  /** When issuer keys are asked for again. @default renewed after an hour, served for a day, asked for an unknown `kid` every 30 seconds */
  readonly keySets?: Partial<KeySetTimes> | undefined;
  /**
   * How many verified access tokens are remembered, so that a token's own signature is verified once and not with every request; 0 for
   * none. Everything else is checked every time.
   *
   * @default 10,000
   */
  readonly rememberedTokens?: number | undefined;
  /** Client certificates, for tokens that are bound to one. @default the certificate of the connection, in force and meant for clients */
  readonly clientCertificates?: ClientCertificateOptions | undefined;
  /** Revocation between a token's issue and its expiry. @default nobody is asked */
  readonly revocation?: RevocationOptions | undefined;
  /** `realm` of challenges. @default none */
  readonly realm?: string | undefined;
  /** Sends the requests for issuer keys. @default the runtime's own `fetch` */
  readonly transport?: Transport | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told of every request and of key sets; see PITFALLS.md for what to watch. @default nobody */
  readonly events?: EventSink<ResourceEvent> | undefined;
}
