import type { Bytes } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import { decodeCanonicalBase64 } from './decode-canonical-base64.ts';

/**
 * Decodes a Byte Sequence, alone: no parameters, no second item.
 *
 * @see RFC 9440 section 2.1; RFC 8941 section 3.3.5
 */
export function decodeByteSequence(text: string): Bytes {
  if (text.length < 2 || !text.startsWith(':') || !text.endsWith(':')) {
    throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'not a byte sequence' });
  }
  return decodeCanonicalBase64(text.slice(1, -1));
}
