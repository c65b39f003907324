import type { Subject } from '../facts/kind.ts';

/** One block of a PEM text. */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY` … */
  readonly label: string;
  readonly der: Uint8Array<ArrayBuffer>;
}

const block = /-----BEGIN ([A-Z0-9 ]{1,40})-----([\s\S]*?)-----END \1-----/g;
const mostBlocks = 16;

/** The blocks of a PEM text, in order; none for other text. */
export function readPem({ text }: Subject): readonly PemBlock[] {
  if (!text.includes('-----BEGIN ')) return [];
  return [...text.matchAll(block)].slice(0, mostBlocks).map(([, label = '', body = '']) => ({
    label,
    der: new Uint8Array(Buffer.from(body, 'base64')),
  }));
}

/** The DER of a subject that is DER itself, or base64 of it; undefined for everything else. */
export function readDer({ bytes, text }: Subject): Uint8Array<ArrayBuffer> | undefined {
  if (isSequence(bytes)) return new Uint8Array(bytes);
  if (!/^MI[A-Za-z0-9+/_\s-]{60,}={0,2}$/.test(text)) return undefined;
  const decoded = new Uint8Array(Buffer.from(text, 'base64'));
  return isSequence(decoded) ? decoded : undefined;
}

// A SEQUENCE that is as long as it says, with a length of one or two bytes: whatever is of interest is between 128 bytes and 64 KiB.
function isSequence(bytes: Uint8Array): boolean {
  const [tag, form, high = 0, low = 0] = bytes;
  if (tag !== 0x30) return false;
  return form === 0x81 ? bytes.length === high + 3 : form === 0x82 && bytes.length === high * 256 + low + 4;
}
