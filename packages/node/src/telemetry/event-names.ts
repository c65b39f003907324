import type { ClientEvent } from '@holdfast/oauth';
import type { CredentialEvent } from '../credentials/credential-event.ts';
import type { IdentityCertificateEvent } from '../managed-identity-certificate/identity-event.ts';
import type { ManagedIdentitySourceEvent } from '../managed-identity-source/source-event.ts';
import type { MtlsEvent } from '../mtls/mtls-event.ts';

type OwnName = (
  | ClientEvent
  | CredentialEvent
  | IdentityCertificateEvent
  | ManagedIdentitySourceEvent
  | MtlsEvent
)['name'];

const ownNames = {
  'certificate.loaded': true,
  'certificate.refused': true,
  'certificate.retried': true,
  'credential.chosen': true,
  'credential.issued': true,
  'credential.outcome': true,
  'credential.rejected': true,
  'credential.renewal-failed': true,
  'credential.retried': true,
  'credential.store-failed': true,
  'key.discarded': true,
  'key.generated': true,
  'key.rotated': true,
  'managed-identity.retried': true,
  'mtls.draining': true,
  'mtls.opened': true,
  'option.dangerous': true,
  'store.failed': true,
  'token.acquired': true,
  'token.failed': true,
  'token.state': true,
  'token.unbound': true,
} as const satisfies Readonly<Record<OwnName, true>>;

// Of `@holdfast/resource` and `@holdfast/mits`, which this package does not import; a test compares them.
const otherNames = [
  'issuer.failed',
  'issuer.refreshed',
  'replay.refused',
  'replay.unavailable',
  'request.authenticated',
  'request.refused',
  'revocation.failed',
  'revocation.feed-current',
  'revocation.feed-lost',
  'token.revoked-used',
  'token.served',
  'upstream.asked',
] as const;

/** Every event of this project by its name; no other name gets into a channel or an attribute. */
export const eventNames: ReadonlySet<string> = new Set([...Object.keys(ownNames), ...otherNames]);
