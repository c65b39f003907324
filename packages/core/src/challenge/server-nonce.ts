import { hostMac } from '#host';
import { decodeBase64url, encodeBase64url } from '../base/base64url.ts';
import { type Bytes, encodeUtf8 } from '../base/bytes.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { equalBytes } from '../base/equal.ts';
import { randomBytes } from '../base/random.ts';

/** What a nonce turned out to be: ours and young enough, ours but too old, or not ours. */
export type NonceVerdict = 'fresh' | 'stale' | 'unknown';

/** Issues and recognises server nonces without storing them. */
export interface NonceIssuer {
  /** Makes a nonce that was never given before: 60 characters of unpadded base64url. */
  issue(): Promise<string>;
  /**
   * Judges a nonce; never throws for any text.
   *
   * Does NOT remember nonces: within its window a nonce is fresh any number of times, so replay is checked elsewhere.
   */
  check(nonce: string): Promise<NonceVerdict>;
}

/** Options of {@link createNonceIssuer}. */
export interface NonceIssuerOptions {
  /** At least 32 random bytes, the same on every node that checks what another one issued. */
  readonly secret: Uint8Array;
  /** Seconds for which a nonce is fresh; 300 unless told. */
  readonly windowSeconds?: number | undefined;
  /** Tells the time; `Date.now` unless told. */
  readonly clock?: Clock | undefined;
}

const timeLength = 5;
const payloadLength = timeLength + 8;
const nonceLength = payloadLength + 32;
const encodedLength = (nonceLength / 3) * 4;
/** Nodes issue for one another, and their clocks are never quite equal. */
const skewSeconds = 5;
const purpose = encodeUtf8('holdfast server nonce 1\n');

/**
 * Makes a stateless issuer of server nonces: issue time in seconds, 64 random bits, and HMAC-SHA-256 over both.
 *
 * Each nonce is unique, also within one second: a proof over it cannot be prepared before it was issued. The form is
 * unpadded base64url because MSAL.js cuts a nonce at the first `=`. Whether a nonce is stale is said only after its MAC has
 * verified; one from the future (more than 5 seconds ahead) is unknown, whoever signed it.
 *
 * @param options - secret, window and clock
 * @throws TypeError for a secret under 32 bytes or a window that is not a positive whole number
 * @see RFC 9449 section 8 for what a server nonce is for
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
  const mac = createMac(new Uint8Array(options.secret));

  return {
    async issue(): Promise<string> {
      const nonce = new Uint8Array(nonceLength);
      nonce.set(encodeTime(epochSeconds(clock)));
      nonce.set(randomBytes(payloadLength - timeLength), timeLength);
      nonce.set(await mac(nonce.subarray(0, payloadLength)), payloadLength);
      return encodeBase64url(nonce);
    },
    async check(nonce: string): Promise<NonceVerdict> {
      const bytes = decodeNonce(nonce);
      if (bytes === undefined) return 'unknown';
      const payload = bytes.subarray(0, payloadLength);
      if (!equalBytes(await mac(payload), bytes.subarray(payloadLength))) return 'unknown';
      const age = epochSeconds(clock) - decodeTime(payload);
      if (age < -skewSeconds) return 'unknown';
      return age <= windowSeconds ? 'fresh' : 'stale';
    },
  };
}

function createMac(secret: Bytes): (payload: Uint8Array) => Bytes | Promise<Bytes> {
  const mac = hostMac(secret);
  return (payload) => {
    const input = new Uint8Array(purpose.length + payload.length);
    input.set(purpose);
    input.set(payload, purpose.length);
    return mac(input);
  };
}

function decodeNonce(nonce: string): Bytes | undefined {
  if (nonce.length !== encodedLength) return undefined;
  try {
    return decodeBase64url(nonce);
  } catch {
    return undefined;
  }
}

function encodeTime(seconds: number): Bytes {
  const bytes = new Uint8Array(timeLength);
  for (let index = timeLength - 1, rest = seconds; index >= 0; index -= 1, rest = Math.floor(rest / 256))
    bytes[index] = rest;
  return bytes;
}

function decodeTime(payload: Uint8Array): number {
  return payload.subarray(0, timeLength).reduce((seconds, byte) => seconds * 256 + byte, 0);
}
