import { SchemeUnknown } from '../errors/scheme-errors.ts';

/** The one vocabulary for how a token is tied to its holder. */
export type SchemeName = 'bearer' | 'pop' | 'mtls_pop' | 'dpop';

/** What callers may write: any letter case, and `-` for `_`. */
export type SchemeInput =
  | SchemeName
  | 'Bearer'
  | 'Pop'
  | 'PoP'
  | 'POP'
  | 'MTLS_POP'
  | 'mtls-pop'
  | 'DPoP'
  | (string & {});

const names: ReadonlySet<string> = new Set<SchemeName>(['bearer', 'pop', 'mtls_pop', 'dpop']);

/**
 * Parses the word for a scheme; letter case does not matter, and `mtls-pop` is `mtls_pop`.
 *
 * Not checked: that a client can bind tokens that way.
 *
 * @throws {@link SchemeUnknown} `ERR_SCHEME_UNKNOWN` for every other value: an unknown word never becomes `bearer`
 *
 * @example
 * ```ts
 * import { parseSchemeName } from '@holdfast/oauth';
 *
 * console.log(parseSchemeName('MTLS-PoP')); // mtls_pop
 * ```
 */
export function parseSchemeName(input: unknown): SchemeName {
  const word = typeof input === 'string' ? input.toLowerCase().replace('-', '_') : undefined;
  if (word === undefined || !names.has(word)) throw new SchemeUnknown();
  return word as SchemeName;
}
