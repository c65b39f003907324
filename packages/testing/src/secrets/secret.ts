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
  const all = secrets.flatMap(({ needles }) => needles);
  const held = new Set(all.filter((needle) => needle.length === pieceLength));
  const others = all.filter((needle) => needle.length !== pieceLength);
  // A few tokens are hundreds of pieces, and are looked for in every event of a run: one walk over the text instead of one for each piece.
  if (!holdsAny(text, held) && !others.some((needle) => text.includes(needle))) return undefined;
  return secrets.find(({ needles }) => needles.some((needle) => text.includes(needle)));
}

function holdsAny(text: string, held: ReadonlySet<string>): boolean {
  if (held.size === 0) return false;
  // Whatever does not begin as a piece does is not taken out of the text.
  const begins = new Uint8Array(1 << 18);
  for (const piece of held) begins[beginning(piece, 0)] = 1;
  for (let at = 0; at + pieceLength <= text.length; at += 1) {
    if (begins[beginning(text, at)] === 1 && held.has(text.slice(at, at + pieceLength))) return true;
  }
  return false;
}

function beginning(text: string, at: number): number {
  return ((text.charCodeAt(at) << 12) ^ (text.charCodeAt(at + 1) << 6) ^ text.charCodeAt(at + 2)) & 0x3ffff;
}

// Every run of 23 characters holds one of these pieces whole.
function pieces(value: string): readonly string[] {
  if (value.length < 2 * pieceLength) return value.length < shortestSecret ? [] : [value];
  const count = Math.floor(value.length / pieceLength);
  return Array.from({ length: count }, (_, index) => value.slice(index * pieceLength, (index + 1) * pieceLength));
}
