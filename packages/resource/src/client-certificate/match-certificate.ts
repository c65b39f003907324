import { equalText, sha256Base64url } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import type { PresentedCertificate } from '../incoming/incoming-request.ts';

/**
 * Checks that the client certificate of this connection is the one the token is bound to, and in force now.
 *
 * Its period is checked per request because a resumed TLS session may outlive it. Not checked: its issuer and revocation. The token
 * names the exact certificate, so neither could make a stranger's certificate pass.
 *
 * @param certificate - what the TLS layer verified possession of, if anything
 * @param rules - `thumbprint` is the token's `x5t#S256`; `now` is epoch seconds
 * @see RFC 8705 section 3
 */
export async function matchCertificate(
  certificate: PresentedCertificate | undefined,
  rules: { readonly thumbprint: string; readonly now: number },
): Promise<void> {
  if (certificate === undefined) throw new Refused('ERR_CERTIFICATE_MISSING');
  if (!equalText(await sha256Base64url(certificate.der), rules.thumbprint))
    throw new Refused('ERR_CERTIFICATE_MISMATCH');
  // Written so that a time which is not a number fails.
  const isInForce = certificate.notBefore <= rules.now && rules.now <= certificate.notAfter;
  if (!isInForce) throw new Refused('ERR_CERTIFICATE_EXPIRED');
}
