import { findChallenge, parseAuthenticationInfo, parseWwwAuthenticate } from '@holdfast/core/authentication-headers';
import { ClientConfigurationError } from '../errors/auth-error.ts';

/** Where headers are: a response, its headers, or an object with their names in any letter case. */
export type HeaderSource = Response | Headers | Readonly<Record<string, string>>;

/**
 * Reads the nonce for the next signed request out of the headers of a response. Unlike that of MSAL.js it takes what `fetch` gives, reads every parameter of every
 * challenge, and does not cut a nonce at its first `=`.
 *
 * A nonce is good until an answer brings another one, and most bring none: keep the last, and read an answer that has one of the two headers.
 *
 * Not checked: that the response came from the API; `fetch` a second time at the same place only.
 *
 * @example
 * ```ts
 * import { AuthenticationHeaderParser } from '@holdfast/browser/msal';
 *
 * const headers = new Headers({ 'www-authenticate': 'PoP error="invalid_token", nonce="n1"' });
 * console.log(new AuthenticationHeaderParser(headers).getShrNonce()); // n1
 * ```
 */
export class AuthenticationHeaderParser {
  readonly #headers: Headers;

  constructor(source: HeaderSource) {
    this.#headers = new Headers(
      'headers' in source && source.headers instanceof Headers ? source.headers : (source as Headers),
    );
  }

  /**
   * Gives `nextnonce` of `Authentication-Info`, else `nonce` of the challenge for PoP in `WWW-Authenticate`.
   *
   * @throws {@link ClientConfigurationError} `missing_nonce_authentication_header` where there is neither header, `invalid_authentication_header` where there is
   * no nonce in them
   */
  getShrNonce(): string {
    const [info, challenge] = ['authentication-info', 'www-authenticate'].map((name) => this.#headers.get(name));
    let nonce: string | undefined;
    try {
      nonce =
        (info ? parseAuthenticationInfo(info).get('nextnonce') : undefined) ||
        findChallenge(parseWwwAuthenticate(challenge ?? ''), 'pop')?.params.get('nonce');
    } catch {
      // A malformed header says nothing.
    }
    if (nonce) return nonce;
    throw new ClientConfigurationError(
      info || challenge ? 'invalid_authentication_header' : 'missing_nonce_authentication_header',
    );
  }
}
