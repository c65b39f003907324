import { parseSchemeName, SchemeUnavailable } from '@holdfast/oauth';

/**
 * Reads the word for a scheme that a page can bind tokens with.
 *
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}: never a weaker scheme
 */
export function parseScheme(word: unknown): 'pop' | 'bearer' {
  const name = parseSchemeName(word);
  if (name !== 'pop' && name !== 'bearer') throw new SchemeUnavailable({ detail: name });
  return name;
}
