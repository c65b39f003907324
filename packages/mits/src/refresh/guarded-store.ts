import { createDeadline, type EventSink } from '@holdfast/core';
import { TokenUnavailable } from '../errors/token-unavailable.ts';
import type { StoreFailed } from '../events/mits-event.ts';
import type { ClusterTokenStore } from '../stores/cluster-token-store.ts';

const longestVerbMs = 5000;

/**
 * Wraps a store so that every verb ends in time, is told when it fails, and fails in one way only.
 *
 * @throws from its functions: {@link TokenUnavailable} `ERR_MITS_STORE`
 */
export function guardStore(store: ClusterTokenStore, emit: EventSink<StoreFailed>): ClusterTokenStore {
  const within = async <T>(operation: StoreFailed['operation'], work: () => Promise<T>): Promise<T> => {
    const deadline = createDeadline(longestVerbMs);
    try {
      return await deadline.race(work);
    } catch (cause) {
      emit({ name: 'store.failed', operation });
      throw new TokenUnavailable('ERR_MITS_STORE', { retryAfterSeconds: 1, cause });
    } finally {
      deadline.clear();
    }
  };
  return {
    claim: (claim) => within('claim', () => store.claim(claim)),
    renew: (grant) => within('renew', () => store.renew(grant)),
    publish: (publication) => within('publish', () => store.publish(publication)),
    giveUp: (grant) => within('giveUp', () => store.giveUp(grant)),
  };
}
