import type { CertificateHolder } from './certificate-holder.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { CredentialTeller } from './tell-outcome.ts';

/** What a certificate is wanted for. */
export interface CertificateWish {
  /** What a token is wanted for. */
  readonly resource: string;
  readonly tokenType: 'mtls_pop' | 'Bearer';
  /** Whether an API has raised claims, for which there must be a new certificate first. */
  readonly hasClaims: boolean;
  /** Whether a new token will be asked for. */
  readonly isFresh: boolean;
  /** SHA-256 of the token that was refused. @default none */
  readonly tokenHash?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What {@link createCertificateChoice} needs. */
export interface CertificateChoiceOptions {
  readonly holder: Pick<CertificateHolder, 'current' | 'replace' | 'successorOf'>;
  /** The certificate that a token was bound to, by its hash. */
  readonly findBound: (tokenHash: string) => IdentityCertificate | undefined;
  readonly tell: CredentialTeller;
}

/**
 * Makes the choice before a token request: the certificate of the moment, or a new one where there are claims.
 *
 * Claims about a token whose certificate was replaced since are out of date: whoever was refused together with the first shares what he got.
 */
export function createCertificateChoice(
  options: CertificateChoiceOptions,
): (wish: CertificateWish) => Promise<IdentityCertificate> {
  const { holder, findBound, tell } = options;
  return async ({ resource, hasClaims, isFresh, tokenHash, signal, tokenType }) => {
    try {
      const before = tokenHash === undefined ? undefined : findBound(tokenHash);
      const isReplaced = before !== undefined && holder.successorOf(before) !== undefined;
      if (hasClaims && !isReplaced) return await holder.replace({ reason: 'claims', resource }, signal);
      return await holder.current(resource, isFresh, signal);
    } catch (error) {
      tell.notFound(error, { tokenType, bypassCache: hasClaims });
      throw error;
    }
  };
}
