import { field, listOf, mapOf, record } from '../shapes/collection.ts';
import { choice, type Shape, text, wholeNumber } from '../shapes/shape.ts';
import { certificateLifetimeBounds } from './certificate-lifetime-bounds.ts';
import { certificateShape } from './certificate-shape.ts';
import { federatedCredentialShape } from './federated-credential-shape.ts';
import {
  appIdUri,
  applicationName,
  authenticationContext,
  identityName,
  permissionName,
  resourceId,
  tenantDomain,
  username,
} from './name-rules.ts';
import { isRedirectUri } from './redirect-uri.ts';
import { refreshTokenBounds, reuseLeewayBounds } from './refresh-token-bounds.ts';
import { tokenLifetimeBounds } from './token-lifetime-bounds.ts';
import type { WrittenConfiguration } from './written-configuration.ts';

const guid = text({
  what: 'a GUID, such as 11111111-2222-3333-4444-555555555555',
  pattern: /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/,
});
const lifetime = wholeNumber(tokenLifetimeBounds);
const binding = choice(['required', 'allowed', 'forbidden']);
const permissions = listOf(text(permissionName));
const contexts = listOf(text(authenticationContext));
const redirectUri = text({
  what: 'an https URL, or an http URL on loopback, without fragment',
  pattern: /^https?:\/\//,
  accept: isRedirectUri,
});
const longText = text({ what: 'a text of 1 to 256 characters', pattern: /^.{1,256}$/u });

const apiFields = {
  scopes: field(permissions, 'Delegated permissions that the API offers.'),
  roles: field(permissions, 'Application roles that the API offers.'),
  tokenBinding: field(
    binding,
    'Whether tokens for this API must, may or must not be bound to a key. Default: allowed.',
  ),
  accessTokenVersion: field(choice([1, 2]), 'Shape of the access tokens that the API gets. Default: 2.'),
  accessTokenLifetimeSeconds: field(lifetime, 'How long access tokens for this API live. Default: 3599.'),
  authenticationContexts: field(
    contexts,
    'Authentication contexts (`acrs`) that every application gets in its tokens for this API when it asks. Default: none.',
  ),
} as const;

const applicationFields = {
  clientId: field(guid, 'Client id. Default: made up once and kept.'),
  objectId: field(guid, 'Object id of the service principal. Default: made up once and kept.'),
  kind: field(choice(['confidential', 'public']), 'Public applications have no credential. Default: confidential.'),
  secret: field(
    text({
      what: 'generate, none, or a secret of 16 to 256 characters',
      pattern: /^(generate|none|[\x21-\x7e]{16,256})$/,
    }),
    'generate makes a secret up once and keeps it. Default: none.',
  ),
  certificate: field(
    choice(['issue', 'none']),
    'issue makes a certificate and key for the application. Default: none.',
  ),
  certificateFiles: field(
    listOf(longText),
    'PEM files of certificates the application also signs with, relative to the configuration file.',
  ),
  certificates: field(
    listOf(certificateShape),
    'Certificates the application is also known by, on the mTLS endpoint and in `x5c` of assertions.',
  ),
  federatedCredentials: field(
    listOf(federatedCredentialShape),
    'Whose tokens the application may show as its assertion, in place of a credential of its own. Default: none.',
  ),
  authenticationMethods: field(
    listOf(
      choice([
        'client_secret_post',
        'client_secret_basic',
        'private_key_jwt',
        'tls_client_auth',
        'self_signed_tls_client_auth',
      ]),
    ),
    'The only ways in which the application may prove who it is. Default: every one it has a credential for.',
  ),
  redirectUris: field(listOf(redirectUri), 'Where users may be sent back to, compared exactly.'),
  postLogoutRedirectUris: field(
    listOf(redirectUri),
    'Where users may be sent after they signed out, beside `redirectUris`, compared exactly. Default: none.',
  ),
  tokenBinding: field(
    binding,
    'Whether tokens of this application must, may or must not be bound to a key. Default: allowed.',
  ),
  accessTokenLifetimeSeconds: field(
    lifetime,
    'How long access tokens of this application live, when the API does not say less.',
  ),
  authenticationContexts: field(
    contexts,
    'Authentication contexts (`acrs`) that this application gets in its tokens when it asks. Default: none.',
  ),
  grantedRoles: field(
    mapOf(appIdUri, permissions),
    'Application roles that this application holds, by application ID URI.',
  ),
  delegatedPermissions: field(
    mapOf(appIdUri, permissions),
    'Delegated permissions the application is registered for, by application ID URI: what `.default` means. Default: none.',
  ),
  consent: field(
    choice(['asked', 'granted']),
    'granted: an administrator agreed for everybody, so no user is asked. Default: asked, at the first sign-in.',
  ),
  refreshTokenLifetimeSeconds: field(
    wholeNumber(refreshTokenBounds),
    'How long the refresh tokens of one sign-in live, however often they are used. Default: 86400 for a public application, else 7776000.',
  ),
  refreshTokenReuseLeewaySeconds: field(
    wholeNumber(reuseLeewayBounds),
    'For how long a refresh token that was used gets the same answer once more. Default: 0.',
  ),
  api: field(
    record({ appIdUri: field(text(appIdUri), 'Application ID URI of the API.'), ...apiFields }),
    'What the application offers to others.',
  ),
} as const;

