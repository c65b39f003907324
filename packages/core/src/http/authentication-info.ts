import { HeaderMalformed } from '../errors/header-malformed.ts';
import { takeAuthParam, writeAuthParams } from './auth-param.ts';
import { maxFieldLength, readField, syntaxError } from './field-reader.ts';

/**
 * Parses `Authentication-Info`, the field with which a successful response carries the next nonce.
 *
 * A leading scheme word `PoP` is stepped over: the field has none, but servers that follow MSAL.js send it.
 *
 * Not checked: the values, which are for whoever uses them.
 *
 * @param value - the field value; lines joined by commas as `Headers.get` gives them; at most 16 KiB
 * @returns parameters by lower-case name
 * @throws {@link HeaderMalformed} `ERR_HEADER_TOO_LARGE`, `ERR_HEADER_SYNTAX`, `ERR_HEADER_DUPLICATE_PARAMETER`
 * @see RFC 9110 section 11.6.3
 *
 * @example
 * ```ts
 * import { parseAuthenticationInfo } from '@holdfast/core';
 *
 * console.log(parseAuthenticationInfo('nextnonce="n2"').get('nextnonce')); // n2
 * ```
 */
export function parseAuthenticationInfo(value: string): ReadonlyMap<string, string> {
  if (value.length > maxFieldLength) throw new HeaderMalformed('ERR_HEADER_TOO_LARGE');
  const reader = readField(value);
  const params = new Map<string, string>();
  if (!reader.nextElement()) return params;
  reader.take(leadingScheme);
  do {
    if (!takeAuthParam(reader, params)) throw syntaxError();
  } while (reader.nextElement());
  return params;
}

// Not the parameter of that name.
const leadingScheme = /pop [ \t]*(?![ \t=])/iy;

/**
 * Writes the value of an `Authentication-Info` field, without a scheme word.
 *
 * @param params - parameters in the order in which they are written; give `nextnonce` alone, MSAL.js reads nothing behind it
 * @throws TypeError when a name is not a token
 * @throws {@link HeaderMalformed} `ERR_HEADER_VALUE`
 * @see RFC 9110 section 11.6.3
 *
 * @example
 * ```ts
 * import { buildAuthenticationInfo } from '@holdfast/core';
 *
 * console.log(buildAuthenticationInfo({ nextnonce: 'n2' })); // nextnonce="n2"
 * ```
 */
export function buildAuthenticationInfo(params: Readonly<Record<string, string>>): string {
  return writeAuthParams(params);
}
