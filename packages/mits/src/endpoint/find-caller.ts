import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { MitsRequestRefused } from '../errors/request-refused.ts';
import type { MitsCaller } from '../identity/managed-identity.ts';

/** Finds the caller whose secret was sent. */
export type CallerFinder = (secrets: readonly string[]) => MitsCaller;

/**
 * Makes the finder.
 *
 * What is compared are keyed digests of one length, all of them, whichever fits: neither where a guess differs, nor how long the secret is,
 * nor whose it is shows in the time it takes.
 *
 * @throws from what it makes: {@link MitsRequestRefused} `ERR_MITS_SECRET`
 */
export function createCallerFinder(callers: readonly MitsCaller[]): CallerFinder {
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const known = callers.map((caller) => ({ caller, digest: digest(caller.secret) }));
  return (secrets) => {
    const [secret, second] = secrets;
    const sent = digest(secret ?? '');
    let found: MitsCaller | undefined;
    for (const entry of known) if (timingSafeEqual(entry.digest, sent)) found = entry.caller;
    if (secret === undefined || second !== undefined || found === undefined) {
      throw new MitsRequestRefused('ERR_MITS_SECRET');
    }
    return found;
  };
}
