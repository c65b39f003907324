import type { ApplicationConfiguration } from './configuration.ts';
import type { AuthenticationMethod } from './directory.ts';

/** Says what is wrong with an application, and at which of its fields. */
export type ReportField = (field: string, what: string, mend: string) => void;

/** Checks that credentials, kind and methods of an application agree. */
export function checkCredentials(wish: ApplicationConfiguration, report: ReportField): void {
  const possible = possibleMethods(wish);
  if (wish.kind === 'public') {
    if (possible.size > 0 || wish.authenticationMethods !== undefined) {
      report('kind', 'a public application has a credential', 'Remove the credential, or make it confidential.');
    }
    return;
  }
  const wanted = wish.authenticationMethods;
  if (wanted === undefined) return;
  if (wanted.length === 0) {
    report('authenticationMethods', 'no method is left', 'Name at least one, or leave the field out.');
  } else if (wanted.some((method) => !possible.has(method))) {
    report(
      'authenticationMethods',
      'the application has no credential for one of these methods',
      'Methods with secret need `secret`, self_signed_tls_client_auth a certificate or its thumbprint, tls_client_auth a subjectName, private_key_jwt a certificate or federatedCredentials.',
    );
  }
}

function possibleMethods(wish: ApplicationConfiguration): ReadonlySet<AuthenticationMethod> {
  const { secret = 'none', certificate = 'none', certificatePems = [], certificates = [] } = wish;
  const isFederated = (wish.federatedCredentials ?? []).length > 0;
  const byThumbprint = certificate === 'issue' || certificatePems.length > 0 || certificates.some(isThumbprint);
  const bySubject = certificates.some((one) => !isThumbprint(one));
  return new Set<AuthenticationMethod>([
    ...(secret === 'none' ? [] : (['client_secret_post', 'client_secret_basic'] as const)),
    ...(byThumbprint || bySubject || isFederated ? (['private_key_jwt'] as const) : []),
    ...(byThumbprint ? (['self_signed_tls_client_auth'] as const) : []),
    ...(bySubject ? (['tls_client_auth'] as const) : []),
  ]);
}

function isThumbprint(certificate: object): boolean {
  return 'thumbprint' in certificate;
}
