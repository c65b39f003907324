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

/**
 * Reads a request for a token of a managed identity.
 *
 * @throws TypeError for a wrong, missing or unknown member
 * @throws {@link SchemeUnknown}, {@link IdentitySchemeRefused} for every scheme but `bearer`
 */
export function parseIdentityRequest(request: ManagedIdentityTokenRequest): SourceTokenRequest {
  checkOptionNames(request, memberNames, 'the token request');
  checkBearer(request.authenticationScheme);
  return pickShared(request, parseResource(request.resource, 'resource'));
}

/**
 * Reads a request as other clients take it, with one scope.
 *
 * @throws TypeError for several scopes, and for a tenant: an identity lives in one
 * @throws {@link SchemeContradicted} for members that belong to bound tokens; else as above
 */
export function parseScopeRequest(request: ClientTokenRequest): SourceTokenRequest {
  if (typeof request !== 'object' || request === null) throw new TypeError('the token request must be an object');
  const { scopes } = request;
  checkBearer(request.authenticationScheme);
  checkBearer(request.protocolScheme);
  if (request.tenantId !== undefined) throw new TypeError('a managed identity lives in one tenant: leave tenantId out');
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined || sharedNames.has(name)) continue;
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'members of bound tokens' });
  }
  if (!Array.isArray(scopes) || scopes.length !== 1)
    throw new TypeError('scopes must hold one resource with /.default');
  return pickShared(request, parseResource(scopes[0], 'a scope'));
}

// Member by member: this happens at every look-up.
function pickShared(request: Omit<SourceTokenRequest, 'scopes'>, resource: string): SourceTokenRequest {
  const { claims, accessTokenSha256ToRefresh, forceRefresh, correlationId, signal } = request;
  return { scopes: [resource], claims, accessTokenSha256ToRefresh, forceRefresh, correlationId, signal };
}

function checkBearer(scheme: SchemeInput | undefined): void {
  const name = scheme === undefined ? 'bearer' : parseSchemeName(scheme);
  if (name !== 'bearer') throw new IdentitySchemeRefused(name);
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
