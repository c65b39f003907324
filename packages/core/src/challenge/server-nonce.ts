import { hostMac, hostReadBase64url } from '#host';
import { encodeBase64url } from '../base/base64url.ts';
import type { Bytes } from '../base/bytes.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { equalText } from '../base/equal.ts';
import { randomBytes } from '../base/random.ts';

/** What a nonce turned out to be: ours and young enough, ours but too old, or not ours. */
export type NonceVerdict = 'fresh' | 'stale' | 'unknown';

/** Issues and recognises server nonces without storing them. */
export interface NonceIssuer {
  /** Makes a nonce that was never given before: 60 characters of unpadded base64url. */
  issue(): string | Promise<string>;
  /**
   * Judges a nonce; never throws for any text.
   *
   * Does NOT remember nonces: within its window a nonce is fresh any number of times, so replay is checked elsewhere.
   */
  check(nonce: string): NonceVerdict | Promise<NonceVerdict>;
}

/** Options of {@link createNonceIssuer}. */
export interface NonceIssuerOptions {
  /** At least 32 random bytes, the same on every node that checks what another one issued. */
  readonly secret: Uint8Array;
  /** Seconds for which a nonce is fresh. @default 300 */
  readonly windowSeconds?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

const timeLength = 5;
// Both parts of a nonce are whole groups of base64url, so that neither needs the other to be read.
const randomLength = 10;
const payloadLetters = 20;
const tagLetters = 40;
/** Nodes issue for one another, and their clocks are never quite equal. */
const skewSeconds = 5;
const purpose = 'holdfast server nonce 1\n';

/**
 * Makes a stateless issuer of server nonces: issue time in seconds, 80 random bits, and 240 bits of
 * HMAC-SHA-256 over both.
 *
 * Each nonce is unique, also within one second: a proof over it cannot be prepared before it was issued. The form is
 * unpadded base64url because MSAL.js cuts a nonce at the first `=`. Whether a nonce is stale is said only after its MAC has
 * verified; one from the future (more than 5 seconds ahead) is unknown, whoever signed it.
 *
 * @param options - secret, window and clock
 * @throws TypeError for a secret under 32 bytes or a window that is not a positive whole number
 * @see RFC 9449 section 8 for what a server nonce is for; RFC 2104 section 5 for the shortened MAC
 *
 * @example
 * ```ts
 * import { createNonceIssuer } from '@holdfast/core';
 *
 * const nonces = createNonceIssuer({ secret: crypto.getRandomValues(new Uint8Array(32)) });
 * const nonce = await nonces.issue();
 * console.log(await nonces.check(nonce)); // fresh
 * ```
 */
export function createNonceIssuer(options: NonceIssuerOptions): NonceIssuer {
  const { windowSeconds = 300, clock = Date.now } = options;
  if (!(options.secret instanceof Uint8Array) || options.secret.length < 32) {
    throw new TypeError('The secret of a nonce issuer must have at least 32 bytes');
  }
  if (!Number.isSafeInteger(windowSeconds) || windowSeconds <= 0) {
    throw new TypeError('The window of a nonce issuer must be a positive whole number of seconds');
  }
  const mac = hostMac(new Uint8Array(options.secret));
  const judge = (payload: Bytes, isOurs: boolean): NonceVerdict => {
    if (!isOurs) return 'unknown';
    const age = epochSeconds(clock) - readTime(payload);
    if (age < -skewSeconds) return 'unknown';
    return age <= windowSeconds ? 'fresh' : 'stale';
  };

  return {
    issue() {
      const payload = new Uint8Array(timeLength + randomLength);
      writeTime(payload, epochSeconds(clock));
      payload.set(randomBytes(randomLength), timeLength);
      const text = encodeBase64url(payload);
      const tag = mac(purpose + text);
      return typeof tag === 'string' ? text + shorten(tag) : tag.then((made) => text + shorten(made));
    },
    check(nonce) {
      if (nonce.length !== payloadLetters + tagLetters) return 'unknown';
      const text = nonce.slice(0, payloadLetters);
      // Canonical before the MAC: two texts must never be one nonce.
      const payload = hostReadBase64url(text);
      if (payload === undefined) return 'unknown';
      const claimed = nonce.slice(payloadLetters);
      const tag = mac(purpose + text);
      return typeof tag === 'string'
        ? judge(payload, equalText(shorten(tag), claimed))
        : tag.then((made) => judge(payload, equalText(shorten(made), claimed)));
    },
  };
}

function shorten(tag: string): string {
  return tag.slice(0, tagLetters);
}

function writeTime(payload: Bytes, seconds: number): void {
  for (let index = timeLength - 1, rest = seconds; index >= 0; index -= 1, rest = Math.floor(rest / 256))
    payload[index] = rest;
}

function readTime(payload: Bytes): number {
  let seconds = 0;
  for (let index = 0; index < timeLength; index += 1) seconds = seconds * 256 + (payload[index] ?? 0);
  return seconds;
}
