import type { EventSink } from '@holdfast/core';
import type { ResourceEvent } from '../events/resource-event.ts';
import type { RevocationFeed } from './revocation-feed.ts';

/**
 * Key of an option of {@link RevocationOptions}: requests pass although nobody knows what was revoked.
 *
 * @deprecated Dangerous: whoever can cut the connection of the feed gives revoked tokens their life back.
 */
export const dangerouslyAcceptWhenLost: unique symbol = Symbol('dangerouslyAcceptWhenLost');

/** Revocation of tokens between their issue and their expiry. */
export interface RevocationOptions {
  /** Knows what was revoked; one for all validators of a process. */
  readonly feed: RevocationFeed;
  /** How long a feed may be behind before it counts as lost, in seconds, at most 86,400. @default 300 */
  readonly lostAfterSeconds?: number | undefined;
  /**
   * What is refused with 503 while the feed is lost: tokens of clients that answer claims challenges, which live for up to a day because they can
   * be taken back; or all.
   *
   * @default `refuse-cae`
   */
  readonly whenLost?: 'refuse-cae' | 'refuse-all' | undefined;
  /**
   * Lets every token pass while the feed is lost that is not known to be revoked.
   *
   * @default `false`
   * @deprecated Dangerous: whoever can cut the connection of the feed gives revoked tokens their life back.
   */
  readonly [dangerouslyAcceptWhenLost]?: boolean | undefined;
}

/** The options of revocation with no questions left. */
export interface RevocationRules {
  readonly feed: RevocationFeed;
  readonly lostAfterSeconds: number;
  readonly whenLost: 'refuse-cae' | 'refuse-all' | 'accept';
  readonly publish: EventSink<ResourceEvent>;
}
