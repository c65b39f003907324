import { isJsonObject } from '@holdfast/core';
import type { BindingCertificateSource } from '../client-auth/bound-credentials.ts';
import { TenantRequired } from '../errors/request-errors.ts';
import { SchemeContradicted } from '../errors/scheme-errors.ts';
import { type Authority, isSharedTenant, parseTenant } from '../metadata/authority.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import type { SchemeChoice } from '../scheme/choose-scheme.ts';
import { parseSchemeName, type SchemeName } from '../scheme/scheme-name.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import { parseClaims } from './parse-claims.ts';
import { parseCorrelationId, parseFlag, parseScopes, parseTokenHash } from './parse-wish.ts';
import { type ClientTokenRequest, checkMemberNames } from './token-request.ts';

/** A request for a token with no questions left. */
export interface ParsedRequest {
  /** Who is asked. */
  readonly authority: Authority;
  /** What the authority is asked, as far as it does not depend on the scheme. */
  readonly question: Omit<TokenQuery, 'scheme'> & { readonly tenant: string };
  readonly scheme: SchemeChoice;
  readonly bindingCertificate?: BindingCertificate | BindingCertificateSource | undefined;
  readonly allowUnboundFallback: boolean;
  readonly tokenHash?: string | undefined;
  readonly forceRefresh: boolean;
  /** The request to sign at once, where the caller named one. */
  readonly resourceRequest?: { readonly method: string; readonly url: string } | undefined;
  readonly nonce?: string | undefined;
  readonly clientClaims?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads and checks everything a caller says, before anything is looked up or sent.
 *
 * @param request - what the caller passed
 * @param authority - the client's own authority
 * @throws TypeError for a wrong type or a missing half of a pair
 * @throws {@link SchemeUnknown}, {@link SchemeContradicted}, {@link TenantRequired}, {@link TokenHashRefused}
 */
export function parseTokenRequest(request: ClientTokenRequest, authority: Authority): ParsedRequest {
  checkMemberNames(request);
  const resourceRequest = parseResourceRequest(request);
  const scheme = parseScheme(request);
  if (scheme.name !== 'pop') checkAbsent(request, proofMembers);
  if (scheme.name !== 'mtls_pop') checkAbsent(request, certificateMembers);
  if (scheme.callerKey !== undefined && resourceRequest !== undefined) {
    throw new TypeError('with a key of his own the caller signs requests himself');
  }
  const tenant = request.tenantId === undefined ? authority.tenant : parseTenant(request.tenantId);
  if (isSharedTenant(tenant)) throw new TenantRequired();
  return {
    authority: { origin: authority.origin, tenant },
    question: {
      tenant,
      scopes: parseScopes(request.scopes),
      claims: parseClaims(request.claims),
      correlationId: parseCorrelationId(request.correlationId),
    },
    scheme,
    bindingCertificate: optionalObject(request.bindingCertificate, 'bindingCertificate'),
    allowUnboundFallback: parseFlag(request.allowUnboundFallback, 'allowUnboundFallback'),
    tokenHash: parseTokenHash(request),
    forceRefresh: parseFlag(request.forceRefresh, 'forceRefresh'),
    resourceRequest,
    nonce: optionalText(request.shrNonce, 'shrNonce'),
    clientClaims: optionalText(request.shrClaims, 'shrClaims'),
    signal: request.signal,
  };
}

function parseScheme(request: ClientTokenRequest): SchemeChoice {
  const { confirmation = 'kid', keyId, jwk } = request;
  if (confirmation !== 'kid' && confirmation !== 'jwk') throw new TypeError('confirmation must be kid or jwk');
  if ((keyId === undefined) !== (jwk === undefined)) throw new TypeError('keyId and jwk belong together');
  const callerKey = keyId === undefined || jwk === undefined ? undefined : { keyId: text(keyId, 'keyId'), jwk };
  if (jwk !== undefined && typeof jwk !== 'string' && !isJsonObject(jwk)) {
    throw new TypeError('jwk must be an object or JSON text');
  }
  if (callerKey !== undefined && request.confirmation === 'kid')
    throw new TypeError('a key of the caller is named by jwk, not by kid');
  return { name: parseName(request), confirmation, callerKey };
}

function parseName({ authenticationScheme, protocolScheme }: ClientTokenRequest): SchemeName {
  if (authenticationScheme === undefined && protocolScheme === undefined) return 'bearer';
  const name = parseSchemeName(authenticationScheme ?? protocolScheme);
  if (protocolScheme !== undefined && parseSchemeName(protocolScheme) !== name) {
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'protocolScheme' });
  }
  return name;
}

const proofMembers = [
  'confirmation',
  'keyId',
  'jwk',
  'resourceRequestMethod',
  'resourceRequestUri',
  'shrNonce',
  'shrClaims',
] as const satisfies readonly (keyof ClientTokenRequest)[];

const certificateMembers = [
  'bindingCertificate',
  'allowUnboundFallback',
] as const satisfies readonly (keyof ClientTokenRequest)[];

// Somebody who says how to prove possession did not mean to get a token that needs no proof, or another.
function checkAbsent(request: ClientTokenRequest, members: readonly (keyof ClientTokenRequest)[]): void {
  for (const name of members) {
    if (request[name] !== undefined) throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: name });
  }
}

function parseResourceRequest(request: ClientTokenRequest): ParsedRequest['resourceRequest'] {
  const { resourceRequestMethod: method, resourceRequestUri: url, shrNonce, shrClaims } = request;
  if ((method === undefined) !== (url === undefined)) {
    throw new TypeError('resourceRequestMethod and resourceRequestUri belong together');
  }
  if (method === undefined || url === undefined) {
    if (shrNonce !== undefined || shrClaims !== undefined) {
      throw new TypeError('shrNonce and shrClaims need resourceRequestMethod and resourceRequestUri');
    }
    return undefined;
  }
  if (!URL.canParse(text(url, 'resourceRequestUri')) || new URL(url).protocol !== 'https:') {
    throw new TypeError('resourceRequestUri must be an https URL');
  }
  return { method: text(method, 'resourceRequestMethod').toUpperCase(), url };
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a non-empty string`);
  return value;
}

function optionalObject<T extends object>(value: T | undefined, name: string): T | undefined {
  if (value !== undefined && (typeof value !== 'object' || value === null))
    throw new TypeError(`${name} must be an object`);
  return value;
}

function optionalText(value: unknown, name: string): string | undefined {
  return value === undefined ? undefined : text(value, name);
}
