import type { JsonObject, JsonValue } from '@holdfast/core';

/**
 * Reads the AADSTS numbers of an Entra error, from `error_codes` or else from the start of its description; at most ten, in their order.
 *
 * Entra writes an array of numbers; services that pass its errors on write digits as text, or the whole array as one text (`"[500011]"`).
 *
 * Not checked: whether such codes exist.
 *
 * @example
 * ```ts
 * import { readErrorCodes } from '@holdfast/oauth';
 *
 * console.log(readErrorCodes({ error: 'invalid_resource', error_description: 'AADSTS500011: no such resource' })); // [ 500011 ]
 * ```
 */
export function readErrorCodes(body: JsonObject): readonly number[] {
  const listed = list(body['error_codes'])
    .map(readCode)
    .filter((code) => code !== undefined);
  if (listed.length > 0) return listed.slice(0, 10);
  const description = body['error_description'];
  const code = typeof description === 'string' ? /^AADSTS(\d{4,9})\b/.exec(description)?.[1] : undefined;
  return code === undefined ? [] : [Number(code)];
}

function list(codes: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(codes)) return codes;
  const [, inner] = typeof codes === 'string' ? (/^\[([\d, "]{1,200})\]$/.exec(codes) ?? []) : [];
  return inner === undefined ? [] : inner.split(',').map((code) => code.replaceAll(/[" ]/g, ''));
}

function readCode(value: JsonValue): number | undefined {
  const code = typeof value === 'string' && /^\d{4,9}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(code) && (code as number) >= 0 ? (code as number) : undefined;
}
