const exactNames = ['token_type', 'req_cnf'] as const;
const byLetters: ReadonlyMap<string, string> = new Map(exactNames.map((name) => [lettersOf(name), name]));

/**
 * Finds the binding parameter that a name seems to mean without being it: `Token_Type`, `token-type`, `token_type[]`, a blank or an
 * invisible character too many. Ignored, as unknown parameters are, such a wish for a bound token would be answered with an unbound one.
 *
 * @param name - the name of a parameter, decoded
 * @returns the name as it should be; undefined for that very name, and for every other
 */
export function findMisspeltBinding(name: string): string | undefined {
  const meant = byLetters.get(lettersOf(name));
  return meant === name ? undefined : meant;
}

/** Tells whether a name is that of a binding parameter, well spelt or not. */
export function isBindingName(name: string): boolean {
  return byLetters.has(lettersOf(name));
}

// Compatibility forms are folded, so that full-width letters count; a percent sign is what one encoding too many leaves behind.
function lettersOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/%[0-9a-f]{2}/g, '')
    .replace(/[^a-z]/g, '');
}
