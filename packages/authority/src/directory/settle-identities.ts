import { certificateLifetimeBounds } from './certificate-lifetime-bounds.ts';
import type { IdentityConfiguration } from './configuration.ts';
import type { IssuedCertificateFiles, ManagedIdentity, Tenant } from './directory.ts';
import type { Identities } from './identities.ts';
import { refreshTokenDefaults, reuseLeewayBounds } from './refresh-token-bounds.ts';
import { registerCertificate } from './registered-certificate.ts';

/** A certificate that was issued, with its files where there are any. */
export interface IssuedCertificate extends IssuedCertificateFiles {
  readonly certPem: string;
}

/** Issues (or finds) the certificate of a client. */
export type IssueCertificate = (name: string) => Promise<IssuedCertificate>;

// A day, as tokens of managed identities have it, less the second by which the service promises too little.
const identityTokenSeconds = 86_399;

/** Settles the managed identities of one tenant: identifiers, and for each a certificate with which it comes to the STS. */
export async function settleIdentities(options: {
  readonly identities: Identities;
  readonly issueIdentityCertificate: IssueCertificate;
  readonly tenant: Tenant;
  readonly wishes: Readonly<Record<string, IdentityConfiguration>> | undefined;
}): Promise<readonly ManagedIdentity[]> {
  const entries = Object.entries(options.wishes ?? {});
  // Together: the keys of a first start are RSA keys, which take their time.
  return Promise.all(entries.map(([name, wish]) => settleIdentity({ ...options, name, wish })));
}

async function settleIdentity(options: {
  readonly identities: Identities;
  readonly issueIdentityCertificate: IssueCertificate;
  readonly tenant: Tenant;
  readonly name: string;
  readonly wish: IdentityConfiguration;
}): Promise<ManagedIdentity> {
  const { identities, tenant, name, wish } = options;
  const isSystem = wish.kind === 'system-assigned';
  const clientId = (wish.clientId ?? identities.guid(`identity ${name}`)).toLowerCase();
  const objectId = (wish.objectId ?? identities.guid(`identity principal ${name}`)).toLowerCase();
  const resourceId = wish.resourceId ?? (isSystem ? undefined : resourceIdOf(name, tenant, identities));
  const { certPem, certFile, keyFile, chainFile } = await options.issueIdentityCertificate(name);
  const certificate = registerCertificate(certPem);
  return {
    name,
    isSystem,
    tenantId: tenant.id,
    clientId,
    objectId,
    resourceId,
    kind: 'confidential',
    certificates: [certificate],
    thumbprints: [certificate.sha256],
    subjects: [],
    certificateFiles: { certFile, keyFile, chainFile },
    redirectUris: [],
    postLogoutRedirectUris: [],
    tokenBinding: wish.tokenBinding ?? 'allowed',
    accessTokenLifetimeSeconds: wish.accessTokenLifetimeSeconds ?? identityTokenSeconds,
    grantedRoles: new Map(Object.entries(wish.grantedRoles ?? {})),
    // Nobody signs in to a machine.
    delegatedPermissions: new Map(),
    consent: 'asked',
    refreshTokenLifetimeSeconds: refreshTokenDefaults.confidential,
    refreshTokenReuseLeewaySeconds: reuseLeewayBounds.least,
    attestation: wish.attestation ?? 'optional',
    attestationCheck: wish.attestationCheck ?? 'imds',
    certificateLifetimeSeconds: wish.certificateLifetimeSeconds ?? certificateLifetimeBounds.most,
  };
}

function resourceIdOf(name: string, { domain }: Tenant, identities: Identities): string {
  const subscription = identities.guid(`subscription ${domain}`);
  return `/subscriptions/${subscription}/resourcegroups/holdfast/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}
