import { type CompactJws, decodeCompactJws, type JsonObject, parseCnf, verifyCompactJws } from '@holdfast/core';
import type { Application } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { findAssertionCertificate } from './assertion-certificate.ts';
import { type AssertionAddressee, checkAssertionClaims } from './assertion-claims.ts';
import { checkRevocation, type IsCertificateRevoked, isInForce } from './certificate-rules.ts';
import { type FederationFacts, isOwnToken, verifyFederatedAssertion } from './federated-assertion.ts';
import { type OpenCertificate, openCertificate } from './open-certificate.ts';

/** What a verified assertion says. */
export interface VerifiedAssertion {
  /** `x5t#S256` of the certificate that signed it; none has signed a token of this authority. */
  readonly signedBy?: string | undefined;
  /** `x5t#S256` of the certificate it is bound to; only the bound kind has one, and it always has. */
  readonly boundTo?: string | undefined;
}

/**
 * Verifies a client assertion: a JWT signed with the key of a certificate that the application has registered, or a token of this
 * authority for somebody whom the application trusts.
 *
 * Not checked: whether the assertion was used before. Entra's clients send one assertion for ten minutes, so a repeated `jti` is
 * honest; the chain of the certificate, because registration is what makes it trusted; and, of a bound assertion, that whoever sends
 * it holds the certificate it is bound to.
 *
 * @param options - `kind` is what `client_assertion_type` says; `at` is epoch milliseconds
 * @throws {@link TokenRefused}
 * @see RFC 7523 section 3
 */
export async function verifyClientAssertion(options: {
  readonly assertion: string;
  readonly kind: 'jwt-bearer' | 'jwt-pop';
  readonly application: Application;
  readonly expected: AssertionAddressee;
  readonly isRevoked: IsCertificateRevoked;
  readonly federation: FederationFacts;
  readonly at: number;
}): Promise<VerifiedAssertion> {
  const { application, expected, federation, at } = options;
  const jws = decodeAssertion(options.assertion);
  if (isOwnToken(jws, federation)) {
    await verifyFederatedAssertion(jws, { application, federation, at });
    return { boundTo: await readBinding(jws.payload, options.kind) };
  }
  const certificate = findAssertionCertificate(jws.header, application, at);
  if (certificate === undefined) throw new TokenRefused('assertionNotVerified', 'The key was not found');
  const { x509, verificationKey } = openCertificate(certificate);
  await verifySignature(jws, verificationKey);
  if (!isInForce(x509, at)) throw new TokenRefused('certificateTimeWrong');
  await checkRevocation({ x509, sha256: certificate.sha256 }, options.isRevoked);
  checkAssertionClaims(jws.payload, { clientId: application.clientId, expected, at });
  return { signedBy: certificate.sha256, boundTo: await readBinding(jws.payload, options.kind) };
}

function decodeAssertion(assertion: string): CompactJws {
  try {
    return decodeCompactJws(assertion, { allowX5c: true, relaxedX5t: true });
  } catch (cause) {
    throw new TokenRefused('assertionMalformed', 'not a compact JWS with an allowed header', cause);
  }
}

async function verifySignature(jws: CompactJws, keyFor: OpenCertificate['verificationKey']): Promise<void> {
  try {
    const key = await keyFor(jws.header.alg);
    await verifyCompactJws(jws, { key });
  } catch (cause) {
    throw new TokenRefused('assertionNotVerified', 'The signature does not verify', cause);
  }
}

// A bound assertion that could be sent as an unbound one would be worth as much to whoever stole it.
async function readBinding(payload: JsonObject, kind: 'jwt-bearer' | 'jwt-pop'): Promise<string | undefined> {
  const { cnf } = payload;
  if (kind === 'jwt-bearer') {
    if (cnf === undefined) return undefined;
    throw new TokenRefused('assertionMalformed', 'it is bound, and must be sent as jwt-pop');
  }
  try {
    const { key, certificateThumbprint } = await parseCnf(cnf);
    if (key === undefined && certificateThumbprint !== undefined) return certificateThumbprint;
  } catch (cause) {
    throw new TokenRefused('assertionMalformed', 'cnf', cause);
  }
  throw new TokenRefused('assertionMalformed', 'cnf must be the certificate alone');
}
