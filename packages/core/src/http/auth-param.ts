import { HeaderMalformed } from '../errors/header-malformed.ts';
import { charCode, type FieldScanner, isToken, syntaxError } from './field-scanner.ts';

/**
 * Takes `= value` of an authentication parameter and adds it under its lower-case name (RFC 9110 section 11.2).
 *
 * The scanner stands behind the name and its blanks.
 */
export function takeAuthParam(scanner: FieldScanner, name: string, params: Map<string, string>): void {
  if (!scanner.takeIf(charCode.equals)) throw syntaxError();
  scanner.skipBlanks();
  const value = scanner.peek() === charCode.quote ? scanner.takeQuotedString() : scanner.takeToken();
  const key = name.toLowerCase();
  if (params.has(key)) throw new HeaderMalformed('ERR_HEADER_DUPLICATE_PARAMETER');
  params.set(key, value);
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
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code !== charCode.tab && (code < charCode.space || code > 0x7e)) throw new HeaderMalformed('ERR_HEADER_VALUE');
  }
  return value.replace(/["\\]/g, '\\$&');
}
