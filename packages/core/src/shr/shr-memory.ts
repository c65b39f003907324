/**
 * A memory for verifiers of many proofs: it makes reading the next proof of a known client cheap and decides nothing.
 *
 * `@holdfast/resource` has one inside; this door is for a verifier of your own.
 *
 * @example
 * ```ts
 * import { createShrMemory } from '@holdfast/core/shr-memory';
 *
 * export const memory = createShrMemory({ maxTokens: 1000, maxKeys: 1000 });
 * ```
 *
 * @packageDocumentation
 */

import { encodeBase64url } from '../base/base64url.ts';
import type { KeyConfirmation } from '../cnf/confirmation.ts';
import type { CompactJws } from '../jws/compact.ts';
import type { VerificationKey } from '../keys/signing-key.ts';
import { createLruMap, type LruMap } from '../memory/lru-map.ts';
import { describeFamiliar, type Familiar, readFamiliar } from './familiar.ts';
import type { HashedPart, HashedQueries } from './hashed-parts.ts';
import type { ProofKey, ProofKeyMemory } from './proof-keys.ts';

export type { Familiar } from './familiar.ts';
export type { HashedPart, HashedQueries } from './hashed-parts.ts';
export type { ProofKey, ProofKeyMemory } from './proof-keys.ts';
export { verifyShrAtOnce } from './verify.ts';

/** A proof that was recognised. Its signature is not verified. */
export interface RecognisedShr {
  /** The proof itself, as a full reading would give it. */
  readonly jws: CompactJws;
  /** What it has in common with the proof that was kept. */
  readonly familiar: Familiar;
}

/**
 * Remembers what proofs have in common, so that the next one costs little more than its signature. A memory never decides anything: what it
 * gives back is, to the letter, what a full reading would give, and every proof is verified whole.
 */
export interface ShrMemory {
  /** Proof keys that were checked and imported. */
  readonly keys: ProofKeyMemory;
  /** Queries that were hashed. */
  readonly queries: HashedQueries;
  /** Reads a proof that begins like one that was kept; undefined for every other. */
  recognise(text: string): RecognisedShr | undefined;
  /**
   * Call it when the signature has verified: who only repeats a token must not fill the memory.
   *
   * @param jws - the proof
   * @param proved - what it was verified against
   * @param proved.confirmation - the token's own word on its key
   * @param proved.key - the key that the proof verified under
   */
  keep(jws: CompactJws, proved: { readonly confirmation: KeyConfirmation; readonly key: VerificationKey }): void;
}

/** Options of {@link createShrMemory}. */
export interface ShrMemoryOptions {
  /** Access tokens whose proofs are recognised, the least recently used ones going first; 0 recognises none. @default 10,000 */
  readonly maxTokens?: number | undefined;
  /** Proof keys kept imported. @default 10,000 */
  readonly maxKeys?: number | undefined;
}

// The end of the familiar start lies in the signature of the access token: nine letters of it, 54 bits. The middle of a header lies in the name of
// the key. Both only say where to look, and are short of thirteen: such pieces V8 copies, and compares without a call. Of a longer one it would keep the whole
// text, and a proof may be padded.
const pieceLength = 12;
// Longer ones are decoded every time, so that 10,000 of them stay a bounded amount of memory.
const longestStart = 8192;
const longestHeader = 512;
const lengthsPerPiece = 4;
// A client may write another header each time, or pad it: what is shared stays a few megabytes, whoever writes.
const clientsShared = 1000;
const longestShared = 2048;
const queriesRemembered = 256;

/**
 * Makes a bounded memory for {@link decodeSignedHttpRequest} and {@link verifySignedHttpRequest}.
 *
 * One client writes one header, and its tokens have few lengths: that tells where to look, and the full text is compared with what is found.
 *
 * @throws TypeError when a limit is not a whole number
 *
 * @example
 * ```ts
 * import { decodeSignedHttpRequest } from '@holdfast/core';
 * import { createShrMemory } from '@holdfast/core/shr-memory';
 *
 * const memory = createShrMemory({ maxTokens: 1000 });
 * export const accessTokenOf = (proof: string) => decodeSignedHttpRequest(proof, memory).accessToken;
 * ```
 */
export function createShrMemory(options: ShrMemoryOptions = {}): ShrMemory {
  const { maxTokens = 10_000, maxKeys = 10_000 } = options;
  for (const limit of [maxTokens, maxKeys]) {
    if (!Number.isSafeInteger(limit) || limit < 0)
      throw new TypeError('A limit of a memory must be a whole number, zero or more');
  }
  const byPiece = createLruMap<Familiar>(Math.max(1, maxTokens));
  const ofClients = createLruMap<ClientParts>(clientsShared);
  const lengthsByPiece = new Map<string, readonly number[]>();

  return {
    keys: createLruMap<ProofKey>(Math.max(1, maxKeys)),
    queries: createLruMap<HashedPart>(queriesRemembered),
    recognise(text) {
      for (const length of lengthsByPiece.get(pieceOfHeader(text)) ?? []) {
        const familiar = byPiece.find(text.slice(length - pieceLength, length));
        const jws = familiar === undefined ? undefined : readFamiliar(familiar, text);
        if (familiar !== undefined && jws !== undefined) return { jws, familiar };
      }
      return undefined;
    },
    keep(jws, proved) {
      const text = `${jws.signingInput}.${encodeBase64url(jws.signature)}`;
      if (maxTokens === 0 || text.indexOf('.') > longestHeader || text.length > longestStart) return;
      const described = describeFamiliar(text, jws, proved);
      if (described === undefined) return;
      const familiar = { ...described, ...shareParts(ofClients, described) };
      const { length } = familiar.start;
      const piece = pieceOfHeader(text);
      const others = (lengthsByPiece.get(piece) ?? []).filter((known) => known !== length);
      lengthsByPiece.set(piece, [length, ...others].slice(0, lengthsPerPiece));
      // First in, first out: a client that is forgotten here is read in full once, and kept again.
      const [oldest] = lengthsByPiece.keys();
      if (lengthsByPiece.size > maxTokens && oldest !== undefined) lengthsByPiece.delete(oldest);
      byPiece.write(text.slice(length - pieceLength, length), familiar);
    },
  };
}

function pieceOfHeader(text: string): string {
  const middle = text.indexOf('.') >> 1;
  return text.slice(middle, middle + pieceLength);
}

/** What the proofs of one client have in common, whatever token they are over. */
type ClientParts = Pick<Familiar, 'header' | 'end' | 'cnf'>;

// One copy for all tokens of a client: less memory, and what every request reads stays in the processor's caches.
function shareParts(ofClients: LruMap<ClientParts>, { start, header, end, cnf }: Familiar): ClientParts {
  const text = start.slice(0, start.indexOf('.')) + end;
  const parts = ofClients.find(text) ?? { header, end, cnf };
  if (text.length <= longestShared) ofClients.write(text, parts);
  return parts;
}
