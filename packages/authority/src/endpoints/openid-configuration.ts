import { grants } from '../grants/grants.ts';
import {
  authorizationEndpoint,
  endSessionEndpoint,
  issuerV1,
  issuerV2,
  keySetAddress,
  tokenEndpoint,
} from '../origin/addresses.ts';

/** Metadata of one tenant. */
export interface OpenidConfiguration {
  readonly issuer: string;
  readonly [name: string]: unknown;
}

const idTokenClaims = [
  ...['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'name', 'preferred_username'],
  ...['login_hint', 'email', 'oid', 'sid', 'tid', 'ver'],
];

/**
 * Writes the discovery document of a tenant.
 *
 * @param options - `tenant` is a GUID, or `common` or `organizations`, whose issuer is a template as in Entra
 * @see OpenID Connect Discovery section 3; RFC 8414 section 2; RFC 8705 section 5; RFC 9207 section 3; RFC 7636 section 4.2
 */
export function buildOpenidConfiguration(options: {
  readonly origin: string;
  /** Undefined while the mTLS endpoint does not listen. */
  readonly mtlsOrigin: string | undefined;
  /** The endpoint that is asked for the document: some clients read no alias, and are pointed back to where they asked. */
  readonly endpoint: 'tls' | 'mutual-tls';
  readonly tenant: string;
  readonly version: 1 | 2;
}): OpenidConfiguration {
  const { origin, mtlsOrigin, endpoint, tenant, version } = options;
  const issuerTenant = tenant === 'common' || tenant === 'organizations' ? '{tenantid}' : tenant;
  return {
    token_endpoint: tokenEndpoint(endpoint === 'mutual-tls' ? (mtlsOrigin ?? origin) : origin, tenant),
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
      'none',
      ...(mtlsOrigin === undefined ? [] : ['tls_client_auth', 'self_signed_tls_client_auth']),
    ],
    token_endpoint_auth_signing_alg_values_supported: ['PS256', 'RS256', 'ES256'],
    jwks_uri: keySetAddress(origin, tenant),
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    grant_types_supported: [...grants.keys()],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: version === 1 ? issuerV1(origin, issuerTenant) : issuerV2(origin, issuerTenant),
    request_uri_parameter_supported: false,
    authorization_endpoint: authorizationEndpoint(origin, tenant),
    end_session_endpoint: endSessionEndpoint(origin, tenant),
    http_logout_supported: false,
    claims_supported: idTokenClaims,
    ...(mtlsOrigin === undefined
      ? {}
      : {
          tls_client_certificate_bound_access_tokens: true,
          mtls_endpoint_aliases: { token_endpoint: tokenEndpoint(mtlsOrigin, tenant) },
        }),
    cloud_instance_name: new URL(origin).host,
  };
}
