const pieceLength = 12;

/**
 * Tells whether a text repeats a value that was sent: whole or in part, as it is, percent-encoded, or quoted.
 *
 * Not found: a part of fewer than 23 characters, and any other encoding.
 *
 * @param text - what came back
 * @param secrets - what was sent and must not be kept
 */
export function repeatsSecret(text: string, secrets: readonly string[]): boolean {
  const spellings = [text, decodePercent(text), text.replace(/\\(.)/g, '$1')];
  return secrets.some((secret) =>
    pieces(secret).some((piece) => spellings.some((spelling) => spelling.includes(piece))),
  );
}

// Every run of 23 characters holds one of these pieces whole; a shorter secret is looked for as it is.
function pieces(secret: string): readonly string[] {
  if (secret.length < 2 * pieceLength) return secret === '' ? [] : [secret];
  const count = Math.floor(secret.length / pieceLength);
  return Array.from({ length: count }, (_, index) => secret.slice(index * pieceLength, (index + 1) * pieceLength));
}

// Byte by byte and without judging: what is no UTF-8 must not hide the rest. Secrets are ASCII in every authority we know.
function decodePercent(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
