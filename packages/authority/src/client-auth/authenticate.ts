import { readMachineSubject } from '../certificates/machine-certificate.ts';
import type { Application } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { AssertionAddressee } from './assertion-claims.ts';
import { type AuthenticatedClient, chooseMethod } from './authenticated-client.ts';
import type { IsCertificateRevoked } from './certificate-rules.ts';
import { verifyClientAssertion } from './client-assertion.ts';
import type { ClientCredential } from './client-credential.ts';
import { verifyClientSecret } from './client-secret.ts';
import type { FederationFacts } from './federated-assertion.ts';
import { recogniseCertificate } from './recognise-certificate.ts';

/** What a client is judged by. */
export interface AuthenticationFacts {
  readonly application: Application;
  readonly expected: AssertionAddressee;
  readonly isRevoked: IsCertificateRevoked;
  readonly federation: FederationFacts;
  /** Whose the certificate of the connection is, in the words of IMDS: issued by its authority, and judged. */
  readonly machine?: { readonly clientId: string; readonly tenantId: string } | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Authenticates a client on the ordinary endpoint, by its secret or its assertion.
 *
 * @throws {@link TokenRefused}
 */
export async function authenticateByCredential(
  credential: ClientCredential | undefined,
  facts: AuthenticationFacts,
): Promise<AuthenticatedClient> {
  const { application } = facts;
  if (credential === undefined) throw new TokenRefused('credentialMissing');
  if (credential.kind === 'secret') {
    const method = chooseMethod(application, [credential.method]);
    verifyClientSecret(credential.secret, application);
    return { application, authenticatedBy: 'secret', method };
  }
  // What it is bound to is shown on the other endpoint only.
  if (credential.kind === 'jwt-pop') throw new TokenRefused('clientCertificateMissing');
  const method = chooseMethod(application, ['private_key_jwt']);
  const { signedBy } = await verifyClientAssertion({ ...facts, ...credential });
  return { application, authenticatedBy: 'certificate', method, certificates: presentOnly([signedBy]) };
}

/**
 * Authenticates a client on the mTLS endpoint: by the certificate of its connection, and by an assertion where there is one beside it.
 *
 * Both must then mean the same: an assertion of the usual kind is signed with that very certificate, and a bound one names it in `cnf`,
 * so that its signer answers for it. A token of this authority that is not bound is no assertion here: nobody answers for the certificate. A secret is never taken here.
 *
 * Not checked: that the certificate may be used now; that was done before.
 *
 * @throws {@link TokenRefused}
 * @see RFC 8705 section 2
 */
export async function authenticateByCertificate(
  certificate: PresentedCertificate,
  credential: ClientCredential | undefined,
  facts: AuthenticationFacts,
): Promise<AuthenticatedClient> {
  const { application, at } = facts;
  if (credential?.kind === 'secret') throw new TokenRefused('secretOverMtls');
  const byCertificate = isOfMachine(facts)
    ? (['tls_client_auth'] as const)
    : recogniseCertificate(certificate, application, at);
  if (credential === undefined) {
    if (byCertificate.length === 0) throw new TokenRefused(reasonAgainst(certificate, application));
    const method = chooseMethod(application, byCertificate);
    return { application, authenticatedBy: 'certificate', method, certificates: [certificate.sha256] };
  }
  const method = chooseMethod(application, [...byCertificate, 'private_key_jwt'] as const);
  const { signedBy, boundTo = signedBy } = await verifyClientAssertion({ ...facts, ...credential });
  if (boundTo !== certificate.sha256) throw new TokenRefused('certificateMismatch');
  return {
    application,
    authenticatedBy: 'certificate',
    method,
    certificates: presentOnly([signedBy, certificate.sha256]),
  };
}

// RFC 8705 section 2.1, with the one issuer that certifies identities of the machine.
function isOfMachine({ application, machine }: AuthenticationFacts): boolean {
  return machine?.clientId === application.clientId && machine.tenantId === application.tenantId;
}

// Of another authority, or of this one before its data directory was a new one: a certificate of today mends it.
function reasonAgainst(
  { x509 }: PresentedCertificate,
  { clientId, tenantId }: Application,
): 'certificateUnknown' | 'machineCertificateUnknown' {
  const said = readMachineSubject(x509);
  return said?.clientId === clientId && said.tenantId === tenantId ? 'machineCertificateUnknown' : 'certificateUnknown';
}

function presentOnly(thumbprints: readonly (string | undefined)[]): readonly string[] {
  return thumbprints.filter((one) => one !== undefined);
}
