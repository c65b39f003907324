import { encodeUtf8 } from './bytes.ts';

/** Compares bytes in a time that depends on their length only. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index += 1) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

/** Compares texts, as UTF-8, in a time that depends on their length only. */
export function equalText(left: string, right: string): boolean {
  return equalBytes(encodeUtf8(left), encodeUtf8(right));
}
