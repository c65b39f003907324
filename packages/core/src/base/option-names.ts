/**
 * The names of options: a misspelt one would be ignored, and its default be in force without anybody noticing.
 *
 * Our own factories ask here; this door is for factories of your own that take their options in the same way.
 *
 * @example
 * ```ts
 * import { checkOptionNames } from '@holdfast/core/option-names';
 *
 * export const check = (options: unknown) => checkOptionNames(options, new Set(['origins', 'timeoutMs']));
 * ```
 *
 * @packageDocumentation
 */

// Words in camel case, the last perhaps in capitals (`clientID`). Digits, dashes and letters in random case are what tokens, keys, hashes, ids and
// generated secrets are made of.
const looksLikeName = /^(?=.{1,32}$)[A-Za-z][a-z]+(?:[A-Z][a-z]+)*(?:[A-Z]{2,3})?$/;

/**
 * Refuses options with a name that does not exist, and says which: `timoutMs` is mended in a second when it is named.
 *
 * A name is shown only if it looks like one, words in camel case. What stands in the place of a name may be a value that slipped there, a token or a
 * secret, and messages end up in logs.
 *
 * Not checked: what the options hold; names that are symbols.
 *
 * @param options - what a caller gave
 * @param known - every name there is
 * @param of - whose options they are, in a message
 * @throws TypeError
 *
 * @example
 * ```ts
 * import { checkOptionNames } from '@holdfast/core/option-names';
 *
 * const known: ReadonlySet<string> = new Set(['origins', 'timeoutMs']);
 *
 * export function openDoor(options: { readonly origins: readonly string[]; readonly timeoutMs?: number }): void {
 *   checkOptionNames(options, known); // TypeError: unknown option: timoutMs
 * }
 * ```
 */
export function checkOptionNames(options: unknown, known: ReadonlySet<string>, of?: string): asserts options is object {
  if (typeof options !== 'object' || options === null) throw new TypeError(`${of ?? 'the options'} must be an object`);
  const unknown = Object.keys(options).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const shown = looksLikeName.test(unknown) ? `: ${unknown}` : '';
  throw new TypeError(`unknown option${of === undefined ? '' : ` in ${of}`}${shown}`);
}
