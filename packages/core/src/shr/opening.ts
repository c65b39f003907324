import { encodeBase64url } from '../base/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../base/bytes.ts';

/** How the payload of a signed HTTP request begins when its first claim is the access token. */
export interface Opening {
  /** `{"at":"` and the token, as far as they fill whole groups of base64url. */
  readonly encoded: string;
  /** The letters of the token that filled no group, and the closing quote: to be encoded with what follows. */
  readonly rest: string;
}

/** Encodes the beginning that all proofs over one access token have in common. */
export function encodeOpening(accessToken: string): Opening {
  const bytes = encodeUtf8(`{"at":${JSON.stringify(accessToken)}`);
  // Without the closing quote, and in groups of three bytes, which are four letters; never in the middle of a character.
  let whole = bytes.length - 1 - ((bytes.length - 1) % 3);
  while (isContinuation(bytes[whole])) whole -= 3;
  return { encoded: encodeBase64url(bytes.subarray(0, whole)), rest: decodeUtf8(bytes.subarray(whole)) };
}

// RFC 3629 section 3: these bytes begin no character.
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
