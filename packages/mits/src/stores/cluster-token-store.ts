/** A claim to one token: give it, or let me fetch it. */
export interface TokenClaim {
  /** Names the token: identity, resource, capabilities. Different tokens have different names. */
  readonly place: string;
  /** Whose grants are counted together: the identity. A place has one owner for ever. */
  readonly owner: string;
  /** SHA-256 of a token that an API refused, lower-case hex: if it is the token of this place, that is given to nobody any more. */
  readonly refusedHash?: string | undefined;
  /** Random and new for every claim. Names the grant, if it becomes one. */
  readonly fence: string;
  /** How long the grant stands without being renewed, in milliseconds. */
  readonly leaseMs: number;
}

/** A token that the cluster shares. */
export interface ClusterToken {
  /** What was published. */
  readonly text: string;
  /** Milliseconds until it expires, by the clock of the store. */
  readonly lifeMs: number;
}

/** What becomes of a claim. */
export type ClaimVerdict =
  /** There is a token, and nothing was held against it. */
  | {
      readonly kind: 'token';
      /** The token. */
      readonly token: ClusterToken;
    }
  /** Fetch one, under the fence of the claim. */
  | {
      readonly kind: 'granted';
      /** One that is due, but was not refused, for the case that fetching fails. */
      readonly token?: ClusterToken | undefined;
    }
  /** Somebody else fetches it. */
  | {
      readonly kind: 'held';
      /** Milliseconds until his lease ends, unless he renews it. */
      readonly leaseMs: number;
    }
  /** Somebody has tried in vain; until the pause is over, his failure is everybody's. */
  | {
      readonly kind: 'failed';
      /** What he gave up with. */
      readonly failure: string;
      /** Milliseconds until the next claim is granted. */
      readonly pauseMs: number;
    }
  /** The owner had all the grants of this minute. */
  | {
      readonly kind: 'exhausted';
      /** Milliseconds until there are new ones. */
      readonly pauseMs: number;
    };

/** A token to publish under a grant. */
export interface TokenPublication {
  /** The place of the grant. */
  readonly place: string;
  /** The owner of the place. */
  readonly owner: string;
  /** The fence of the grant. */
  readonly fence: string;
  /** The token, with whatever readers need. */
  readonly text: string;
  /** SHA-256 of the access token, lower-case hex. */
  readonly tokenHash: string;
  /** Milliseconds until it expires; nothing is kept for longer. */
  readonly lifeMs: number;
  /** Milliseconds until the next claim is granted, so that it is replaced in time. */
  readonly freshMs: number;
}

/**
 * What becomes of a publication: `superseded` when another grant was made since, `refused` when that very token was refused here before. A
 * refused publication leaves the grant standing.
 */
export type PublicationVerdict = 'published' | 'superseded' | 'refused';

/**
 * Port: what the token services of a cluster know together about their tokens.
 *
 * Every verb is one atomic step, whichever process dies before or after it. Times are spans on the clock of the store, so that the clocks
 * of the nodes need not agree. Every implementation passes `clusterTokenStoreContract`.
 */
export interface ClusterTokenStore {
  /** Claims a token; at most one grant of a place stands at a time. */
  claim(claim: TokenClaim): Promise<ClaimVerdict>;
  /** Keeps a grant for another `leaseMs`; `false` when another was made since. */
  renew(grant: Pick<TokenClaim, 'place' | 'owner' | 'fence' | 'leaseMs'>): Promise<boolean>;
  /** Publishes what was fetched, if no other grant was made since: a holder that comes late changes nothing. What is published ends the grant. */
  publish(publication: TokenPublication): Promise<PublicationVerdict>;
  /** Ends a grant without a token; with a failure, nobody else is granted the place until its pause is over. */
  giveUp(
    grant: Pick<TokenClaim, 'place' | 'owner' | 'fence'> & {
      /** What others are told meanwhile. @default none: the next claim is granted */
      readonly failure?: { readonly text: string; readonly pauseMs: number } | undefined;
    },
  ): Promise<void>;
}
