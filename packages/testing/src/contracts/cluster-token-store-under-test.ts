/** A token as the store gives it. */
interface Token {
  readonly text: string;
  readonly lifeMs: number;
}

/** A verdict, with whatever its kind brings. */
interface Verdict {
  readonly kind: 'token' | 'granted' | 'held' | 'failed' | 'exhausted';
  readonly token?: Token | undefined;
  readonly leaseMs?: number;
  readonly failure?: string;
  readonly pauseMs?: number;
}

interface Grant {
  readonly place: string;
  readonly owner: string;
  readonly fence: string;
}

/** What a store of the tokens of a cluster must do, as far as the contract looks at it. */
export interface ClusterTokenStoreUnderTest {
  claim(claim: Grant & { readonly refusedHash?: string | undefined; readonly leaseMs: number }): Promise<Verdict>;
  renew(grant: Grant & { readonly leaseMs: number }): Promise<boolean>;
  publish(
    publication: Grant & {
      readonly text: string;
      readonly tokenHash: string;
      readonly lifeMs: number;
      readonly freshMs: number;
    },
  ): Promise<'published' | 'superseded' | 'refused'>;
  giveUp(
    grant: Grant & { readonly failure?: { readonly text: string; readonly pauseMs: number } | undefined },
  ): Promise<void>;
}

/** A new store, and the passing of its time. */
export interface ClusterTokenStoreSetUp {
  readonly store: ClusterTokenStoreUnderTest;
  /** Lets that many milliseconds pass on the store's own clock. */
  pass(milliseconds: number): Promise<void>;
}

/** The verbs with everything filled in that a test does not care for. */
export function shorten(store: ClusterTokenStoreUnderTest) {
  const owner = 'an identity';
  return {
    claim: (fence: string, part: { place?: string; owner?: string; refusedHash?: string; leaseMs?: number } = {}) =>
      store.claim({ place: 'a token', owner, fence, leaseMs: 60_000, ...part }),
    publish: (fence: string, text: string, part: { place?: string; lifeMs?: number; freshMs?: number } = {}) =>
      store.publish({
        place: 'a token',
        owner,
        fence,
        text,
        tokenHash: `hash of ${text}`,
        lifeMs: 60_000,
        freshMs: 30_000,
        ...part,
      }),
    renew: (fence: string, leaseMs = 60_000) => store.renew({ place: 'a token', owner, fence, leaseMs }),
    giveUp: (fence: string, failure?: { text: string; pauseMs: number }) =>
      store.giveUp({ place: 'a token', owner, fence, failure }),
  };
}
