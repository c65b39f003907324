// Controls (0x9b alone begins a command in some terminals), marks that reorder or hide what follows, halves of characters, line separators.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Makes a text from outside safe for a terminal: what would move the cursor, change colours or reverse the reading order is written as
 * `\u001b`.
 *
 * Not for JSON: {@link toPrintableJson} keeps it parseable.
 */
export function toPrintable(text: string): string {
  return text.replace(unprintable, escapeCharacter);
}

/** The same for text of several lines: line breaks and tabs stay. */
export function toPrintableLines(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(unprintable, (found) => (found === '\n' || found === '\t' ? found : escapeCharacter(found)));
}

/** Writes a value as JSON that is safe for a terminal and still reads as the same value. */
export function toPrintableJson(value: unknown): string {
  // Outside of strings JSON has none of these, and inside the escape means the same character.
  return JSON.stringify(value).replace(unprintable, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}
