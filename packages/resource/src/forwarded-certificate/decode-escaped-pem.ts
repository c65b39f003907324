import type { Bytes } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import { decodeCanonicalBase64 } from './decode-canonical-base64.ts';

const begin = '-----BEGIN CERTIFICATE-----\n';
const end = '\n-----END CERTIFICATE-----\n';
const lineLength = 64;

/**
 * Decodes `$ssl_client_escaped_cert`: one certificate as OpenSSL writes PEM, percent-encoded as nginx does it, and in no other spelling.
 *
 * @see RFC 7468 section 2
 */
export function decodeEscapedPem(text: string): Bytes {
  const pem = decodePercent(text);
  if (!pem.startsWith(begin) || !pem.endsWith(end)) refuse();
  const base64 = pem.slice(begin.length, -end.length).replaceAll('\n', '');
  const der = decodeCanonicalBase64(base64);
  if (begin + toLines(base64) + end !== pem) refuse();
  return der;
}

function decodePercent(text: string): string {
  try {
    const plain = decodeURIComponent(text);
    // nginx escapes everything but letters, digits and `-._~`; PEM has nothing in it that encodeURIComponent treats otherwise.
    if (encodeURIComponent(plain) === text) return plain;
  } catch {
    // No percent-encoding, or half a character.
  }
  return refuse();
}

function toLines(base64: string): string {
  const lines: string[] = [];
  for (let at = 0; at < base64.length; at += lineLength) lines.push(base64.slice(at, at + lineLength));
  return lines.join('\n');
}

function refuse(): never {
  throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'not an escaped PEM certificate' });
}
