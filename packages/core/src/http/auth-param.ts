import { HeaderMalformed } from '../errors/header-malformed.ts';
import { type FieldReader, isToken } from './field-reader.ts';

// token BWS "=" BWS ( token / quoted-string ), when it is all that is left of the list element.
const authParam =
  /([!#$%&'*+.^_`|~\w-]+)[ \t]*=[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[\t !#-[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*)")[ \t]*(?=,|$)/y;

/**
 * Takes an authentication parameter, if one follows, and adds it under its lower-case name (RFC 9110 section 11.2).
 *
 * @returns whether there was one
 */
export function takeAuthParam(reader: FieldReader, params: Map<string, string>): boolean {
  const found = reader.take(authParam);
  if (found === null) return false;
  const [, name = '', plain, quoted = ''] = found;
  const key = name.toLowerCase();
  if (params.has(key)) throw new HeaderMalformed('ERR_HEADER_DUPLICATE_PARAMETER');
  params.set(key, plain ?? quoted.replace(/\\(.)/g, '$1'));
  return true;
}

/**
 * Writes authentication parameters in the order given, each value quoted.
 *
 * @throws TypeError when a name is not a token
 * @throws {@link HeaderMalformed} `ERR_HEADER_VALUE`
 */
export function writeAuthParams(params: Readonly<Record<string, string>>): string {
  // Comma and blank: the parsers of Azure SDKs and MSAL.NET split on exactly that.
  let text = '';
  for (const [name, value] of Object.entries(params)) {
    text += `${text === '' ? '' : ', '}${checkName(name)}="${quote(value)}"`;
  }
  return text;
}

function checkName(name: string): string {
  if (!isToken(name)) throw new TypeError('A header parameter name must be a token');
  return name;
}

// Visible US-ASCII and blanks, without the two characters that need a backslash.
const plainText = /^[\t !#-[\]-~]*$/;

function quote(value: string): string {
  if (plainText.test(value)) return value;
  if (!/^[\t -~]*$/.test(value)) throw new HeaderMalformed('ERR_HEADER_VALUE');
  return value.replace(/["\\]/g, '\\$&');
}
