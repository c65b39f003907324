/** Everything that keeps two tokens apart. */
export interface CacheKeyFacts {
  /** Origin of the authority. */
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly scheme: string;
  /** The scheme's own parts: binding form, thumbprint. */
  readonly schemeParts: readonly string[];
  /** In any order; repeats do not matter. */
  readonly scopes: readonly string[];
}

/**
 * Writes facts as one string, each part with its length in front: two different requests cannot have one key.
 *
 * Joining with a separator would make `['a', 'b']` and `['a,b']` one entry, and hand one caller the other's token.
 */
export function buildCacheKey(facts: CacheKeyFacts): string {
  const { authority, tenant, clientId, scheme, schemeParts, scopes } = facts;
  return encodeParts([
    authority,
    tenant,
    clientId,
    scheme,
    encodeParts(schemeParts),
    encodeParts([...new Set(scopes)].sort()),
  ]);
}

/** Joins texts so that they can be told apart again: `3:abc0:1:x`. */
export function encodeParts(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return text;
}
