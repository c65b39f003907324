/**
 * For an API whose authority is Holdfast's own: revocations as they happen, from the stream of its admin service.
 *
 * @example
 * ```ts
 * import { createTokenValidator, entraIssuers } from '@holdfast/resource';
 * import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
 *
 * const feed = createAdminRevocationFeed({ url: 'http://127.0.0.1:8482/revocations', key: 'the admin key' });
 * export const validator = createTokenValidator({
 *   issuers: entraIssuers({ authority: 'https://localhost:8443', tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'] }),
 *   audience: 'api://orders',
 *   origins: 'https://localhost:8490',
 *   revocation: { feed },
 * });
 * ```
 *
 * @packageDocumentation
 */
import { backoffDelay, createDeadline } from '@holdfast/core';
import type { RevocationFeed } from '../revocation/revocation-feed.ts';
import { type AdminRevocationFeedOptions, readFeedOptions } from './feed-options.ts';
import { createFeedState } from './feed-state.ts';
import { followStream } from './follow-stream.ts';
import { createOccasion } from './occasion.ts';

export type { AdminRevocationFeedOptions } from './feed-options.ts';

/** A {@link RevocationFeed} that follows the stream of an admin service. */
export interface AdminRevocationFeed extends RevocationFeed {
  /** How many revocations are held. */
  readonly size: number;
  /**
   * Waits until the feed knows everything for the first time. An API that waits before it listens refuses nobody at its start.
   *
   * @param signal - ends the wait, and nothing else
   * @throws the signal's reason; Error when the feed is closed before
   */
  untilCurrent(signal?: AbortSignal): Promise<void>;
  /** Ends the connection and comes back no more. From then on the feed is more behind each second. */
  close(): Promise<void>;
}

const baseMs = 500;
const mostMs = 30_000;

/**
 * Opens a feed over the revocation stream of Holdfast's admin service, and keeps it open.
 *
 * A connection that ends is opened again where it ended, after a pause that grows from half a second to half a minute, drawn at random. Until
 * everything in force was told, and after anything that cannot be understood, the feed is behind by `Infinity`; while the connection is
 * away, by the time since it last said something. What was revoked stays so whatever the stream tells later.
 *
 * Not checked: that the admin service speaks for the issuers of the validator. Revocations of other authorities do not come this way.
 *
 * @param options - read once
 * @throws TypeError for options that are missing, unknown or out of range
 * @see HTML standard, section 9.2 (server-sent events)
 *
 * @example
 * ```ts
 * import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
 *
 * const feed = createAdminRevocationFeed({
 *   url: 'http://127.0.0.1:8482/revocations',
 *   key: 'the admin key',
 *   events: (event) => console.log(event.name),
 * });
 * await feed.untilCurrent(AbortSignal.timeout(10_000));
 * console.log(feed.secondsBehind());
 * await feed.close();
 * ```
 */
export function createAdminRevocationFeed(options: AdminRevocationFeedOptions): AdminRevocationFeed {
  const { url, key, silenceMs, transport, ...facts } = readFeedOptions(options);
  const closing = new AbortController();
  const { signal } = closing;
  const firstTime = createOccasion();
  const state = createFeedState({ ...facts, onCurrent: firstTime.come });

  const keepFollowing = async (): Promise<void> => {
    for (let failures = 0; !signal.aborted; failures += 1) {
      const { cursor } = state;
      const listening = state.listen();
      const { take } = listening;
      const loss = await followStream({ url, key, cursor, transport, signal }, { silenceMs, take });
      if (signal.aborted) return;
      state.lose(loss);
      if (listening.isSettled) failures = 0;
      await pause(backoffDelay({ attempt: failures, baseMs, maxMs: mostMs }), signal);
    }
  };

  const following = keepFollowing();
  return Object.freeze({
    get size() {
      return state.size;
    },
    covers: state.covers,
    secondsBehind: state.secondsBehind,
    untilCurrent: firstTime.wait,
    async close() {
      closing.abort();
      firstTime.fail(new Error('The revocation feed was closed before it was current'));
      await following;
    },
  } satisfies AdminRevocationFeed);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const deadline = createDeadline(Math.max(ms, 1), signal);
  await deadline.race(() => new Promise<never>(() => undefined)).catch(() => undefined);
}
