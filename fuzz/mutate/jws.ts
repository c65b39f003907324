import { decodeBase64url, encodeBase64url, encodeUtf8, isJsonObject } from '@holdfast/core';
import fc from 'fast-check';
import { type ByteEdit, byteEdits, editBytes } from './bytes.ts';
import { editJson, type JsonEdit, jsonEdits } from './json.ts';
import { editText, type TextEdit, textEdits } from './text.ts';

/** One way to change a signed token without its key. */
export type JwsMutation =
  | { readonly of: 'text'; readonly edits: readonly TextEdit[] }
  | { readonly of: 'segment'; readonly part: number; readonly edits: readonly TextEdit[] }
  | { readonly of: 'bytes'; readonly part: number; readonly edits: readonly ByteEdit[] }
  | { readonly of: 'json'; readonly part: number; readonly edits: readonly JsonEdit[] }
  | { readonly of: 'jsonText'; readonly part: number; readonly edits: readonly TextEdit[] }
  | { readonly of: 'spelling'; readonly part: number; readonly how: 'padding' | 'base64' | 'spareBits' | 'blank' }
  | { readonly of: 'order'; readonly how: 'swap' | 'double' | 'noSignature' | 'five' };

const part = fc.nat(2);

/** Every way to change a signed token without its key. */
export const jwsMutation: fc.Arbitrary<JwsMutation> = fc.oneof(
  fc.record({ of: fc.constant('text' as const), edits: textEdits }),
  fc.record({ of: fc.constant('segment' as const), part, edits: textEdits }),
  fc.record({ of: fc.constant('bytes' as const), part, edits: byteEdits }),
  fc.record({ of: fc.constant('json' as const), part: fc.nat(1), edits: jsonEdits }),
  fc.record({ of: fc.constant('jsonText' as const), part: fc.nat(1), edits: textEdits }),
  fc.record({
    of: fc.constant('spelling' as const),
    part,
    how: fc.constantFrom('padding' as const, 'base64' as const, 'spareBits' as const, 'blank' as const),
  }),
  fc.record({
    of: fc.constant('order' as const),
    how: fc.constantFrom('swap' as const, 'double' as const, 'noSignature' as const, 'five' as const),
  }),
);

/** Changes a token. The result may be the token itself: whoever compares has to look. */
export function mutateJws(token: string, mutation: JwsMutation): string {
  if (mutation.of === 'text') return editText(token, mutation.edits);
  const parts = token.split('.');
  if (mutation.of === 'order') return reorder(parts, mutation.how);
  const chosen = parts[mutation.part] ?? '';
  parts[mutation.part] = changed(chosen, mutation);
  return parts.join('.');
}

/** The JSON object in one part of a token. */
export function partOf(token: string, index: 0 | 1): { readonly [name: string]: unknown } {
  const value: unknown = JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());
  return isJsonObject(value) ? value : {};
}

/** A value as a part of a token. */
export function encodePart(value: unknown): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value) ?? 'null'));
}

function changed(part: string, mutation: Exclude<JwsMutation, { readonly of: 'text' | 'order' }>): string {
  switch (mutation.of) {
    case 'segment':
      return editText(part, mutation.edits);
    case 'bytes':
      return encodeBase64url(editBytes(decodeBase64url(part), mutation.edits));
    case 'json':
      return encodePart(editJson(JSON.parse(textOf(part)), mutation.edits));
    case 'jsonText':
      return encodeBase64url(encodeUtf8(editText(textOf(part), mutation.edits)));
    case 'spelling':
      return respelt(part, mutation.how);
  }
}

function textOf(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}

function respelt(part: string, how: 'padding' | 'base64' | 'spareBits' | 'blank'): string {
  switch (how) {
    case 'padding':
      return part.padEnd(Math.ceil((part.length + 1) / 4) * 4, '=');
    case 'base64':
      return part.replaceAll('-', '+').replaceAll('_', '/');
    case 'spareBits':
      return part.slice(0, -1) + nextLetter(part.at(-1) ?? 'A');
    case 'blank':
      return `${part}\n`;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function nextLetter(letter: string): string {
  return alphabet[(alphabet.indexOf(letter) + 1) % alphabet.length] ?? 'A';
}

function reorder(parts: readonly string[], how: 'swap' | 'double' | 'noSignature' | 'five'): string {
  const [header = '', payload = '', signature = ''] = parts;
  switch (how) {
    case 'swap':
      return [payload, header, signature].join('.');
    case 'double':
      return [...parts, ...parts].join('.');
    case 'noSignature':
      return `${header}.${payload}.`;
    case 'five':
      return [header, '', payload, signature, ''].join('.');
  }
}
