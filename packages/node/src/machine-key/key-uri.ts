import type { KeyPlace } from './pkcs11-options.ts';

/**
 * Writes the name of a private key for OpenSSL's engine: what was found, not what was asked for. It holds no PIN.
 *
 * @see RFC 7512 section 2.3
 */
export function buildKeyUri(place: KeyPlace): string {
  const parts = [
    ['token', encodeText(place.token)],
    ['serial', place.serialNumber === undefined ? undefined : encodeText(place.serialNumber)],
    ['object', place.object === undefined ? undefined : encodeText(place.object)],
    ['id', place.id === undefined || place.id.length === 0 ? undefined : encodeBytes(place.id)],
    ['type', 'private'],
  ];
  return `pkcs11:${parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(';')}`;
}

// Every byte that could end a part is written by its number, so that a label cannot add a part of its own, such as a PIN.
function encodeText(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]+/g, (rest) => encodeBytes(Buffer.from(rest)));
}

function encodeBytes(bytes: Buffer): string {
  return bytes.toString('hex').replaceAll(/../g, '%$&');
}
