/** Stands in for the part of Node's `Buffer` that the suites use. */
type Encoding = 'utf8' | 'hex' | 'base64' | 'base64url' | 'latin1';

// A class, because what `subarray` gives must be one as well.
class PortableBuffer extends Uint8Array {
  override toString(encoding = 'utf8'): string {
    return writers[encoding as Encoding](this);
  }

  equals(other: Uint8Array): boolean {
    return this.length === other.length && this.every((byte, index) => byte === other[index]);
  }

  writeUIntBE(value: number, offset: number, length: number): void {
    for (let index = length - 1, rest = value; index >= 0; index -= 1, rest = Math.floor(rest / 256))
      this[offset + index] = rest % 256;
  }
}

export type Buffer = PortableBuffer;

/** The functions that stand at `Buffer` itself. */
export const Buffer = {
  from(value: string | ArrayLike<number> | ArrayBuffer, second?: string | number, length?: number): PortableBuffer {
    if (typeof value === 'string') return new PortableBuffer(readers[(second ?? 'utf8') as Encoding](value));
    if (value instanceof ArrayBuffer) return new PortableBuffer(value, second as number, length);
    return new PortableBuffer(value);
  },
  alloc: (length: number, fill = 0): PortableBuffer => new PortableBuffer(length).fill(fill),
  of: (...bytes: number[]): PortableBuffer => new PortableBuffer(bytes),
  concat: (parts: readonly Uint8Array[]): PortableBuffer => new PortableBuffer(parts.flatMap((part) => [...part])),
};

const writers: Readonly<Record<Encoding, (bytes: Uint8Array) => string>> = {
  // Node keeps a byte order mark.
  utf8: (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  base64: (bytes) => btoa(latin1(bytes)),
  base64url: (bytes) => btoa(latin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
  latin1,
};

const readers: Readonly<Record<Encoding, (text: string) => Iterable<number>>> = {
  utf8: (text) => new TextEncoder().encode(text),
  hex: (text) => (text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16)),
  base64: readBase64,
  base64url: readBase64,
  latin1: (text) => Array.from(text, (letter) => letter.charCodeAt(0) & 0xff),
};

// As Node reads it: both alphabets, up to the padding, passing over what belongs to neither.
function readBase64(text: string): Iterable<number> {
  const letters = (text.split('=')[0] ?? '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  const whole = letters.length % 4 === 1 ? letters.slice(0, -1) : letters;
  return Array.from(atob(whole), (letter) => letter.charCodeAt(0));
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
