/** Names a token among those of one client: two requests share a token only when all three parts are equal. */
export interface CacheKey {
  /** GUID or domain, in lower case. */
  readonly tenant: string;
  /** From {@link createSchemeTexts}: how the token is bound, and to which key. */
  readonly scheme: string;
  /** From {@link buildScopeText}. */
  readonly scopes: string;
}

/** What makes a token of one scheme different from another. */
export interface SchemeFacts {
  readonly name: string;
  /** The scheme's own parts: binding form, thumbprint. */
  readonly cacheKeyParts: readonly string[];
}

/** Makes the function that writes a scheme as one text, and remembers it as long as the scheme lives. */
export function createSchemeTexts(): (scheme: SchemeFacts) => string {
  const texts = new WeakMap<SchemeFacts, string>();
  return (scheme) => {
    const known = texts.get(scheme);
    if (known !== undefined) return known;
    const text = encodeParts([scheme.name, ...scheme.cacheKeyParts]);
    texts.set(scheme, text);
    return text;
  };
}

/**
 * Writes scopes as one text, as they go over the wire: their order and repeats do not matter.
 *
 * @param scopes - without blanks in them, or two scopes could look like one
 * @see RFC 6749 section 3.3
 */
export function buildScopeText(scopes: readonly string[]): string {
  const [first] = scopes;
  // Mostly there is one. Then the caller's own text is the key: nothing is put together, hashed anew or kept.
  return scopes.length === 1 && first !== undefined ? first : [...new Set(scopes)].sort().join(' ');
}

/** Writes a key as one text, with the parts that come before it: the client it belongs to, where clients meet. */
export function writeCacheKey({ tenant, scheme, scopes }: CacheKey, client: readonly string[] = []): string {
  return encodeParts([...client, tenant, scheme, scopes]);
}

/**
 * Joins texts so that they can be told apart again: `3:abc0:1:x`.
 *
 * Joining with a separator would make `['a', 'b']` and `['a,b']` one text, and hand one caller the other's token.
 */
export function encodeParts(parts: readonly string[]): string {
  let text = '';
  for (const part of parts) text += `${part.length}:${part}`;
  return text;
}
