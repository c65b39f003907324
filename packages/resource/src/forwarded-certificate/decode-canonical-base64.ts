import type { Bytes } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

/**
 * Decodes base64 in its one spelling: padded, without blanks, spare bits zero.
 *
 * @see RFC 4648 sections 3.5 and 4
 */
export function decodeCanonicalBase64(text: string): Bytes {
  const bytes = Buffer.from(text, 'base64');
  // What Node skips, and every other spelling of the same bytes, does not come back.
  if (bytes.length === 0 || bytes.toString('base64') !== text) {
    throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'not canonical base64' });
  }
  return new Uint8Array(bytes);
}
