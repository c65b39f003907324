import type { Subject } from '../facts/kind.ts';

/** One block of a PEM text. */
export interface PemBlock {
  /** `CERTIFICATE`, `PRIVATE KEY` … */
  readonly label: string;
  readonly der: Uint8Array<ArrayBuffer>;
}

const firstLine = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g;
// Also of those that never end, each of which is looked for to the end of the text.
const mostBlocks = 16;

/** The blocks of a PEM text, in order; none for other text. */
export function readPem({ text }: Subject): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let tried = 0;
  let from = 0;
  for (const { 0: line, 1: label = '', index } of text.matchAll(firstLine)) {
    // What stands inside a block is its body.
    if (index < from) continue;
    tried += 1;
    if (tried > mostBlocks) break;
    const start = index + line.length;
    const end = text.indexOf(`-----END ${label}-----`, start);
    if (end === -1) continue;
    blocks.push({ label, der: new Uint8Array(Buffer.from(text.slice(start, end), 'base64')) });
    from = end;
  }
  return blocks;
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
