// base64url without the platform's help, for runtimes that have none. Not checked by name: `node.ts` has its own, under one contract.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
// 64 and more is no digit: one OR over all digits then shows whether there was a stranger among them.
const noDigit = 64;
const values = new Uint8Array(128).fill(noDigit);
for (let index = 0; index < alphabet.length; index += 1) values[alphabet.charCodeAt(index)] = index;

/** Encodes bytes as base64url without padding. */
export function hostEncodeBase64url(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  for (; index + 2 < bytes.length; index += 3) {
    const group = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8) | at(bytes, index + 2);
    text += letter(group >> 18) + letter(group >> 12) + letter(group >> 6) + letter(group);
  }
  const left = bytes.length - index;
  if (left === 1) {
    const group = at(bytes, index) << 16;
    text += letter(group >> 18) + letter(group >> 12);
  } else if (left === 2) {
    const group = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8);
    text += letter(group >> 18) + letter(group >> 12) + letter(group >> 6);
  }
  return text;
}

/** Decodes the one canonical form of base64url; undefined for any other text. */
export function hostDecodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const rest = text.length % 4;
  if (rest === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let seen = 0;
  let position = 0;
  // The missing digits of the last group count as zero; what they would have made must be zero then, or there were spare bits.
  for (let index = 0; index < text.length; index += 4) {
    const digits = [
      digit(text, index),
      digit(text, index + 1),
      digit(text, index + 2),
      digit(text, index + 3),
    ] as const;
    const [a, b, c, d] = digits;
    seen |= a | b | c | d;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    for (const byte of [group >> 16, group >> 8, group]) {
      if (position < bytes.length) bytes[position] = byte;
      else if ((byte & 255) !== 0) return undefined;
      position += 1;
    }
  }
  return seen >= noDigit ? undefined : bytes;
}

function digit(text: string, index: number): number {
  return index < text.length ? (values[text.charCodeAt(index)] ?? noDigit) : 0;
}

function letter(bits: number): string {
  return alphabet.charAt(bits & 63);
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}
