/** Input of {@link derivePkcs12}. */
export interface Pkcs12Derivation {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Bytes wanted. */
  readonly length: number;
  readonly sha1: (bytes: Uint8Array) => Uint8Array;
}

const blockLength = 64;
const purposes = { key: 1, iv: 2 } as const;

/**
 * Derives a key or an initialisation vector from a password as PKCS#12 did before PBKDF2; for reading old files only.
 *
 * @see RFC 7292 appendix B.2
 */
export function derivePkcs12(purpose: keyof typeof purposes, options: Pkcs12Derivation): Uint8Array {
  const { password, salt, iterations, length, sha1 } = options;
  const diversifier = new Uint8Array(blockLength).fill(purposes[purpose]);
  // Big-endian UTF-16 with an end of two zeros.
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([repeatToBlocks(salt), repeatToBlocks(secret)]);
  const derived: Uint8Array[] = [];
  for (let count = 0; count < length; ) {
    let hash = sha1(Buffer.concat([diversifier, input]));
    for (let round = 1; round < iterations; round++) hash = sha1(hash);
    derived.push(hash);
    count += hash.length;
    addToBlocks(input, hash);
  }
  return Buffer.concat(derived).subarray(0, length);
}

/** Repeats bytes until they fill whole blocks. */
function repeatToBlocks(bytes: Uint8Array): Uint8Array {
  return Buffer.alloc(blockLength * Math.ceil(bytes.length / blockLength), bytes);
}

/** Adds a hash, repeated, and one to every block, as numbers of 64 bytes. */
function addToBlocks(input: Buffer, hash: Uint8Array): void {
  for (let start = 0; start < input.length; start += blockLength) {
    let carry = 1;
    for (let place = blockLength - 1; place >= 0; place--) {
      const sum = (input[start + place] ?? 0) + (hash[place % hash.length] ?? 0) + carry;
      input[start + place] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
