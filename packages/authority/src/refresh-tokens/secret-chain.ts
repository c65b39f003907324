import { createHmac } from 'node:crypto';
import { type Clock, encodeBase64url, epochSeconds, equalText, randomBytes } from '@holdfast/core';
import { createOpaqueSecret, hashSecret } from '../secrets/opaque-secret.ts';

/** Secrets of which each is good once, and yields the next. */
export interface SecretChain {
  /** Makes the first one. */
  begin(): string;
  /** Tells whether a secret would yield another now. Nothing is used up by that. */
  accepts(secret: string): boolean;
  /**
   * Uses a secret up.
   *
   * @returns the next one; undefined for a secret that is not the last, or no secret of the chain at all
   */
  advance(secret: string): string | undefined;
}

/**
 * Makes a chain.
 *
 * A secret is computed from the one before it, with a key that never leaves: so a client whose answer was lost may ask again within the
 * leeway and gets the very same secret, of which only the hash is kept. Two clients then hold one secret, as they did before, and the next
 * use of it by the second of them shows.
 *
 * @param options - `leewaySeconds`: for how long the one before the last still yields it
 */
export function createSecretChain(options: { readonly clock: Clock; readonly leewaySeconds: number }): SecretChain {
  const { clock, leewaySeconds } = options;
  const key = randomBytes(32);
  let last = '';
  let former = { hash: '', at: 0 };

  const isLast = (hash: string): boolean => equalText(last, hash);
  const isForgiven = (hash: string): boolean =>
    equalText(former.hash, hash) && epochSeconds(clock) < former.at + leewaySeconds;
  const next = (secret: string): string =>
    encodeBase64url(new Uint8Array(createHmac('sha256', key).update(secret, 'utf8').digest()));

  return {
    begin: () => {
      const first = createOpaqueSecret();
      last = hashSecret(first);
      return first;
    },
    accepts: (secret) => {
      const hash = hashSecret(secret);
      return isLast(hash) || isForgiven(hash);
    },
    advance: (secret) => {
      const hash = hashSecret(secret);
      const successor = next(secret);
      if (isLast(hash)) {
        former = { hash, at: epochSeconds(clock) };
        last = hashSecret(successor);
        return successor;
      }
      return isForgiven(hash) ? successor : undefined;
    },
  };
}
