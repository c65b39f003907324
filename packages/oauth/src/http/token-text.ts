const longestToken = 65_536;
const token68 = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * Tells whether a value can be written behind `Authorization: Bearer `; what cannot is not an access token.
 *
 * @see RFC 6750 section 2.1
 */
export function isTokenText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestToken && token68.test(value);
}
