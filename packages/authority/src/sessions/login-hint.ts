import { decodeBase64url, decodeUtf8, encodeBase64url, encodeUtf8, randomId } from '@holdfast/core';

/**
 * Makes the `login_hint` of a sign-in: the user name, and 128 random bits that only id_tokens of this sign-in have. Whoever sends it back has
 * seen one of them; a user name alone everybody can know.
 */
export function createLoginHint(username: string): string {
  return `O.${encodeBase64url(encodeUtf8(username))}.${randomId()}`;
}

/**
 * Reads the user name out of a hint: of ours, or of a client that sends the name itself.
 *
 * Not checked: whether the hint is one that was ever made.
 */
export function readHintedName(hint: string): string {
  const encoded = shape.exec(hint)?.[1];
  if (encoded === undefined) return hint;
  try {
    return decodeUtf8(decodeBase64url(encoded));
  } catch {
    return hint;
  }
}

const shape = /^O\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/;
