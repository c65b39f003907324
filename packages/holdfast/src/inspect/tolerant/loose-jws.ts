import type { JsonObject } from '@holdfast/core';
import { type Finding, finding } from '../facts/finding.ts';
import type { Subject } from '../facts/kind.ts';
import { readLooseBase64url } from './loose-base64url.ts';
import { readLooseObject } from './loose-json.ts';

/** What could be made of a text in three parts. */
export interface LooseJws {
  readonly text: string;
  readonly header: JsonObject;
  /** Undefined where it is no JSON object in any reading. */
  readonly payload: JsonObject | undefined;
  readonly signature: Uint8Array<ArrayBuffer>;
  /** As it stands, for checking the signature. */
  readonly signingInput: string;
  readonly findings: readonly Finding[];
}

const longest = 131_072;

/**
 * Reads a compact JWS, however badly written, so that it can be explained.
 *
 * @returns undefined for what does not look like one: two or three parts, the first of which is JSON with `alg` or `typ`
 */
export function readLooseJws({ text }: Subject): LooseJws | undefined {
  const parts = text.split('.', 4);
  const [first = '', second, third = ''] = parts;
  if (text.length > longest || /\s/.test(first) || second === undefined || parts.length > 3) return undefined;
  const header = readPart(first, 'header');
  if (header.value === undefined || !('alg' in header.value || 'typ' in header.value)) return undefined;
  const payload = readPart(second, 'payload');
  const signature = readLooseBase64url(third, 'signature');
  return {
    text,
    header: header.value,
    payload: payload.value,
    signature: signature.bytes,
    signingInput: `${first}.${second}`,
    findings: [...header.findings, ...payload.findings, ...signature.findings, ...judgeAlgorithm(header.value, third)],
  };
}

function readPart(
  text: string,
  part: string,
): { readonly value: JsonObject | undefined; readonly findings: readonly Finding[] } {
  const { bytes, findings } = readLooseBase64url(text, part);
  const json = readLooseObject(Buffer.from(bytes).toString('utf8'));
  return { value: json.value, findings: [...findings, ...json.findings] };
}

function judgeAlgorithm({ alg }: JsonObject, signature: string): readonly Finding[] {
  const findings: Finding[] = [];
  if (typeof alg === 'string' && alg.toLowerCase() === 'none') findings.push(finding('INSPECT_ALG_NONE'));
  else if (signature === '') findings.push(finding('INSPECT_SIGNATURE_EMPTY'));
  if (typeof alg === 'string' && /^HS\d/i.test(alg)) findings.push(finding('INSPECT_ALG_SYMMETRIC'));
  return findings;
}
