// base64url over the base64 that every runtime of pages and workers has. Not checked by name: `node.ts` has its own, under one contract.

/** Newer runtimes do it by themselves, many times as fast. */
interface Encoding {
  toBase64?(options: { readonly alphabet: 'base64url'; readonly omitPadding: true }): string;
}

/** Encodes bytes as base64url without padding. */
export function hostEncodeBase64url(bytes: Uint8Array & Encoding): string {
  if (bytes.toBase64 !== undefined) return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}

/** Decodes the one canonical form of base64url; undefined for any other text. */
export function hostDecodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  let binary: string;
  try {
    binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index);
  // `atob` forgives blanks, padding and spare bits: none of them comes out again.
  return hostEncodeBase64url(bytes) === text ? bytes : undefined;
}
