import { TokenTypeDowngraded } from '../errors/binding-errors.ts';
import type { AuthorizationScheme } from './authorization-scheme.ts';
import type { BoundCredential } from './binding-certificate.ts';
import { nameTokenType } from './received-token-type.ts';
import { checkCertificateBinding } from './token-binding.ts';

/** Whose words certificate-bound tokens are asked for and sent with. */
export type MtlsDialect = 'entra' | 'rfc8705';

/**
 * Tokens bound to the certificate of the connection that they are asked for on.
 *
 * Entra has a token type of its own for them, `mtls_pop`, and it must come back letter by letter. RFC 8705 has none: such a reply says
 * `Bearer`, and `cnf` alone shows what was given. In both, a token whose `cnf` does not name the certificate is thrown away.
 *
 * The key of the cache holds the thumbprint of the whole certificate: one that was renewed with the same key never finds a token of the old one.
 *
 * @see RFC 8705 section 3
 */
export function createMtlsPopScheme(credential: BoundCredential, dialect: MtlsDialect): AuthorizationScheme {
  const { x5tS256 } = credential.certificate;
  const wireType = dialect === 'entra' ? 'mtls_pop' : 'bearer';
  return Object.freeze({
    name: 'mtls_pop',
    binding: Object.freeze({ form: 'x5t#S256', thumbprint: x5tS256 }),
    credential,
    // The key is the application's, not this process's; without it the token is of no use to anybody.
    isPortable: true,
    tokenParameters: Object.freeze(dialect === 'entra' ? { token_type: 'mtls_pop' } : {}),
    cacheKeyParts: Object.freeze(['x5t#S256', dialect, x5tS256]),
    checkTokenType(received) {
      // Letter case matters for a type that says it is bound; RFC 6749 section 7.1 leaves it open for one that does not.
      const word = dialect === 'rfc8705' && typeof received === 'string' ? received.toLowerCase() : received;
      if (word === wireType) return;
      throw new TokenTypeDowngraded({ requested: 'mtls_pop', received: nameTokenType(received, wireType) });
    },
    checkAccessToken: (accessToken) => checkCertificateBinding(accessToken, x5tS256),
  } satisfies AuthorizationScheme);
}

/** Makes the function that gives the scheme of a credential, and remembers it as long as the credential lives. */
export function createMtlsPopSchemes(dialect: MtlsDialect): (credential: BoundCredential) => AuthorizationScheme {
  const made = new WeakMap<BoundCredential, AuthorizationScheme>();
  return (credential) => {
    const known = made.get(credential);
    if (known !== undefined) return known;
    const scheme = createMtlsPopScheme(credential, dialect);
    made.set(credential, scheme);
    return scheme;
  };
}
