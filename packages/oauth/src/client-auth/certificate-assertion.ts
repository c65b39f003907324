import { type Clock, createLruMap, epochSeconds, randomId, type SigningKey, signCompactJws } from '@holdfast/core';
import { assertionParameters, type ClientCredential } from './client-credential.ts';

/** How the authority finds the certificate: SHA-256 by default, SHA-1 for authorities that know no other. */
export type CertificateReference =
  | {
      /** base64url SHA-256 of the certificate's DER. */
      readonly 'x5t#S256': string;
    }
  | {
      /** base64url SHA-1 of the certificate's DER. */
      readonly x5t: string;
    };

/** What a certificate assertion is made from. */
export interface CertificateCredentialOptions {
  /** The private key of the certificate. */
  readonly key: SigningKey;
  /** base64url thumbprint of the certificate's DER. */
  readonly reference: CertificateReference;
  /** base64 DER of the certificate and its chain, for authorities that trust a subject name and issuer. @default none is sent */
  readonly chain?: readonly string[] | undefined;
  /** Tells the time, in epoch milliseconds; assertions are dated by it. */
  readonly clock: Clock;
}

interface Assertion {
  readonly text: string;
  readonly reuseUntil: number;
}

const lifeSeconds = 600;
const reuseMarginSeconds = 60;
const maxAudiences = 256;

/**
 * Authenticates with a certificate: a JWT that the private key signs, for one token endpoint, good for ten minutes.
 *
 * An assertion is reused until a minute before it expires, because RSA signing is the dearest step of a token request.
 *
 * @see RFC 7523 section 3; RFC 7515 section 4.1.7 and 4.1.8
 *
 * @example
 * ```ts
 * import { generateSigningKey } from '@holdfast/core';
 * import { createCertificateCredential } from '@holdfast/oauth';
 *
 * export const credential = createCertificateCredential({
 *   key: await generateSigningKey({ alg: 'PS256' }),
 *   reference: { 'x5t#S256': 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' },
 *   clock: Date.now,
 * });
 * ```
 */
export function createCertificateCredential(options: CertificateCredentialOptions): ClientCredential {
  const { key, reference, chain, clock } = options;
  const assertions = createLruMap<Assertion>(maxAudiences);
  return async ({ clientId, tokenEndpoint }) => {
    const now = epochSeconds(clock);
    // One credential may serve several clients: an assertion names the one it was made for.
    const name = JSON.stringify([clientId, tokenEndpoint]);
    const kept = assertions.find(name);
    if (kept !== undefined && now < kept.reuseUntil) return assertionParameters(kept.text);
    const text = await signCompactJws({
      key,
      header: { typ: 'JWT', ...reference, ...(chain === undefined ? {} : { x5c: chain }) },
      payload: {
        aud: tokenEndpoint,
        iss: clientId,
        sub: clientId,
        jti: randomId(),
        iat: now,
        nbf: now,
        exp: now + lifeSeconds,
      },
    });
    assertions.write(name, { text, reuseUntil: now + lifeSeconds - reuseMarginSeconds });
    return assertionParameters(text);
  };
}