const identityFields = {
  kind: field(
    choice(['system-assigned', 'user-assigned']),
    'Whether it belongs to the machine itself, of which there is one in the file, or is assigned to it. Default: user-assigned.',
  ),
  clientId: field(guid, 'Client id. Default: made up once and kept.'),
  objectId: field(guid, 'Object id. Default: made up once and kept.'),
  resourceId: field(
    text(resourceId),
    'Resource id. Default: made from the name of a user-assigned identity, else none.',
  ),
  tokenBinding: field(binding, 'Whether tokens of this identity must, may or must not be bound. Default: allowed.'),
  accessTokenLifetimeSeconds: field(
    lifetime,
    'How long access tokens of this identity live, when the API does not say less. Default: 86399.',
  ),
  grantedRoles: field(
    mapOf(appIdUri, permissions),
    'Application roles that this identity holds, by application ID URI.',
  ),
  attestation: field(
    choice(['required', 'optional']),
    'Whether a certificate for this identity takes an attestation of the key. Default: optional.',
  ),
  attestationCheck: field(
    choice(['imds', 'sts']),
    'Who refuses a wrong attestation: imds, before it issues a certificate, or sts, when the certificate is used. Default: imds.',
  ),
  certificateLifetimeSeconds: field(
    wholeNumber(certificateLifetimeBounds),
    'How long the certificates that IMDS issues to this identity live. Default: 604800.',
  ),
} as const;

const tenantFields = {
  id: field(guid, 'Tenant id. Default: made up once and kept.'),
  applications: field(
    mapOf(applicationName, record(applicationFields)),
    'Applications by name; a name is unique in the file.',
  ),
  identities: field(
    mapOf(identityName, record(identityFields)),
    'Managed identities of the machine by name; a name is unique in the file.',
  ),
  users: field(
    mapOf(
      username,
      record({
        objectId: field(guid, 'Object id. Default: made up once and kept.'),
        displayName: field(longText, 'Name to show. Default: the user name.'),
        password: field(
          text({ what: 'a password of 8 to 256 characters', pattern: /^.{8,256}$/u }),
          'Default: made up once and kept.',
        ),
      }),
    ),
    'People who sign in, by user name.',
  ),
} as const;

/** The configuration file. */
export const configurationShape: Shape<WrittenConfiguration> = record({
  defaults: field(
    choice(['keep', 'none']),
    'none starts from an empty directory instead of the built-in one. Default: keep.',
  ),
  tenants: field(mapOf(tenantDomain, record(tenantFields)), 'Tenants by domain.'),
  resources: field(
    mapOf(appIdUri, record(apiFields)),
    'APIs that no application of this file stands for, by application ID URI.',
  ),
});
