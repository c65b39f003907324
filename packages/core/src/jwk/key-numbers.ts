import { decodeBase64url } from '../base/base64url.ts';
import type { Bytes } from '../base/bytes.ts';
import { JwkInvalid } from '../errors/jwk-invalid.ts';

const smallestModulusBits = 2048;
const largestModulusBits = 8192;
const smallestExponent = 65_537;
const longestExponentBytes = 4;
const coordinateBytes = 32;

/**
 * Checks the numbers of an RSA public key: canonical, large enough, odd.
 *
 * @throws {@link JwkInvalid} `ERR_JWK_MEMBER`, `ERR_JWK_WEAK`
 * @see RFC 7518 section 6.3.1; NIST SP 800-56B revision 2 section 6.2 (65537 ≤ e)
 */
export function checkRsaNumbers(n: string, e: string): void {
  const modulus = unsignedNumber(n, 'n');
  const exponent = unsignedNumber(e, 'e');
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < smallestModulusBits || bits > largestModulusBits)
    throw new JwkInvalid('ERR_JWK_WEAK', { detail: `${bits} bits` });
  if (isEven(modulus)) throw new JwkInvalid('ERR_JWK_WEAK', { detail: 'even modulus' });
  if (exponent.length > longestExponentBytes || isEven(exponent))
    throw new JwkInvalid('ERR_JWK_WEAK', { detail: 'exponent' });
  const value = exponent.reduce((sum, byte) => sum * 256 + byte, 0);
  if (value < smallestExponent) throw new JwkInvalid('ERR_JWK_WEAK', { detail: 'exponent' });
}

// The curve P-256, y² = x³ − 3x + b (FIPS 186-5, SP 800-186 section 3.2.1.3).
const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Checks that two coordinates are a point of P-256, each written with exactly 32 bytes.
 *
 * @throws {@link JwkInvalid} `ERR_JWK_MEMBER`, `ERR_JWK_NOT_ON_CURVE`
 * @see RFC 7518 section 6.2.1.2
 */
export function checkEcPoint(x: string, y: string): void {
  const px = coordinate(x, 'x');
  const py = coordinate(y, 'y');
  if (px >= p || py >= p) throw new JwkInvalid('ERR_JWK_NOT_ON_CURVE');
  if ((py * py) % p !== (((px * px + p - 3n) % p) * px + b) % p) throw new JwkInvalid('ERR_JWK_NOT_ON_CURVE');
}

function coordinate(text: string, name: string): bigint {
  const bytes = decodeMember(text, name);
  if (bytes.length !== coordinateBytes) throw new JwkInvalid('ERR_JWK_MEMBER', { detail: `member ${name}` });
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function unsignedNumber(text: string, name: string): Bytes {
  const bytes = decodeMember(text, name);
  if (bytes.length === 0 || bytes[0] === 0) throw new JwkInvalid('ERR_JWK_MEMBER', { detail: `member ${name}` });
  return bytes;
}

function decodeMember(text: string, name: string): Bytes {
  try {
    return decodeBase64url(text);
  } catch (cause) {
    throw new JwkInvalid('ERR_JWK_MEMBER', { detail: `member ${name}`, cause });
  }
}

function isEven(bytes: Bytes): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 0;
}
