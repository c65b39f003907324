import { type Finding, finding } from '../facts/finding.ts';

/** What could be made of a text in base64, of whatever sort. */
export interface LooseBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where it is not the one canonical spelling. */
  readonly findings: readonly Finding[];
}

/**
 * Reads base64 of any sort and says in what it is not canonical base64url. For explaining only: our verifiers read with
 * `decodeBase64url`, which refuses all of it.
 *
 * @param part - which part of the whole it is, for the findings
 */
export function readLooseBase64url(text: string, part: string): LooseBytes {
  const findings: Finding[] = [];
  const unpadded = withoutPadding(text);
  if (unpadded !== text) findings.push(finding('INSPECT_PADDING', part));
  if (/[^A-Za-z0-9_-]/.test(unpadded)) findings.push(finding('INSPECT_ALPHABET', part));
  const bytes = new Uint8Array(Buffer.from(unpadded, 'base64url'));
  const plain = unpadded
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/[^A-Za-z0-9_-]/g, '');
  if (Buffer.from(bytes).toString('base64url') !== plain) findings.push(finding('INSPECT_SPARE_BITS', part));
  return { bytes, findings };
}

/** Takes any padding off. Not by a pattern: it would try every sign of equality of a long text as the first of the last ones. */
export function withoutPadding(text: string): string {
  let end = text.length;
  while (text[end - 1] === '=') end -= 1;
  return text.slice(0, end);
}
