import type { JsonObject, JsonValue } from '@holdfast/core';

/**
 * Reads the AADSTS numbers of an Entra error, from `error_codes` or else from the start of its description; at most ten.
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
  const listed = Array.isArray(body['error_codes']) ? body['error_codes'].filter(isErrorCode) : [];
  if (listed.length > 0) return listed.slice(0, 10);
  const description = body['error_description'];
  const code = typeof description === 'string' ? /^AADSTS(\d{4,9})\b/.exec(description)?.[1] : undefined;
  return code === undefined ? [] : [Number(code)];
}

function isErrorCode(value: JsonValue): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
