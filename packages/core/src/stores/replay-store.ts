/** One use of a proof. */
export interface ReplayClaim {
  /** What must not come twice, such as the beginning of the signature. */
  readonly id: string;
  /** Whose it is: the thumbprint of the proof key. Equal ids of different owners are different. */
  readonly owner: string;
  /** Last second, since 1970, at which the proof could be accepted; the entry lives while now ≤ `expiresAt`. */
  readonly expiresAt: number;
}

/**
 * Remembers which proofs have been used.
 *
 * Every implementation passes `replayStoreContract`: it is atomic across everyone who shares the store and never forgets a
 * live entry, whatever else is claimed.
 */
export interface ReplayStore {
  /**
   * Claims a proof, at most once: at once where the store is in this process, else by a promise.
   *
   * @param claim - the proof; the expiry of the first claim holds
   * @returns `true` for the first claim; `false` for every later one, and for one that has already expired, because nobody
   * can tell any more whether it is the first
   * @throws {@link ReplayStoreFull} `ERR_REPLAY_STORE_FULL`, `ERR_REPLAY_OWNER_QUOTA`, at once or by the promise: the proof must be refused
   */
  claimOnce(claim: ReplayClaim): boolean | Promise<boolean>;
}
