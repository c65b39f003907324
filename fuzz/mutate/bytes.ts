import fc from 'fast-check';

/** One change of a run of bytes. */
export interface ByteEdit {
  readonly does: 'flip' | 'set' | 'insert' | 'delete' | 'repeat' | 'cut';
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

const edit: fc.Arbitrary<ByteEdit> = fc.record({
  does: fc.constantFrom('flip', 'set', 'insert', 'delete', 'repeat', 'cut'),
  at: fc.nat(0xf_ffff),
  length: fc.integer({ min: 1, max: 4 }),
  value: fc.oneof(fc.constantFrom(0, 1, 0x30, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff), fc.nat(255)),
});

/** One to three edits. */
export const byteEdits: fc.Arbitrary<readonly ByteEdit[]> = fc.array(edit, { minLength: 1, maxLength: 3 });

/** Applies edits from first to last. */
export function editBytes(bytes: Uint8Array, edits: readonly ByteEdit[]): Uint8Array<ArrayBuffer> {
  return edits.reduce(applyEdit, new Uint8Array(bytes));
}

function applyEdit(bytes: Uint8Array<ArrayBuffer>, { does, at, length, value }: ByteEdit): Uint8Array<ArrayBuffer> {
  const start = at % (bytes.length + 1);
  const end = Math.min(bytes.length, start + length);
  const before = bytes.subarray(0, start);
  const chosen = bytes.subarray(start, end);
  const after = bytes.subarray(end);
  switch (does) {
    case 'flip':
      return join(
        before,
        chosen.map((byte) => byte ^ (1 << (value % 8))),
        after,
      );
    case 'set':
      return join(
        before,
        chosen.map(() => value),
        after,
      );
    case 'insert':
      return join(before, Uint8Array.of(value), chosen, after);
    case 'delete':
      return join(before, after);
    case 'repeat':
      return join(before, chosen, chosen, after);
    case 'cut':
      return join(before);
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
