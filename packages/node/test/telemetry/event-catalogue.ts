import type { ClientEvent } from '@holdfast/oauth';
import { canary } from '@holdfast/testing';
import type { MitsEvent } from '../../../mits/src/events/mits-event.ts';
import type { ResourceEvent } from '../../../resource/src/events/resource-event.ts';
import type { CredentialEvent } from '../../src/credentials/credential-event.ts';
import type { IdentityCertificateEvent } from '../../src/managed-identity-certificate/identity-event.ts';
import type { ManagedIdentitySourceEvent } from '../../src/managed-identity-source/source-event.ts';
import type { MtlsEvent } from '../../src/mtls/mtls-event.ts';

type AnyEvent =
  | ClientEvent
  | CredentialEvent
  | IdentityCertificateEvent
  | ManagedIdentitySourceEvent
  | MitsEvent
  | MtlsEvent
  | ResourceEvent;
type Named<N extends AnyEvent['name']> = Extract<AnyEvent, { readonly name: N }>;

const subject = {
  scheme: 'mtls_pop',
  bindingThumbprint: canary,
  tenant: canary,
  scopes: [canary, `api://${canary}/.default`],
} as const;
const call = { correlationId: canary } as const;
const listed = { position: 1, kind: 'certificate', x5tS256: canary } as const;

/** One event of every name, with the canary in every member that may hold any text: a new event does not compile until it is here. */
export const everyEvent: { readonly [N in AnyEvent['name']]: Named<N> } = {
  'certificate.loaded': {
    name: 'certificate.loaded',
    x5tS256: canary,
    previousX5tS256: canary,
    notAfter: 2 ** 31,
    position: 0,
  },
  'certificate.refused': {
    name: 'certificate.refused',
    code: 'ERR_CLIENT_CERTIFICATE_EXPIRED',
    keptX5tS256: canary,
    position: 0,
  },
  'certificate.retried': {
    name: 'certificate.retried',
    refused: canary,
    x5tS256: canary,
    code: 'ERR_TOKEN_REQUEST_REFUSED',
    ...call,
  },
  'credential.chosen': { name: 'credential.chosen', ...listed, canBind: true },
  'credential.issued': {
    name: 'credential.issued',
    source: 'imds-v2',
    reason: 'first',
    bypassCache: false,
    keyType: 'Hardware',
    isAttested: true,
    x5tS256: canary,
    previousX5tS256: canary,
    notAfter: 2 ** 31,
    isKept: true,
    tookMs: 12,
  },
  'credential.outcome': {
    name: 'credential.outcome',
    source: 'imds-v2',
    tokenType: 'mtls_pop',
    bypassCache: true,
    keyType: 'KeyGuard',
    outcome: 'success',
    code: canary,
  },
  'credential.rejected': { name: 'credential.rejected', ...listed, code: canary },
  'credential.renewal-failed': { name: 'credential.renewal-failed', source: 'imds-v2', code: canary, x5tS256: canary },
  'credential.retried': {
    name: 'credential.retried',
    source: 'imds-v2',
    attempt: 1,
    delayMs: 10,
    x5tS256: canary,
    code: canary,
    errorCodes: [1_000_613],
    ...call,
  },
  'credential.store-failed': { name: 'credential.store-failed', operation: 'lock', code: canary },
  'issuer.failed': { name: 'issuer.failed', jwksUri: `https://${canary}/keys`, cause: new Error(canary) },
  'issuer.refreshed': { name: 'issuer.refreshed', jwksUri: `https://${canary}/keys`, keys: 2 },
  'key.discarded': { name: 'key.discarded', thumbprint: canary, droppedTokens: 1 },
  'key.generated': { name: 'key.generated', tookMs: 40 },
  'key.rotated': { name: 'key.rotated', thumbprint: canary, previousThumbprint: canary, tenant: canary },
  'managed-identity.retried': {
    name: 'managed-identity.retried',
    source: 'imds',
    attempt: 1,
    delayMs: 1000,
    status: 500,
    ...call,
  },
  'mtls.draining': { name: 'mtls.draining', origin: `https://${canary}`, x5tS256: canary, reason: 'evicted' },
  'mtls.opened': { name: 'mtls.opened', origin: `https://${canary}`, x5tS256: canary },
  'option.dangerous': { name: 'option.dangerous', option: canary },
  'replay.refused': { name: 'replay.refused', thumbprint: canary },
  'replay.unavailable': { name: 'replay.unavailable', reason: 'full' },
  'request.authenticated': { name: 'request.authenticated', scheme: 'pop', binding: 'key', tenant: canary },
  'request.refused': {
    name: 'request.refused',
    code: 'ERR_BINDING_PROOF_MISSING',
    status: 401,
    caller: canary,
    ...call,
  } as never,
  'revocation.failed': { name: 'revocation.failed', cause: { canary } },
  'revocation.feed-current': { name: 'revocation.feed-current', entries: 3 },
  'revocation.feed-lost': { name: 'revocation.feed-lost', reason: 'refused', status: 503 },
  'store.failed': { name: 'store.failed', operation: 'read' },
  'token.acquired': {
    name: 'token.acquired',
    ...subject,
    ...call,
    source: 'network',
    refreshReason: 'claims',
    tookMs: 25,
  },
  'token.failed': {
    name: 'token.failed',
    ...subject,
    ...call,
    code: 'ERR_TOKEN_NOT_BOUND',
    refreshReason: 'expired',
    status: 401,
    errorCodes: [700_027],
    tookMs: 30,
  },
  'token.revoked-used': { name: 'token.revoked-used', kind: 'jkt', thumbprint: canary, tenant: canary },
  'token.served': {
    name: 'token.served',
    caller: canary,
    identity: canary,
    from: 'cluster',
    namedRefused: false,
    tookMs: 3,
    ...call,
  },
  'token.state': { name: 'token.state', ...subject, state: 'fresh' },
  'token.unbound': { name: 'token.unbound', requested: 'mtls_pop', code: canary, tenant: canary, scopes: [canary] },
  'upstream.asked': {
    name: 'upstream.asked',
    identity: canary,
    reason: 'missing',
    outcome: 'failed',
    code: canary as never,
    tookMs: 9,
  },
};
