import { checkOptionNames } from '@holdfast/core/option-names';
import {
  type ClientTokenRequest,
  parseSchemeName,
  SchemeContradicted,
  type SchemeInput,
  type SourceTokenRequest,
} from '@holdfast/oauth';
import { IdentitySchemeRefused } from '../errors/identity-scheme-refused.ts';
import type { ManagedIdentityTokenRequest } from './client-options.ts';

const memberNames: ReadonlySet<string> = new Set<keyof ManagedIdentityTokenRequest>([
  'resource',
  'claims',
  'accessTokenSha256ToRefresh',
  'forceRefresh',
  'authenticationScheme',
  'correlationId',
  'signal',
]);

/** Members of a request to any client that say the same to this one. */
const sharedNames: ReadonlySet<string> = new Set<keyof ClientTokenRequest>([
  'scopes',
  'authenticationScheme',
  'protocolScheme',
  'claims',
  'accessTokenSha256ToRefresh',
  'forceRefresh',
  'correlationId',
  'signal',
]);

/** A request with no questions left about its form. */
export interface ParsedIdentityRequest {
  readonly scheme: 'bearer' | 'mtls_pop';
  readonly wanted: SourceTokenRequest;
}

/**
 * Reads a request for a token of a managed identity.
 *
 * @param hasCertificates - whether the source gives certificates
 * @throws TypeError for a wrong, missing or unknown member
 * @throws {@link SchemeUnknown}, {@link IdentitySchemeRefused} for a scheme that the source does not bind tokens by
 */
export function parseIdentityRequest(
  request: ManagedIdentityTokenRequest,
  hasCertificates: boolean,
): ParsedIdentityRequest {
  checkOptionNames(request, memberNames, 'the token request');
  const scheme = parseScheme(request.authenticationScheme, hasCertificates);
  return { scheme, wanted: pickShared(request, parseResource(request.resource, 'resource')) };
}

/**
 * Reads a request as other clients take it, with one scope.
 *
 * @throws TypeError for several scopes, and for a tenant: an identity lives in one
 * @throws {@link SchemeContradicted} for members that belong to tokens which are bound in another way; else as above
 */
export function parseScopeRequest(request: ClientTokenRequest, hasCertificates: boolean): ParsedIdentityRequest {
  if (typeof request !== 'object' || request === null) throw new TypeError('the token request must be an object');
  const { scopes, authenticationScheme, protocolScheme } = request;
  const scheme = parseScheme(authenticationScheme ?? protocolScheme, hasCertificates);
  if (protocolScheme !== undefined && parseSchemeName(protocolScheme) !== scheme)
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'protocolScheme' });
  if (request.tenantId !== undefined) throw new TypeError('a managed identity lives in one tenant: leave tenantId out');
  for (const [name, value] of Object.entries(request)) {
    // Who says that nothing weaker will do says what is so.
    if (value === undefined || sharedNames.has(name) || (name === 'allowUnboundFallback' && value === false)) continue;
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'members of other bound tokens' });
  }
  if (!Array.isArray(scopes) || scopes.length !== 1)
    throw new TypeError('scopes must hold one resource with /.default');
  return { scheme, wanted: pickShared(request, parseResource(scopes[0], 'a scope')) };
}

// Member by member: this happens at every look-up.
function pickShared(request: Omit<SourceTokenRequest, 'scopes'>, resource: string): SourceTokenRequest {
  const { claims, accessTokenSha256ToRefresh, forceRefresh, correlationId, signal } = request;
  return { scopes: [resource], claims, accessTokenSha256ToRefresh, forceRefresh, correlationId, signal };
}

function parseScheme(scheme: SchemeInput | undefined, hasCertificates: boolean): ParsedIdentityRequest['scheme'] {
  const name = scheme === undefined ? 'bearer' : parseSchemeName(scheme);
  if (name === 'bearer' || (name === 'mtls_pop' && hasCertificates)) return name;
  throw new IdentitySchemeRefused(name);
}

const allPermissions = '/.default';

// A slash at the end of a resource is part of its name: `https://a//.default` is for `https://a/`.
function parseResource(resource: unknown, name: string): string {
  const text = typeof resource === 'string' ? resource : '';
  const bare = text.endsWith(allPermissions) ? text.slice(0, -allPermissions.length) : text;
  if (!/^[\x21\x23-\x5B\x5D-\x7E]{1,2048}$/.test(bare)) {
    throw new TypeError(`${name} must name a resource, such as https://vault.azure.net`);
  }
  return bare;
}
