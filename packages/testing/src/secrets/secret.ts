/** A value that must not show anywhere, with every piece of it that would give it away. */
export interface Secret {
  /** Says which one it was, in a report. */
  readonly name: string;
  readonly needles: readonly string[];
}

const pieceLength = 12;
// What is shorter stands in any text by chance.
const shortestSecret = 8;

/**
 * Marks a value as secret.
 *
 * It is found in its own spelling, percent-encoded, and in JSON, whole or in any part of 23 characters or more. Short values
 * are found whole, and those of fewer than eight characters not at all.
 */
export function secret(name: string, value: string): Secret {
  const spellings = new Set([
    value,
    encodeURIComponent(Buffer.from(value).toString()),
    JSON.stringify(value).slice(1, -1),
  ]);
  return { name, needles: [...new Set([...spellings].flatMap(pieces))] };
}

/** Finds the first secret of which something stands in a text. */
export function findSecret(text: string, secrets: readonly Secret[]): Secret | undefined {
  return secrets.find(({ needles }) => needles.some((needle) => text.includes(needle)));
}

// Every run of 23 characters holds one of these pieces whole.
function pieces(value: string): readonly string[] {
  if (value.length < 2 * pieceLength) return value.length < shortestSecret ? [] : [value];
  const count = Math.floor(value.length / pieceLength);
  return Array.from({ length: count }, (_, index) => value.slice(index * pieceLength, (index + 1) * pieceLength));
}
