import { isJsonObject, type JsonValue } from '../base/strict-json.ts';
import { type KeyConfirmation, keyFromJwk } from '../cnf/confirmation.ts';
import { ShrInvalid } from '../errors/shr-invalid.ts';
import type { JwsAlgorithm } from '../jwa/algorithms.ts';
import type { PublicJwk } from '../jwk/public-jwk.ts';
import type { VerificationKey } from '../keys/signing-key.ts';
import { importVerificationKey } from '../keys/verification-key.ts';

/** A proof key that has been checked and imported. */
export interface ProofKey {
  /** RFC 7638 SHA-256 thumbprint of the key, base64url. */
  readonly thumbprint: string;
  /** The key, ready to verify. */
  readonly key: VerificationKey;
}

/**
 * Port: where checked proof keys are remembered, by text. Importing a key costs as much as verifying with it, and clients use one key for
 * hours. It must be bounded, and give back exactly what was written under exactly this text.
 */
export interface ProofKeyMemory {
  /** Gives what was written under this text, if it is still remembered. */
  find(text: string): ProofKey | undefined;
  /** Remembers a key under a text; it may forget another one for it. */
  write(text: string, key: ProofKey): void;
}

/** The key of a proof. */
export interface FoundProofKey {
  readonly key: VerificationKey;
  /** Call it when the proof has verified under the key: who only repeats a public key must not fill the memory. */
  remember(): void;
}

// Two RSA keys of 8192 bits need 3 KB. What is longer was padded, and would make a memory of many keys a large one.
const longestRemembered = 4096;

/** Where the key of a proof comes from. */
export interface ProofKeySource {
  readonly confirmation: KeyConfirmation;
  /** `cnf.jwk` of the proof, of any shape; absent where the proof has no `cnf`. */
  readonly embedded: JsonValue | undefined;
  readonly alg: JwsAlgorithm;
  readonly memory: ProofKeyMemory | undefined;
}

/**
 * Gives the key that a proof must verify under: the one that the access token names, supplied by the proof where the token names it by
 * thumbprint only.
 *
 * @throws {@link ShrInvalid} `ERR_SHR_CNF`, `ERR_SHR_KEY_MISMATCH`
 */
export function findProofKey(source: ProofKeySource): FoundProofKey | Promise<FoundProofKey> {
  const { confirmation, embedded, alg, memory } = source;
  // The whole text, not a name: whatever was checked then is what is there now, to the letter.
  const own = confirmation.form === 'jwk' ? confirmation.jwk : undefined;
  const text = memory === undefined ? '' : `${alg} ${spell(own)} ${spell(embedded)}`;
  const accept = (found: ProofKey): FoundProofKey => {
    if (found.thumbprint !== confirmation.thumbprint) throw new ShrInvalid('ERR_SHR_KEY_MISMATCH', { claim: 'cnf' });
    return {
      key: found.key,
      remember() {
        if (text.length <= longestRemembered) memory?.write(text, found);
      },
    };
  };
  const known = memory?.find(text);
  return known === undefined ? readProofKey(source).then(accept) : accept(known);
}

// As unmistakable as JSON, at a fifth of its price for the long numbers of a key: every text stands behind its length.
function spell(value: JsonValue | PublicJwk | undefined): string {
  if (!isJsonObject(value)) return JSON.stringify(value) ?? '';
  let text = '{';
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') return JSON.stringify(value);
    text += `${name.length}:${name}${member.length}:${member}`;
  }
  return text;
}

async function readProofKey({ confirmation, embedded, alg }: ProofKeySource): Promise<ProofKey> {
  if (embedded === undefined) {
    if (confirmation.form !== 'jwk') throw new ShrInvalid('ERR_SHR_CNF', { claim: 'cnf' });
    return { thumbprint: confirmation.thumbprint, key: await importKey(confirmation.jwk, alg) };
  }
  const own = await keyFromJwk(embedded).catch((cause: unknown): never => {
    throw new ShrInvalid('ERR_SHR_CNF', { claim: 'cnf', cause });
  });
  if (own.thumbprint !== confirmation.thumbprint) throw new ShrInvalid('ERR_SHR_KEY_MISMATCH', { claim: 'cnf' });
  const jwk = confirmation.form === 'jwk' ? confirmation.jwk : own.jwk;
  return { thumbprint: own.thumbprint, key: await importKey(jwk, alg) };
}

function importKey(jwk: PublicJwk, alg: JwsAlgorithm): Promise<VerificationKey> {
  return importVerificationKey(jwk, alg).catch((cause: unknown): never => {
    throw new ShrInvalid('ERR_SHR_KEY_MISMATCH', { detail: 'algorithm', cause });
  });
}
