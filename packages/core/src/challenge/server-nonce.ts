import { hostMac } from '#host';
import { encodeBase64url } from '../base/base64url.ts';
import { type Clock, epochSeconds } from '../base/clock.ts';
import { equalText } from '../base/equal.ts';
import { randomBytes } from '../base/random.ts';
import { createLastWritten } from '../memory/last-written.ts';

/** What a nonce turned out to be: ours and young enough, ours but too old, or not ours. */
export type NonceVerdict = 'fresh' | 'stale' | 'unknown';

/** Issues server nonces without storing them, and recognises those of every node that has the secret. */
export interface NonceIssuer {
  /** Makes a nonce that was never given before: 60 characters of unpadded base64url. */
  issue(): string | Promise<string>;
  /**
   * Judges a nonce; never throws for any text.
   *
   * Within its window a nonce is fresh any number of times: replay is checked elsewhere.
   */
  check(nonce: string): NonceVerdict | Promise<NonceVerdict>;
  /**
   * Tells whether more than half of a nonce's window has passed, so that whoever uses it should be given the next one.
   *
   * Not checked: anything else of it. Call it for a nonce that was found fresh.
   */
  isDue(nonce: string): boolean;
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

// All three parts are letters of base64url: the issue time in base 36, 72 random bits, and the MAC over both.
const timeLetters = 8;
const randomLetters = 12;
const payloadLetters = 20;
const tagLetters = 40;
const payloadText = /^[A-Za-z0-9_-]{20}$/;
// Randomness is public here, so it is turned to text by the hundred.
const randomBatch = 1536;
/** Nodes issue for one another, and their clocks are never quite equal. */
const skewSeconds = 5;
const rememberedNonces = 256;
const purpose = 'holdfast server nonce 1\n';

/**
 * Makes a stateless issuer of server nonces: issue time in seconds, 72 random bits, and 240 bits of
 * HMAC-SHA-256 over both. The last 256 that were found fresh are recognised by their text, and their age is judged every time.
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
  const mac = hostMac(new Uint8Array(options.secret), purpose);
  const takeRandom = createRandomText();
  // The second in which each was issued. Clients use a nonce until they are given the next one. Whole texts are compared, and not in constant time:
  // whoever asks is given a nonce.
  const recognised = createLastWritten<number>(rememberedNonces);
  const ageOf = (issuedAt: number): number => epochSeconds(clock) - issuedAt;
  const judgeAge = (age: number): NonceVerdict => {
    if (age < -skewSeconds) return 'unknown';
    return age <= windowSeconds ? 'fresh' : 'stale';
  };
  const judge = (nonce: string, tag: string): NonceVerdict => {
    if (!equalText(tag.slice(0, tagLetters), nonce.slice(payloadLetters))) return 'unknown';
    const issuedAt = readTime(nonce);
    const verdict = judgeAge(ageOf(issuedAt));
    if (verdict === 'fresh') recognised.write(nonce, issuedAt);
    return verdict;
  };

  return {
    issue() {
      const payload = epochSeconds(clock).toString(36).padStart(timeLetters, '0') + takeRandom();
      const tag = mac(payload);
      return typeof tag === 'string' ? seal(payload, tag) : tag.then((made) => seal(payload, made));
    },
    check(nonce) {
      const issuedAt = recognised.find(nonce);
      if (issuedAt !== undefined) return judgeAge(ageOf(issuedAt));
      const payload = nonce.slice(0, payloadLetters);
      // Letters before the MAC, which reads one byte for each: two texts must never be one nonce.
      if (nonce.length !== payloadLetters + tagLetters || !payloadText.test(payload)) return 'unknown';
      const tag = mac(payload);
      return typeof tag === 'string' ? judge(nonce, tag) : tag.then((made) => judge(nonce, made));
    },
    isDue: (nonce) => ageOf(recognised.find(nonce) ?? readTime(nonce)) * 2 > windowSeconds,
  };
}

function readTime(nonce: string): number {
  return Number.parseInt(nonce.slice(0, timeLetters), 36);
}

function seal(payload: string, tag: string): string {
  return payload + tag.slice(0, tagLetters);
}

function createRandomText(): () => string {
  let batch = '';
  let next = randomBatch;
  return () => {
    if (next === randomBatch) {
      batch = encodeBase64url(randomBytes((randomBatch * 3) / 4));
      next = 0;
    }
    next += randomLetters;
    return batch.slice(next - randomLetters, next);
  };
}
