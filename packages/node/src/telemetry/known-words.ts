import type { RefreshReason, TokenOrigin, TokenSubject } from '@holdfast/oauth';
import type { KeyStrength } from '../machine-key/key-strength.ts';
import type { CredentialOutcome, MintReason } from '../managed-identity-certificate/identity-event.ts';
import type { SourceName } from '../managed-identity-source/source-description.ts';

/** An event whose members are not believed to be what their types say. */
export type EventFacts = Readonly<Record<string, unknown>> & { readonly name: string };

/** A list of words; whatever is not on it does not get into an attribute. */
export type KnownWords = ReadonlySet<string>;

// A word that is missing from a list, or is too many, does not compile.
function list<W extends string>(words: Readonly<Record<W, true>>): KnownWords {
  return new Set(Object.keys(words));
}

/** The lists that attributes are taken from. */
export const knownWords: Readonly<
  Record<
    | 'schemes'
    | 'origins'
    | 'refreshReasons'
    | 'identitySources'
    | 'keyTypes'
    | 'mintReasons'
    | 'credentialOutcomes'
    | 'bindings'
    | 'revokedKinds',
    KnownWords
  >
> = {
  schemes: list<TokenSubject['scheme']>({ bearer: true, pop: true, mtls_pop: true }),
  origins: list<TokenOrigin>({ cache: true, network: true, shared: true, store: true }),
  refreshReasons: list<RefreshReason>({
    'no-cached-token': true,
    expired: true,
    claims: true,
    'token-hash': true,
    revoked: true,
    'force-refresh': true,
    proactive: true,
  }),
  identitySources: list<SourceName | 'imds-v2'>({
    'service-fabric': true,
    'app-service': true,
    imds: true,
    'imds-v2': true,
  }),
  keyTypes: list<KeyStrength>({ InMemory: true, Hardware: true, KeyGuard: true }),
  mintReasons: list<MintReason>({ first: true, renewal: true, claims: true, remediation: true }),
  credentialOutcomes: list<CredentialOutcome>({
    success: true,
    'retry-succeeded': true,
    'retry-failed': true,
    'not-found': true,
  }),
  // These and the next are words of APIs, which this package does not import; a test compares them.
  bindings: list({ none: true, key: true, certificate: true, 'key-and-certificate': true }),
  revokedKinds: list({
    user: true,
    application: true,
    identity: true,
    uti: true,
    jkt: true,
    x5t: true,
    attestation: true,
  }),
};

/** A word of the list, `other` for anything else, nothing for nothing. */
export function readWord(value: unknown, words: KnownWords): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && words.has(value) ? value : 'other';
}

/** A code of ours; `other` for anything else, nothing for nothing. */
export function readCode(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && /^ERR_[A-Z0-9_]{1,60}$/.test(value) ? value : 'other';
}

/** A whole number from 0 to `most`, or nothing. */
export function readWhole(value: unknown, most: number): number | undefined {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most ? (value as number) : undefined;
}

/** A duration in milliseconds, or nothing; a clock that was set back makes negative ones. */
export function readDuration(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
