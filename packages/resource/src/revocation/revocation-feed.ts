import type { RevocationEntry } from './revocation-entry.ts';
import type { RevocationFacts } from './revocation-facts.ts';

/**
 * Knows what was revoked. It is asked at every request, also for tokens whose signature is remembered, so both answers are there at once.
 *
 * Every implementation passes `revocationFeedContract`: it never drops an entry while a token that it covers could be accepted, and says so
 * when it may not know all of them.
 */
export interface RevocationFeed {
  /**
   * Finds a revocation that covers a token, the latest where there are several.
   *
   * Not checked: whether the feed knows everything; {@link RevocationFeed.secondsBehind} tells.
   *
   * @param facts - what a revocation can name about the token
   */
  covers(facts: RevocationFacts): RevocationEntry | undefined;
  /**
   * Tells for how many seconds revocations may have been missed: 0 for a feed that misses none, `Infinity` for one that cannot tell, such as one
   * that has only just been opened.
   */
  secondsBehind(): number;
}
