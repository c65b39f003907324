import type { ShrDialect } from '@holdfast/core';
import type { ProofPolicy } from '../binding/decide-binding.ts';
import type { KeySetTimes } from '../issuers/remote-keys.ts';

/** The type of {@link defaultOptions}. */
export interface DefaultOptions {
  /** For {@link TokenValidatorOptions} `proof`. */
  readonly proof: ProofPolicy;
  /** For `dialects`. */
  readonly dialects: readonly ShrDialect[];
  /** For `nonce.windowSeconds`, in seconds. */
  readonly nonceWindowSeconds: number;
  /** For `windowSeconds`, in seconds. */
  readonly windowSeconds: number;
  /** For `futureSeconds`, in seconds. */
  readonly futureSeconds: number;
  /** For `clockToleranceSeconds`, in seconds. */
  readonly clockToleranceSeconds: number;
  /** For `keySets`. */
  readonly keySets: KeySetTimes;
  /** For `revocation`, where there is a feed. */
  readonly revocation: {
    /** For `revocation.lostAfterSeconds`, in seconds. */
    readonly lostAfterSeconds: number;
    /** For `revocation.whenLost`. */
    readonly whenLost: 'refuse-cae' | 'refuse-all';
  };
  /** For `rememberedTokens`. */
  readonly rememberedTokens: number;
}

/** What a validator does when it is not told otherwise: the one table of defaults. */
export const defaultOptions: DefaultOptions = Object.freeze({
  // Every token is bound and every request proved.
  proof: 'required',
  // The draft with every check on; the shapes of MSAL are enabled by name.
  dialects: Object.freeze(['strict'] as const),
  // A nonce outlives a slow user's retry, not a coffee break.
  nonceWindowSeconds: 300,
  // Oldest proof. Also how long each proof occupies the replay store.
  windowSeconds: 300,
  // Clocks of honest clients run ahead a little; more would let proofs be made for later.
  futureSeconds: 60,
  // For exp, nbf and iat of access tokens. One minute: authorities and APIs run time synchronisation.
  clockToleranceSeconds: 60,
  revocation: Object.freeze({
    // A feed that broke off is back within seconds, unless somebody keeps it away.
    lostAfterSeconds: 300,
    // Other tokens are gone within the hour; these live for a day, because a feed can take them back.
    whenLost: 'refuse-cae',
  } as const),
  // About 4 KB each: what a busy API sees within the life of a token, at 40 MB.
  rememberedTokens: 10_000,
  keySets: Object.freeze({
    // Hourly, so that a key which an authority withdraws is gone within the hour.
    refreshAfterSeconds: 3_600,
    // The authority may be away this long before every request fails closed.
    maxAgeSeconds: 86_400,
    // An unknown kid asks the authority at most twice a minute.
    coolDownSeconds: 30,
  }),
});

/** The largest leeway on token times: beyond it, expiry means little. */
export const largestClockTolerance = 300;
