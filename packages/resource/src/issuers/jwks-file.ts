/**
 * For an API that validates offline: keys of its issuers from a file.
 *
 * @example
 * ```ts
 * import { readJwksFile } from '@holdfast/resource/node';
 *
 * export const jwks = await readJwksFile('/etc/orders/issuer-keys.json');
 * ```
 *
 * @packageDocumentation
 */
import { readFile, stat } from 'node:fs/promises';
import { JsonInvalid, type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { longestJwks, usableKeys } from './process-jwks-response.ts';

/**
 * Reads issuer keys from a file, for an API that validates offline: give the result as `jwks` of an issuer.
 *
 * Not done: watching the file. Keys rotate, so read it again, and make a new validator, before the authority retires them.
 *
 * @param path - a JWK Set with public keys only, at most 512 KiB
 * @throws {@link JwkInvalid} `ERR_JWK_PRIVATE` for a set with private members, `ERR_JWK_SET` where no key can be used
 * @throws {@link JsonInvalid}
 * @throws what `node:fs` throws for a file that cannot be read
 *
 * @example
 * ```ts
 * import { createTokenValidator, entraIssuers } from '@holdfast/resource';
 * import { readJwksFile } from '@holdfast/resource/node';
 *
 * export const validator = createTokenValidator({
 *   issuers: entraIssuers({
 *     authority: 'https://login.microsoftonline.com',
 *     tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'],
 *     jwks: await readJwksFile('/etc/orders/issuer-keys.json'),
 *   }),
 *   audience: 'api://orders',
 *   origins: 'https://api.example',
 * });
 * ```
 */
export async function readJwksFile(path: string): Promise<JsonObject> {
  const { size } = await stat(path);
  if (size > longestJwks) throw new JsonInvalid('ERR_JSON_TOO_LARGE');
  const jwks = parseStrictJsonObject(await readFile(path, 'utf8'), { maxLength: longestJwks });
  usableKeys(jwks);
  return jwks;
}
