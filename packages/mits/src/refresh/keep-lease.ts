import type { ClusterTokenStore, TokenClaim } from '../stores/cluster-token-store.ts';

/** A lease that is renewed until it is let go, or lost. */
export interface KeptLease {
  /** Fires when another process was granted the place: what is under way is of no use any more. */
  readonly lost: AbortSignal;
  /** Stops renewing. */
  stop(): void;
}

/** The grant to keep. */
export type Grant = Pick<TokenClaim, 'place' | 'owner' | 'fence' | 'leaseMs'>;

/**
 * Renews a lease three times in its length.
 *
 * The lease can so be short, and the place of a process that was killed is soon free, while a slow authority costs nobody his grant. A store
 * that does not answer is asked again at the next turn.
 */
export function keepLease(store: Pick<ClusterTokenStore, 'renew'>, grant: Grant): KeptLease {
  const controller = new AbortController();
  const stop = (): void => clearInterval(timer);
  const renew = async (): Promise<void> => {
    const isHeld = await store.renew(grant).catch(() => true);
    if (isHeld) return;
    stop();
    controller.abort();
  };
  const timer = setInterval(() => void renew(), Math.max(1, Math.floor(grant.leaseMs / 3)));
  timer.unref();
  return { lost: controller.signal, stop };
}
