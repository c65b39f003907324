/**
 * Compares texts in a time that depends on their length only.
 *
 * By UTF-16 code units, as `===` does: encoding to UTF-8 first would turn every lone surrogate into the same character.
 *
 * @param left - what is expected
 * @param right - what came
 */
export function equalText(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
