import type { X509Certificate } from 'node:crypto';
import type { AttestationVerifier } from '../attestation/verify-attestation.ts';
import type { IsCertificateRevoked } from '../client-auth/certificate-rules.ts';
import type { AuthorizationCodes } from '../codes/authorization-code.ts';
import type { Consents } from '../consents/consents.ts';
import type { Directory } from '../directory/directory.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { TokenFamilies } from '../refresh-tokens/token-family.ts';
import type { IssueGate } from '../revocation/issue-gate.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';
import type { SigningKeys } from '../signing/signing-keys.ts';

/** What the steps know of the authority. */
export interface Issuer {
  /** `https://localhost:8443`, without a path: from the configuration, never from a request. */
  readonly origin: string;
  /** The same of the mTLS endpoint; undefined while it does not listen. */
  readonly mtlsOrigin: string | undefined;
  readonly directory: Directory;
  readonly signingKeys: SigningKeys;
  readonly isCertificateRevoked: IsCertificateRevoked;
  readonly revocations: Pick<RevocationBook, 'add' | 'isRevoked' | 'isHolderRevoked' | 'isAttestationRevoked' | 'size'>;
  readonly codes: AuthorizationCodes;
  readonly families: TokenFamilies;
  readonly consents: Consents;
  /** Keeps the pairwise subjects of users apart, and the same for ever. */
  readonly pairwiseSalt: string;
  readonly gate: IssueGate;
  /** What certificates of managed identities are judged by. */
  readonly machine: {
    /** The authority that issues them. */
    readonly ca: X509Certificate;
    readonly attestation: AttestationVerifier;
  };
}

/** The connection a request came on: an ordinary one, or one of the endpoint that asks for client certificates. */
export type Connection =
  | { readonly endpoint: 'tls' }
  | { readonly endpoint: 'mutual-tls'; readonly certificate: PresentedCertificate | undefined };

/** A token request as it came in, before anybody looked at it. */
export interface TokenRequest {
  readonly issuer: Issuer;
  readonly connection: Connection;
  /** First segment of the path. */
  readonly tenantName: string;
  /** The body as text; undefined when there was none. */
  readonly body: string | undefined;
  readonly authorization: string | undefined;
  /** The header `Origin`, which browsers write. */
  readonly pageOrigin: string | undefined;
  /** Where else than in the body the request asks for a bound token. */
  readonly bindingOutsideBody: 'DPoP header' | 'query' | undefined;
  /** Epoch milliseconds, read once per request. */
  readonly at: number;
}
