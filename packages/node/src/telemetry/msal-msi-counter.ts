import { type EventFacts, knownWords } from './known-words.ts';
import type { TelemetryEvent } from './sink-options.ts';

/** The tags of `MsalMsiCounter`, in the letters of its specification. */
export interface MsalMsiTags {
  /** Where the token comes from. */
  readonly MsiSource: 'AppService' | 'CloudShell' | 'AzureArc' | 'Imds' | 'ImdsV2' | 'ServiceFabric';
  /** What was asked for. */
  readonly TokenType: 'Bearer' | 'mtls_pop';
  /** Whether the source was told to pass over its cache. */
  readonly bypassCache: 'true' | 'false';
  /** How the key of the certificate is kept; absent where a source takes no key. */
  readonly KeyType?: 'InMemory' | 'Hardware' | 'KeyGuard';
  /** What became of the credential. */
  readonly CredentialOutcome: 'Not found' | 'Retry Failed' | 'Retry Succeeded' | 'Success';
}

const sources: Readonly<Record<string, MsalMsiTags['MsiSource'] | undefined>> = {
  'app-service': 'AppService',
  imds: 'Imds',
  'imds-v2': 'ImdsV2',
  'service-fabric': 'ServiceFabric',
};
const outcomes: Readonly<Record<string, MsalMsiTags['CredentialOutcome'] | undefined>> = {
  success: 'Success',
  'retry-succeeded': 'Retry Succeeded',
  'retry-failed': 'Retry Failed',
  'not-found': 'Not found',
};
const tokenTypes: ReadonlySet<unknown> = new Set<MsalMsiTags['TokenType']>(['Bearer', 'mtls_pop']);

/**
 * Reads the tags of `MsalMsiCounter` from an event, for those who count without OpenTelemetry; nothing from every event but `credential.outcome`.
 *
 * Not checked: whether the event is true. One that holds a word of its own has no tags.
 *
 * @param event - any event of a client
 *
 * @example
 * ```ts
 * import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
 * import { readMsalMsiTags } from '@holdfast/node/telemetry';
 *
 * const client = createManagedIdentityClient({
 *   events: (event) => {
 *     const tags = readMsalMsiTags(event);
 *     if (tags !== undefined) console.log(tags.MsiSource, tags.CredentialOutcome);
 *   },
 * });
 * console.log((await client.acquireToken({ resource: 'https://vault.azure.net' })).expiresOn);
 * ```
 */
export function readMsalMsiTags(event: TelemetryEvent): MsalMsiTags | undefined {
  if (event.name !== 'credential.outcome') return undefined;
  const { source, tokenType, bypassCache, keyType, outcome } = event as EventFacts;
  const MsiSource = ownValue(sources, source);
  const CredentialOutcome = ownValue(outcomes, outcome);
  const isKeyType = keyType === undefined || knownWords.keyTypes.has(keyType as string);
  if (MsiSource === undefined || CredentialOutcome === undefined || !isKeyType) return undefined;
  if (typeof bypassCache !== 'boolean' || !tokenTypes.has(tokenType)) return undefined;
  return {
    MsiSource,
    TokenType: tokenType as MsalMsiTags['TokenType'],
    bypassCache: bypassCache ? 'true' : 'false',
    ...(keyType === undefined ? {} : { KeyType: keyType as NonNullable<MsalMsiTags['KeyType']> }),
    CredentialOutcome,
  };
}

function ownValue<V>(table: Readonly<Record<string, V | undefined>>, name: unknown): V | undefined {
  return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;
}
