import { CnfInvalid, type KeyConfirmation, parseReqCnf } from '@holdfast/core';
import { TokenRefused } from '../errors/token-refused.ts';
import { getParameter, type TokenForm } from '../forms/form.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { Binding } from '../mint/binding.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Step: the request asks for a bound token or for an unbound one, and says so without contradiction.
 *
 * Whatever looks like a wish for a bound token and is not understood is refused: a Bearer token is never the answer to it. Here an
 * empty parameter is not the same as an absent one. A certificate is that of this very connection, never one that the request names.
 *
 * A key that was revoked gets no token; a certificate was asked about when it was presented.
 *
 * Not checked: that the client holds the private key of `req_cnf`; its proofs at the API show that.
 *
 * @throws {@link TokenRefused}
 */
export async function readRequestedBinding({
  issuer,
  form,
  bindingOutsideBody,
  certificate,
}: TokenRequest & {
  readonly form: TokenForm;
  readonly certificate: PresentedCertificate | undefined;
}): Promise<{ readonly binding: Binding }> {
  if (bindingOutsideBody !== undefined) {
    throw new TokenRefused(bindingOutsideBody === 'query' ? 'bindingOutsideBody' : 'dpopUnavailable');
  }
  const tokenType = form.get('token_type');
  if (tokenType === undefined) {
    if (form.has('req_cnf')) throw new TokenRefused('confirmationWithoutScheme');
    return { binding: { scheme: 'bearer' } };
  }
  if (tokenType === 'mtls_pop') return { binding: bindToCertificate(form, certificate) };
  if (tokenType !== 'pop') throw new TokenRefused(reasonAgainst(tokenType));
  const confirmation = await readConfirmation(getParameter(form, 'req_cnf'));
  if (issuer.revocations.isHolderRevoked({ keyThumbprint: confirmation.thumbprint })) {
    throw new TokenRefused('keyRevoked');
  }
  return { binding: { scheme: 'pop', confirmation } };
}

function bindToCertificate(form: TokenForm, certificate: PresentedCertificate | undefined): Binding {
  if (certificate === undefined) throw new TokenRefused('certificateBindingUnavailable');
  if (form.has('req_cnf')) throw new TokenRefused('confirmationBesideCertificate');
  return { scheme: 'mtls_pop', certificateThumbprint: certificate.sha256 };
}

function reasonAgainst(tokenType: string): 'dpopUnavailable' | 'tokenTypeUnknown' {
  return tokenType.toLowerCase() === 'dpop' ? 'dpopUnavailable' : 'tokenTypeUnknown';
}

async function readConfirmation(text: string): Promise<KeyConfirmation> {
  try {
    return await parseReqCnf(text);
  } catch (cause) {
    throw new TokenRefused('confirmationMalformed', wordFor(cause), cause);
  }
}

// Fixed words from our own catalogue, so that a developer sees which rule was broken.
function wordFor(cause: unknown): string {
  if (!(cause instanceof CnfInvalid)) return 'the key is not a strong public key';
  switch (cause.code) {
    case 'ERR_CNF_CONTRADICTION':
      return 'kid names another key than the one it stands beside';
    case 'ERR_CNF_THUMBPRINT':
      return 'kid is not an RFC 7638 SHA-256 thumbprint';
    case 'ERR_REQ_CNF_ENCODING':
      return 'not base64url of a JSON object';
    default:
      return 'neither a kid alone nor a public key';
  }
}
