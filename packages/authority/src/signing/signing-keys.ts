import {
  type Clock,
  createKeyRing,
  dropExpiredKeys,
  epochSeconds,
  type JsonObject,
  noteTokenExpiry,
  rotateKeyRing,
} from '@holdfast/core';
import type { DataStore } from '../storage/data-store.ts';
import { readJsonDocument, writeJsonDocument } from '../storage/json-document.ts';
import { generateIssuerKey, type IssuerKey } from './issuer-key.ts';
import { signToken } from './sign-token.ts';
import { type IssuerKeys, readIssuerKeys, writeIssuerKeys } from './stored-keys.ts';

/** What a rotation did, in key ids. */
export interface KeyRotation {
  /** The key that signs now. */
  readonly current: string;
  /** The key that is published and will sign next. */
  readonly next: string;
  /** Keys that are still published for their tokens, latest first. */
  readonly retired: readonly string[];
}

/** The keys that sign tokens. */
export interface SigningKeys {
  /**
   * Signs the claims of a token with the current key.
   *
   * @param expiresAt - epoch seconds; the key stays published at least until then
   */
  sign(claims: JsonObject, expiresAt: number): Promise<string>;
  /** The keys to publish: current, next, and those whose tokens still live. */
  published(): readonly IssuerKey[];
  /** The next key, published since it was made, starts to sign; a new next one is published. Rotations run one after another. */
  rotate(): Promise<KeyRotation>;
  /** Writes down until when the current key is needed. */
  save(): Promise<void>;
}

const documentName = 'signing-keys.json';
// Validators forgive a difference between clocks, so a key outlives its last token by as much.
const graceSeconds = 300;

/**
 * Opens the signing keys of a data directory, or makes them.
 *
 * @param options - `longestTokenSeconds`: how long a token may live that was signed before a crash nobody could note
 * @throws {@link DataCorrupt}
 */
export async function openSigningKeys(options: {
  readonly store: DataStore;
  readonly clock: Clock;
  readonly longestTokenSeconds: number;
}): Promise<SigningKeys> {
  const { store, clock, longestTokenSeconds } = options;
  const stored = await readJsonDocument(store, documentName, readIssuerKeys);
  let keys = stored ?? (await generateKeys(clock));
  if (stored === undefined) await save();
  else noteExpiry(epochSeconds(clock) + longestTokenSeconds);

  function save(): Promise<void> {
    return writeJsonDocument(store, documentName, writeIssuerKeys(keys));
  }

  function noteExpiry(expiresAt: number): void {
    const ring = noteTokenExpiry(keys.ring, keys.ring.current.thumbprint, expiresAt);
    if (ring !== keys.ring) keys = { ...keys, ring };
  }

  async function rotateOnce(): Promise<KeyRotation> {
    const next = await generateIssuerKey(clock());
    const at = epochSeconds(clock);
    const ring = rotateKeyRing(keys.ring, { key: keys.next, thumbprint: keys.next.kid, at });
    keys = { ring: dropExpiredKeys(ring, at - graceSeconds), next };
    await save();
    return {
      current: keys.ring.current.thumbprint,
      next: next.kid,
      retired: keys.ring.retired.map((key) => key.thumbprint),
    };
  }

  let rotations: Promise<unknown> = Promise.resolve();
  return {
    sign: (claims, expiresAt) => {
      // Noted before the signature exists: a rotation meanwhile must know of this token.
      noteExpiry(expiresAt);
      return signToken(claims, keys.ring.current.key);
    },
    published: () => {
      keys = { ...keys, ring: dropExpiredKeys(keys.ring, epochSeconds(clock) - graceSeconds) };
      return [keys.ring.current.key, keys.next, ...keys.ring.retired.map(({ key }) => key)];
    },
    rotate: () => {
      const rotation = rotations.then(rotateOnce);
      rotations = rotation.catch(() => undefined);
      return rotation;
    },
    save,
  };
}

async function generateKeys(clock: Clock): Promise<IssuerKeys> {
  const [current, next] = await Promise.all([generateIssuerKey(clock()), generateIssuerKey(clock())]);
  return { ring: createKeyRing(current, current.kid, epochSeconds(clock)), next };
}
