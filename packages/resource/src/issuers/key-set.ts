import { importVerificationKey, type JwsAlgorithm, type KeySetKey, type VerificationKey } from '@holdfast/core';
import type { IssuerKey, IssuerKeys } from './trusted-issuer.ts';

/** The keys of one JWK Set, each imported when first used and then remembered as long as the set is. */
export interface KeySet {
  readonly size: number;
  find(kid: string): IssuerKey | undefined;
}

/** Makes a {@link KeySet} of keys that were already read. What it remembers is bounded by the set. */
export function createKeySet(keys: readonly KeySetKey[]): KeySet {
  const byKid = new Map(keys.map((key) => [key.kid, rememberImports(key)]));
  return { size: byKid.size, find: (kid) => byKid.get(kid) };
}

/** Serves an offline key set as {@link IssuerKeys}. */
export function offlineKeys(set: KeySet): IssuerKeys {
  return { find: (kid) => set.find(kid) };
}

function rememberImports(key: KeySetKey): IssuerKey {
  const imported = new Map<JwsAlgorithm, VerificationKey | Promise<VerificationKey>>();
  return {
    issuer: key.issuer,
    ready(alg) {
      const known = imported.get(alg);
      if (known !== undefined) return known;
      const importing = importVerificationKey(key.jwk, alg).then((ready) => {
        imported.set(alg, ready);
        return ready;
      });
      imported.set(alg, importing);
      return importing;
    },
  };
}
