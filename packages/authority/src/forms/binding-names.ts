const exactNames = ['token_type', 'req_cnf'] as const;
const byLetters: ReadonlyMap<string, string> = new Map(exactNames.map((name) => [lettersOf(name), name]));

/**
 * Finds the binding parameter that a name seems to mean without being it: `Token_Type`, `token-type`, `token_type[]`, `amp;token_type`, a
 * blank or an invisible character too many, a letter of another script. Ignored, as unknown parameters are, such a wish for a bound token
 * would be answered with an unbound one.
 *
 * @param name - the name of a parameter, decoded
 * @returns the name as it should be; undefined for that very name, and for every other
 */
export function findMisspeltBinding(name: string): string | undefined {
  const meant = findMeant(name);
  return meant === name ? undefined : meant;
}

/** Tells whether a name is that of a binding parameter, well spelt or not. */
export function isBindingName(name: string): boolean {
  return findMeant(name) !== undefined;
}

function findMeant(name: string): string | undefined {
  const letters = lettersOf(name);
  const exact = byLetters.get(letters);
  if (exact !== undefined || !foreign.test(letters)) return exact;
  return [...byLetters].find(([meant]) => resembles(letters, meant))?.[1];
}

const foreign = /[^a-z]/;

// A letter of another script may look like any other; where most of them are, it is a word of that script.
function resembles(letters: string, meant: string): boolean {
  if (letters.length !== meant.length) return false;
  const strange = [...meant].filter((letter, index) => letter !== letters[index]);
  return (
    strange.length * 2 <= meant.length && [...letters].every((one, index) => one === meant[index] || foreign.test(one))
  );
}

// Compatibility forms are folded and accents dropped, so that full-width letters count; a percent sign is what one encoding too many
// leaves behind, and `amp;` what escaping for HTML does.
function lettersOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^&?amp;/, '')
    .replace(/%[0-9a-f]{2}/g, '')
    .replace(/\P{L}/gu, '');
}
