import type { CertificateTokenRequester, TokenQuery, TokenReply } from '@holdfast/oauth';
import { trimSlashes } from '../attestation/trim-slashes.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import type { CertificateCredentials } from './credentials.ts';
import type { IdentityCertificate } from './identity-certificate.ts';
import type { Remediation } from './remediation.ts';
import type { CredentialTeller } from './tell-outcome.ts';

/** What {@link createCertificateAsker} needs. */
export interface CertificateAskerOptions {
  readonly holder: Pick<CertificateHolder, 'settle'>;
  readonly credentials: Pick<CertificateCredentials, 'of'>;
  readonly remediation: Pick<Remediation, 'succeed'>;
  readonly request: CertificateTokenRequester;
  readonly tell: Pick<CredentialTeller, 'outcome'>;
}

/** Asks for a token over one certificate, once. @throws whatever the token request throws */
export type CertificateAsker = (
  query: TokenQuery,
  certificate: IdentityCertificate,
  signal: AbortSignal,
) => Promise<TokenReply>;

/** Makes the one way to a token over a certificate, and has told what became of it. */
export function createCertificateAsker(options: CertificateAskerOptions): CertificateAsker {
  const { holder, credentials, remediation, request, tell } = options;
  return async (query, certificate, signal) => {
    const [resource = ''] = query.scopes;
    const { clientId, tokenEndpoint } = certificate;
    const place = { clientId, tokenEndpoint, credential: credentials.of(certificate) };
    try {
      const reply = await request({ ...query, scopes: [scopeOf(resource)] }, place, signal);
      const outcome = remediation.succeed(certificate);
      const tokenType = query.scheme.name === 'mtls_pop' ? 'mtls_pop' : 'Bearer';
      tell.outcome(outcome, { tokenType, certificate });
      return reply;
    } catch (error) {
      holder.settle(resource, certificate, 0);
      throw error;
    }
  };
}

/** `https://a/` becomes `https://a/.default`, as every client of version 2 writes it. */
function scopeOf(resource: string): string {
  return `${trimSlashes(resource)}/.default`;
}
